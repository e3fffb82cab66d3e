"""`python -m deploy.local backup FILE`: everything into one file, while the platform runs or while it stands."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import nats
from nats.aio.client import Client

from deploy.local import guards, servers
from deploy.local.backup import snapshots
from deploy.local.backup.archive import CHUNK, ArchiveWriter, Sink, free_bytes, in_words
from deploy.local.backup.manifest import (
    DATA_PREFIX,
    STREAM_MEMBER,
    DatabaseContents,
    Manifest,
    StreamContents,
    database_member,
)
from deploy.local.backup.moment import Moment, one_moment
from deploy.local.postgres import installed_programs
from deploy.local.processes import StartError
from deploy.local.servers import Servers
from deploy.local.settings import LocalSettings
from deploy.local.topology import OPERATOR, environment_name

OTHERWISE_KEPT: Final = ("postgres", "nats")  #: folders of the servers: their contents are dumped
PASSING: Final = ("lock", "logs", guards.HALF_RESTORED)  #: what a run leaves and a restore does not need
PASSING_SUFFIXES: Final = ("-prepared", ".new")
COMPRESSION: Final = 5  #: how many times smaller a dump is than its database, at least as a rule


def make_backup(settings: LocalSettings, path: Path) -> None:
    """Write a backup of the installation and print what is in it.

    Raises:
        StartError: there is nothing to back up, no room for it, or a server refused. No file is left then.
    """
    _require_sense(settings, path)
    holder = guards.held(settings.data)
    say(f"the platform runs ({holder}) and goes on" if holder else "the platform stands: starting its servers")
    with servers.reachable(settings) as running, ArchiveWriter(path) as archive:
        asyncio.run(_fill(settings, running, archive, path))
    say(f"done: {path}, {in_words(path.stat().st_size)}")
    say("it holds personal data, passwords and keys: keep it closed, as the data folder is")


async def _fill(settings: LocalSettings, running: Servers, archive: ArchiveWriter, path: Path) -> None:
    missing = not_covered(settings)
    for sentence in missing:
        say(f"NOT in this backup: {sentence}")
    urls = {service: running.database_url(service) for service in settings.local_databases}
    bus = await _operator(running)
    try:
        async with one_moment(urls, bus) as moment:
            made_at = datetime.now(UTC)
            say(f"the moment of this backup: {made_at:%Y-%m-%d %H:%M:%S} UTC (writers stood {held(moment)} ms)")
            contents = {name: await database.contents() for name, database in moment.databases.items()}
            _require_room(path, await _databases_size(moment), settings)
            files = await asyncio.to_thread(_add_files, archive, settings.data)
            for service, database in moment.databases.items():
                await asyncio.to_thread(_add_database, archive, service, running, database.snapshot)
                say_database(service, contents[service])
            stream = await _add_stream(archive, bus, moment)
    finally:
        if bus is not None:
            await bus.close()
    archive.finish(
        Manifest(
            made_at=made_at,
            postgres=_postgres_version() if contents else None,
            databases=contents,
            stream=stream,
            members=archive.members,
            files=files,
            not_covered=missing,
        )
    )


def not_covered(settings: LocalSettings) -> Sequence[str]:
    """What lies on other machines, in sentences for the operator."""
    sentences = [
        f"the database of {service} ({environment_name('DATABASE_URL', service)} is set): back it up on its server"
        for service in settings.database_urls
    ]
    if settings.nats_urls:
        sentences.append("the stream of events (NATS_URL is set): back it up with `nats stream backup EVENTS`")
    if os.environ.get("FILES_URL"):
        sentences.append("photos and files (FILES_URL is set): back their storage up, later than this")
    if settings.database_urls or settings.nats_urls:
        sentences.append("what is covered and what is not were taken at different moments")
    return sentences


def _require_sense(settings: LocalSettings, path: Path) -> None:
    if path.is_relative_to(settings.data.resolve()) or path.is_relative_to(settings.data):
        raise StartError(f"{path} is in the data folder and would die with it; give a file somewhere else.")
    if not path.parent.is_dir():
        raise StartError(f"There is no folder {path.parent}.")


async def _operator(running: Servers) -> Client | None:
    if running.nats is None:
        return None
    try:
        return await nats.connect(
            running.nats.url(OPERATOR),
            name="backup",
            inbox_prefix=f"_INBOX_{OPERATOR}".encode(),
            connect_timeout=5,
            allow_reconnect=False,
        )
    except (nats.errors.Error, OSError) as error:
        raise StartError(f"NATS does not answer: {error!r}.") from error


def _require_room(path: Path, databases: int, settings: LocalSettings) -> None:
    """Refuse at once what cannot fit; what fits narrowly shows while it is written."""
    files = sum(file.stat().st_size for file in data_files(settings.data))
    events = sum(file.stat().st_size for file in (settings.data / "nats").rglob("*") if file.is_file())
    wanted, free = files + (databases + events) // COMPRESSION, free_bytes(path)
    if free < wanted:
        raise StartError(
            f"{path} needs about {in_words(wanted)}, and there are {in_words(free)} free. Give a file on a larger disk."
        )


async def _databases_size(moment: Moment) -> int:
    sizes = [
        await database.connection.fetchval("SELECT pg_database_size(current_database())")
        for database in moment.databases.values()
    ]
    return sum(sizes)


def _add_files(archive: ArchiveWriter, data: Path) -> int:
    """Keys, passwords and attachments; a file that somebody removes meanwhile was removed."""
    added, size = 0, 0
    for path in data_files(data):
        try:
            source = path.open("rb")
        except FileNotFoundError:
            continue
        with source, archive.member(DATA_PREFIX + path.relative_to(data).as_posix()) as target:
            shutil.copyfileobj(source, target, CHUNK)
            size += source.tell()
        added += 1
    say(f"files, keys and passwords: {added} ({in_words(size)})")
    return added


def data_files(data: Path) -> Iterator[Path]:
    """Everything in the data folder that is neither a server's nor passing: what is added later is not forgotten."""
    for entry in sorted(data.iterdir()):
        if entry.name in (*OTHERWISE_KEPT, *PASSING) or entry.name.endswith(PASSING_SUFFIXES):
            continue
        found = entry.rglob("*") if entry.is_dir() else (entry,)
        yield from (path for path in sorted(found) if path.is_file() and not path.is_symlink())


def _add_database(archive: ArchiveWriter, service: str, running: Servers, snapshot: str) -> None:
    command = running.client_command("pg_dump", service, "--format=custom", f"--snapshot={snapshot}")
    dump = subprocess.Popen(command, env=running.client_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert dump.stdout is not None
    assert dump.stderr is not None
    try:
        with dump, archive.member(database_member(service)) as target:
            _copy(dump, target)
            complaints = dump.stderr.read()
    finally:
        dump.kill()
    if dump.returncode != 0:
        raise StartError(f"pg_dump of {service} failed: {complaints.decode(errors='replace').strip()}")


def _copy(dump: "subprocess.Popen[bytes]", target: Sink) -> None:
    assert dump.stdout is not None
    while chunk := dump.stdout.read(CHUNK):
        target.write(chunk)


async def _add_stream(archive: ArchiveWriter, bus: Client | None, moment: Moment) -> StreamContents | None:
    if bus is None or moment.stream is None:
        return None
    with archive.member(STREAM_MEMBER) as target:
        config, state = await snapshots.save(bus, target)
    at = moment.stream
    say(f"stream: {at.messages} events, up to number {at.last_sequence}")
    return StreamContents(
        state=state,
        config=config,
        last_sequence=at.last_sequence,
        messages=at.messages,
        consumers=at.consumers,
    )


def _postgres_version() -> int:
    told = subprocess.run([installed_programs() / "postgres", "--version"], capture_output=True, check=True, text=True)
    return int(told.stdout.split()[2].partition(".")[0])


def held(moment: Moment) -> str:
    """For how long nobody could write, in milliseconds."""
    return f"{moment.held_milliseconds:.0f}"


def say_database(service: str, contents: DatabaseContents) -> None:
    """One line about a database."""
    say(f"database {service}: {sum(contents.rows.values())} rows in {len(contents.rows)} tables")


def say(text: str) -> None:
    """One line of progress."""
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)
