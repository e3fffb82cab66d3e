"""`python -m deploy.local restore FILE`: an empty folder becomes what the installation was then."""

import asyncio
import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from deploy.local import databases, guards, migrations, servers
from deploy.local.backup import stream
from deploy.local.backup.archive import CHUNK, ArchiveReader, free_bytes, in_words
from deploy.local.backup.making import say, say_database
from deploy.local.backup.manifest import DATA_PREFIX, DatabaseContents, Manifest, database_member
from deploy.local.postgres import installed_programs
from deploy.local.processes import StartError
from deploy.local.servers import Servers
from deploy.local.settings import LocalSettings
from deploy.local.topology import environment_name

GROWTH: Final = 6  #: how many times more room a database needs than its dump
LEAVE: Final = ("lock", guards.HALF_RESTORED)

COUNTS: Final = """
SELECT format('SELECT %L, count(*) FROM %I', relname, relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname \\gexec
"""


def restore_backup(settings: LocalSettings, path: Path) -> None:
    """Fill the data folder from a backup, after every byte of it was checked.

    Raises:
        StartError: the folder is in use or not empty, the backup is damaged or not for this code, there is no room,
            or a server refused. What was restored so far is removed again.
    """
    with ArchiveReader(path) as archive:
        manifest = archive.manifest
        say(f"checking {path}, made {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC")
        _require_sense(settings, manifest)
        _require_room(settings, manifest)
        archive.verify()
        say(f"{len(manifest.members)} members are as they were written")
        with guards.exclusive(settings.data, "restore"):
            (settings.data / guards.HALF_RESTORED).touch()
            try:
                _fill(settings, archive)
            except BaseException:
                _empty(settings)
                raise
            servers.sync(settings.data)
            (settings.data / guards.HALF_RESTORED).unlink()
    for sentence in manifest.not_covered:
        say(f"NOT restored: {sentence}")
    say(f"done: start Profkom with PROFKOM_DATA={settings.data}")


def _require_sense(settings: LocalSettings, manifest: Manifest) -> None:
    data = settings.data
    holder = guards.held(data)
    if holder is not None:
        raise StartError(f"Profkom runs on {data} ({holder}): stop it, and give an empty folder as PROFKOM_DATA.")
    if data.exists() and any(entry.name not in LEAVE for entry in data.iterdir()):
        raise StartError(f"{data} is not empty; move what is there away, or give another folder as PROFKOM_DATA.")
    for service in manifest.databases:
        if service in settings.database_urls:
            raise StartError(
                f"{environment_name('DATABASE_URL', service)} is set, and a backup fills our own PostgreSQL: unset it."
            )
    if manifest.stream is not None and settings.nats_urls:
        raise StartError("NATS_URL is set, and this backup fills our own NATS: unset it.")
    for service, contents in manifest.databases.items():
        unknown = set(contents.revisions) - migrations.known(service)
        if unknown:
            raise StartError(
                f"The database of {service} is of a newer Profkom (migration {min(unknown)}): install that one first."
            )
    installed = _installed_postgres()
    if manifest.postgres is not None and manifest.postgres > installed:
        raise StartError(f"The backup is of PostgreSQL {manifest.postgres}, and here is {installed}: install that one.")


def _require_room(settings: LocalSettings, manifest: Manifest) -> None:
    dumps = {database_member(service) for service in manifest.databases}
    wanted = sum(member.size * (GROWTH if name in dumps else 1) for name, member in manifest.members.items())
    free = free_bytes(settings.data)
    if free < wanted:
        raise StartError(f"{settings.data} needs about {in_words(wanted)}, and there are {in_words(free)} free.")


def _installed_postgres() -> int:
    told = subprocess.run([installed_programs() / "postgres", "--version"], capture_output=True, check=True, text=True)
    return int(told.stdout.split()[2].partition(".")[0])


def _fill(settings: LocalSettings, archive: ArchiveReader) -> None:
    manifest = archive.manifest
    _restore_files(archive, settings.data)
    cluster = servers.local(settings).postgres
    if cluster is not None and cluster.data.exists():  # where nobody runs it, it lies outside of the data folder
        raise StartError(f"{cluster.data} holds the databases of an earlier {settings.data}; move it away.")
    with servers.started(settings, durable=False) as running:
        if running.postgres is not None:
            databases.provision(running.postgres, servers.database_passwords(settings))
        for service, contents in manifest.databases.items():
            _restore_database(running, service, contents, archive)
            say_database(service, contents)
        if manifest.stream is not None:
            asyncio.run(stream.restore(running, archive, manifest.stream, tuple(manifest.databases)))


def _restore_files(archive: ArchiveReader, data: Path) -> None:
    restored = 0
    for name in archive.manifest.members:
        if name.startswith(DATA_PREFIX):
            _restore_file(archive, name, data)
            restored += 1
    say(f"files, keys and passwords: {restored}")


def _restore_file(archive: ArchiveReader, name: str, data: Path) -> None:
    path = data / name.removeprefix(DATA_PREFIX)
    if not path.resolve().is_relative_to(data.resolve()):
        raise StartError(f"{archive.path} was tampered with: {name} points outside of the data folder.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target, archive.open(name) as source:
        shutil.copyfileobj(source, target, CHUNK)


def _restore_database(running: Servers, service: str, contents: DatabaseContents, archive: ArchiveReader) -> None:
    """The rows of every table, as many as were counted when they were dumped."""
    assert running.postgres is not None
    command = running.client_command("pg_restore", service, "--single-transaction", "--exit-on-error")
    restoring = subprocess.Popen(
        command, env=running.client_environment(), stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert restoring.stdin is not None
    assert restoring.stderr is not None
    try:
        with restoring, archive.open(database_member(service)) as source:
            try:
                shutil.copyfileobj(source, restoring.stdin, CHUNK)
                restoring.stdin.close()
            except BrokenPipeError:
                pass  # it says why below
            complaints = restoring.stderr.read()
    finally:
        restoring.kill()
    if restoring.returncode != 0:
        raise StartError(f"pg_restore of {service} failed: {complaints.decode(errors='replace').strip()}")
    running.postgres.run("ANALYZE;", database=service)
    found = _counted(running, service)
    if found != contents.rows:
        wrong = next(table for table in {**found, **contents.rows} if found.get(table) != contents.rows.get(table))
        raise StartError(f"Table {wrong} of {service} has another number of rows than at the backup; nothing is kept.")


def _counted(running: Servers, service: str) -> dict[str, int]:
    assert running.postgres is not None
    lines = running.postgres.run(COUNTS, database=service).splitlines()
    return {name: int(count) for name, _, count in (line.partition("|") for line in lines)}


def _empty(settings: LocalSettings) -> None:
    """Leave nothing of a restore that failed, so that it can be repeated."""
    for entry in settings.data.iterdir():
        if entry.name == "lock":
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
