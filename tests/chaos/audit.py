"""Afterwards: what the client was told against what the journal, the figures, the stream and the databases hold."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import asyncpg
import nats
from nats.errors import TimeoutError as NatsTimeout
from nats.js import JetStreamContext

from deploy.local.topology import OPERATOR, SERVICES, STREAM
from services.nonconformity.domain import parse_number
from shared.contracts.envelope import Event
from shared.contracts.nonconformity import Registered
from tests.chaos.filing import Diary
from tests.support.callers import JOURNAL, Caller
from tests.support.platform import Platform

REGISTERED = f"events.{Registered.event_type}"
FETCH = 500


@dataclass(frozen=True)
class Promise:
    """One thing that must be so whatever was killed."""

    words: str
    expected: object
    found: object

    @property
    def kept(self) -> bool:
        return self.expected == self.found


async def audit(platform: Platform, admin: Caller, diary: Diary, *, findings: int) -> list[Promise]:
    """Every promise, kept or broken. The platform must be quiet."""
    journal = admin.walk(JOURNAL)
    return [
        *_client_promises(diary, findings),
        *_journal_promises(journal, diary, findings),
        *_figure_promises(admin, journal, findings),
        *await _stream_promises(platform, journal, findings),
        *await _leftover_promises(platform),
    ]


def _client_promises(diary: Diary, findings: int) -> list[Promise]:
    return [
        Promise("findings that the client was told are filed", findings, len(diary.filed)),
        Promise("answers that no retry could mend", [], diary.refused[:3]),
        Promise("keys sent again that got another record", [], diary.unlike[:3]),
    ]


def _journal_promises(journal: list[dict[str, Any]], diary: Diary, findings: int) -> list[Promise]:
    serials = Counter(parse_number(item["number"]) for item in journal)
    (year,) = {number[0] for number in serials if number} or {None}
    wanted = {(year, serial) for serial in range(1, findings + 1)}
    told = {filed.id: filed.number for filed in diary.filed}
    return [
        Promise("records in the journal", findings, len(journal)),
        Promise("numbers that two records share", [], [number for number, count in serials.items() if count > 1]),
        Promise(f"holes in the numbers 1 to {findings}", [], sorted(wanted - set(serials), key=str)[:10]),
        Promise("numbers beyond the last one", [], sorted(set(serials) - wanted, key=str)[:10]),
        Promise("records that no client asked for", 0, len({item["id"] for item in journal} - set(told))),
        Promise("records with another number than was told", 0, _differences(told, journal)),
    ]


def _differences(told: dict[str, str], journal: list[dict[str, Any]]) -> int:
    held = {item["id"]: item["number"] for item in journal}
    return sum(held.get(record) != number for record, number in told.items())


def _figure_promises(admin: Caller, journal: list[dict[str, Any]], findings: int) -> list[Promise]:
    total = admin.read("/api/v1/analytics/journal")["total"]
    behind = {item["id"] for item in admin.walk("/api/v1/analytics/journal/records", figure="filed")}
    return [
        Promise("filed, say the figures", findings, total["filed"]),
        Promise("open, say the figures", findings, total["open"]),
        Promise("records behind the figure and not in the journal, or the other way round", 0,
                len(behind ^ {item["id"] for item in journal})),
    ]  # fmt: skip


async def _stream_promises(platform: Platform, journal: list[dict[str, Any]], findings: int) -> list[Promise]:
    client = await nats.connect(platform.bus_url(OPERATOR), inbox_prefix=f"_INBOX_{OPERATOR}".encode())
    try:
        events = await _registered(client.jetstream(timeout=10))
        stored = (await client.jsm().stream_info(STREAM)).state.messages
    finally:
        await client.close()
    subjects = Counter(event.subject for event in events)
    taken = await _one(platform, "analytics", "SELECT count(*) FROM inbox")
    kept = await _one(platform, "analytics", "SELECT count(*) FROM events")
    return [
        Promise("events «registered» in the stream", findings, len(events)),
        Promise("records with more than one, or none", 0,
                sum(subjects[item["id"]] != 1 for item in journal) + len(set(subjects) - {i["id"] for i in journal})),
        Promise("events that analytics took into account, of all in the stream", stored, taken),
        Promise("events that analytics stored", stored, kept),
    ]  # fmt: skip


async def _registered(stream: JetStreamContext) -> list[Event]:
    """All events that a record was registered, from the start of the stream."""
    subscription = await stream.pull_subscribe(REGISTERED, stream=STREAM)
    events: list[Event] = []
    while True:
        try:
            messages = await subscription.fetch(FETCH, timeout=2)
        except (TimeoutError, NatsTimeout):
            break
        events += [Event.parse(message.data) for message in messages]
        for message in messages:
            await message.ack()
    await subscription.unsubscribe()
    return events


async def _leftover_promises(platform: Platform) -> list[Promise]:
    promises = []
    for service in SERVICES:
        letters = await _one(platform, service, "SELECT count(*) FROM dead_letters")
        waiting = await _one(platform, service, "SELECT count(*) FROM outbox WHERE published_at IS NULL")
        promises.append(Promise(f"dead letters of {service}", 0, letters))
        promises.append(Promise(f"events that {service} has not published", 0, waiting))
    return promises


async def _one(platform: Platform, service: str, question: str) -> int:
    connection = await asyncpg.connect(platform.database_url(service))
    try:
        return int(await connection.fetchval(question))
    finally:
        await connection.close()
