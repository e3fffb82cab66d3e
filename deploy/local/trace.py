"""`python -m deploy.local trace НС-2026-00042`: what happened to a record, through all services, in the order of time.

The acts on it and on what belongs to it (comments, measures, files), when each was published and when it took effect in
each service, and the lines of the log that belong to them. Read from the databases and the kept log; ids, states and
names of fields are shown, never what people typed.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg

from deploy.local import servers
from deploy.local.keeping import kept_files
from deploy.local.processes import StartError
from deploy.local.settings import LocalSettings
from services.nonconformity.domain import parse_number

MOST_EVENTS: Final = 200  #: the statements below ask for one more
MOST_LINES: Final = 500
READ_ONLY: Final = {"default_transaction_read_only": "on", "statement_timeout": "60s"}

STORED: Final = """
SELECT id::text, type, subject, time, actor, correlation_id, recorded_at, data->>'version' AS version,
       data->>'state' AS state, ARRAY(SELECT jsonb_object_keys(coalesce(data->'changed', '{}'))) AS changed
FROM events
WHERE subject = $1 OR correlation_id = $1 OR id::text = $1
   OR data->>'nonconformity_id' = $1 OR data#>'{changed,nonconformity_id}' ? $1
ORDER BY time, id LIMIT 201
"""
WAITING: Final = """
SELECT event_id::text AS id, topic, created_at, published_at,
       convert_from(body, 'UTF8')::jsonb - 'data' AS head
FROM outbox
WHERE event_id::text = ANY($2) OR position(convert_to($1, 'UTF8') IN body) > 0
ORDER BY id LIMIT 201
"""
TAKEN: Final = "SELECT event_id::text AS id, consumed_at FROM inbox WHERE event_id::text = ANY($1)"
DEAD: Final = """
SELECT event_id::text AS id, state, attempts, last_failed_at, split_part(error, ':', 1) AS kind
FROM dead_letters WHERE event_id::text = ANY($1)
"""
SHOWN: Final = """
SELECT number, version, state FROM journal_records
WHERE id = $1 AND generation = (SELECT generation FROM projection)
"""


@dataclass(order=True)
class Moment:
    """One line of the table."""

    at: datetime
    where: str
    what: str


@dataclass
class Story:
    """All that was found."""

    moments: list[Moment] = field(default_factory=list)
    events: set[str] = field(default_factory=set)
    correlations: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    is_cut: bool = False
    last_words: list[str] = field(default_factory=list)

    def add(self, at: datetime, where: str, what: str) -> None:
        self.moments.append(Moment(at, where, what))


def trace(settings: LocalSettings, what: str) -> int:
    """Print the table; 1 when nothing is known of it.

    Raises:
        StartError: there is no installation, or a database does not answer.
    """
    with servers.reachable(settings) as running:
        urls = dict(settings.database_urls)
        urls |= {service: running.database_url(service) for service in settings.local_databases}
        try:
            story = asyncio.run(_told(urls, what.strip()))
        except (OSError, asyncpg.PostgresError) as error:
            raise StartError(f"A database does not answer: {error!r}.") from error
    _read_log(story, settings.data / "logs")
    if not story.moments:
        print(f"Nothing is known of {what}.")
        return 1
    print(f"{'when (UTC)':<24} {'where':<15} what")
    for moment in sorted(story.moments):
        print(f"{moment.at.astimezone(UTC).strftime('%Y-%m-%d %H:%M:%S.%f')[:23]:<24} {moment.where:<15} {moment.what}")
    print("\n".join(story.last_words))
    if story.is_cut:
        print(f"(only the first {MOST_EVENTS} events are shown)")
    return 0


async def _told(urls: Mapping[str, str], what: str) -> Story:
    connections = {name: await asyncpg.connect(url, server_settings=READ_ONLY) for name, url in urls.items()}
    try:
        subject = await _subject(connections, what)
        story = Story(correlations={what}, subjects={subject} if _as_id(subject) else set())
        await _read_store(story, connections["analytics"], subject)
        for service, connection in connections.items():
            await _read_outbox(story, service, connection, subject)
        for service, connection in connections.items():
            await _read_effects(story, service, connection)
        await _read_figures(story, connections["analytics"])
        return story
    finally:
        for connection in connections.values():
            await connection.close(timeout=2)


async def _subject(connections: Mapping[str, asyncpg.Connection], what: str) -> str:
    """The id that a number stands for; what is no number of a record stays as it is."""
    number = parse_number(what)
    if number is None or number[0] is None:
        return what
    found = await connections["nonconformity"].fetchval(
        "SELECT id::text FROM nonconformities WHERE year = $1 AND serial = $2", number[0], number[1]
    )
    return str(found) if found else what


async def _read_store(story: Story, connection: asyncpg.Connection, subject: str) -> None:
    rows = await connection.fetch(STORED, subject)
    story.is_cut = len(rows) > MOST_EVENTS
    for row in rows[:MOST_EVENTS]:
        producer, _, act = row["type"].removeprefix("profkom.").partition(".")
        about = [
            f"v{row['version']}",
            row["state"],
            f"changed: {', '.join(row['changed'])}" if row["changed"] else None,
        ]
        words = "; ".join(part for part in about if part)
        story.add(row["time"], producer, f"act {act} ({words}) by {row['actor'] or 'nobody'}, event {row['id']}")
        story.add(row["recorded_at"], "analytics", f"stored the event {_short(row['id'])}")
        story.events.add(row["id"])
        story.correlations.add(row["correlation_id"])
        story.subjects.add(row["subject"])


async def _read_outbox(story: Story, service: str, connection: asyncpg.Connection, subject: str) -> None:
    """When each was committed and published; what analytics has not heard of yet is found here too."""
    for row in await connection.fetch(WAITING, subject, list(story.events)):
        head = json.loads(row["head"])
        known = row["id"] in story.events
        if not known and subject not in (head["subject"], head.get("parent"), head["correlationid"], row["id"]):
            continue  # it only mentions the record
        if not known:
            act = row["topic"].removeprefix(f"events.{service}.")
            story.add(row["created_at"], service, f"act {act} by {head['actor'] or 'nobody'}, event {row['id']}")
            story.events.add(row["id"])
            story.correlations.add(head["correlationid"])
        if row["published_at"] is None:
            story.last_words.append(f"NOT published yet by {service}: event {row['id']}")
        else:
            story.add(row["published_at"], service, f"noted that the event {_short(row['id'])} is published")


async def _read_effects(story: Story, service: str, connection: asyncpg.Connection) -> None:
    events = list(story.events)
    for row in await connection.fetch(TAKEN, events):
        story.add(row["consumed_at"], service, f"took the event {_short(row['id'])} into account")
    for row in await connection.fetch(DEAD, events):
        words = f"could NOT take the event {row['id']} into account: {row['kind']}, {row['attempts']} times"
        story.add(row["last_failed_at"], service, f"{words}, it is {row['state']}")


async def _read_figures(story: Story, connection: asyncpg.Connection) -> None:
    for subject in sorted(story.subjects):
        record_id = _as_id(subject)
        row = await connection.fetchrow(SHOWN, record_id) if record_id else None
        if row is not None:
            words = f"the figures count {row['number']} as {row['state']}, version {row['version']}"
            story.last_words.append(words)


def _read_log(story: Story, folder: Path) -> None:
    """Lines that carry one of the correlation ids."""
    wanted = [correlation.encode() for correlation in story.correlations if len(correlation) >= 8]
    found = 0
    for path in kept_files(folder):
        with path.open("rb") as lines:
            for line in lines:
                if any(correlation in line for correlation in wanted):
                    moment, _, rest = line.decode(errors="replace").rstrip().partition(" ")
                    name, _, text = rest.partition(" | ")
                    story.add(datetime.fromisoformat(moment), name.strip(), f"log: {_without_time(text)}")
                    found += 1
                    if found >= MOST_LINES:
                        return


def _without_time(text: str) -> str:
    """The line without the time that its writer put in front: the table has one already."""
    first, _, rest = text.partition(" ")
    return " ".join((rest if first[:2] == "20" and "T" in first else text).split())


def _short(event_id: str) -> str:
    return f"…{event_id[-6:]}"


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
