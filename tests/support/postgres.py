"""One PostgreSQL for a whole test run, whichever process of the run asks for it first.

The server is watched over by a guardian process (`python -m tests.support.postgres <folder>`). Every user holds a
shared lock on a file; the guardian waits for the exclusive one, which the kernel gives it when the last user has
gone, killed or not. So no run leaves a server behind, and no worker stops one that another still needs.
"""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from alembic import command
from alembic.config import Config

from deploy.local import databases, processes
from deploy.local.postgres import STOP_SIGNAL, Postgres
from deploy.local.topology import LOOPBACK

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "only-for-tests"
BLANK = "blank"
"""A name to ask for instead of a service: a database with the extensions and no tables."""

CLONE = """
CREATE DATABASE :"name" OWNER :"owner" TEMPLATE :"template" STRATEGY FILE_COPY;
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
"""
"""Copying files is twice as fast as writing them through the log when nothing waits for the disk."""

START_SECONDS = 60.0


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def locked(path: Path, kind: int = fcntl.LOCK_EX) -> Iterator[IO[str]]:
    """Hold a lock between the processes of a run."""
    with path.open("a") as file:
        fcntl.flock(file, kind)
        yield file


class TestPostgres:
    """The run's server as one process of the run sees it."""

    __test__ = False

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.server = Postgres(folder / "data", port=port, password=PASSWORD, durable=False)

    def url(self, database: str, *, user: str | None = None) -> str:
        """The URL of a database for its owner (the part before the first `__`), or for `user`."""
        return self.server.url(user or database.partition("__")[0], PASSWORD, database)

    def create(self, service: str, suffix: str) -> str:
        """A database `<service>__<suffix>` as the service's migrations leave it; answers its URL for the service."""
        template = self._template(service)
        name = f"{service}__{suffix}"
        self.server.run(CLONE, name=name, owner=service, template=template)
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop a database that `create` made, open connections or not."""
        self.server.run('DROP DATABASE IF EXISTS :"name" WITH (FORCE);', name=url.rpartition("/")[2])

    def _template(self, service: str) -> str:
        """Build the database that the service's migrations make, once a run."""
        name = f"{service}__template"
        with locked(self.folder / f"{name}.lock"):
            built = self.folder / f"{name}.built"
            if not built.exists():
                databases.create_role(self.server, service, PASSWORD)
                databases.create_database(self.server, name, owner=service)
                if service != BLANK:
                    migrate(service, self.url(name))
                built.touch()
        return name


def migrate(service: str, url: str, revision: str = "head") -> None:
    """`alembic -n <service> upgrade <revision>`, in a thread: a migration starts its own event loop."""
    config = Config(ROOT / "alembic.ini", ini_section=service)
    config.attributes.update(url=url, configure_logger=False)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(command.upgrade, config, revision).result()


@contextmanager
def shared_postgres(folder: Path) -> Iterator[TestPostgres]:
    """Use the run's server, starting it when nobody has."""
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "users", fcntl.LOCK_SH):
        with locked(folder / "start"):
            address = folder / "address.json"
            if not address.exists():
                _start_guardian(folder, address)
        yield TestPostgres(Path(json.loads(address.read_text())["folder"]), json.loads(address.read_text())["port"])


def _start_guardian(folder: Path, address: Path) -> None:
    log = folder / "postgres.log"
    with log.open("ab") as output:
        guardian = subprocess.Popen(
            [sys.executable, "-m", "tests.support.postgres", str(folder)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not address.exists():
        if guardian.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL for the tests did not start:\n{log.read_text()}")
        time.sleep(0.02)
    guardian.returncode = 0  # it outlives this process on purpose; subprocess need not warn about it


def guard(folder: Path) -> None:
    """Run the server until no process of the run uses it, then remove its data."""
    with tempfile.TemporaryDirectory(prefix="postgres-", dir=folder, ignore_cleanup_errors=True) as room:
        port = free_port()
        server = Postgres(Path(room) / "data", port=port, password=PASSWORD, durable=False)
        process = server.start()
        try:
            server.wait_ready(process)
            address = folder / "address.json"
            unfinished = address.with_suffix(".new")
            unfinished.write_text(json.dumps({"folder": room, "port": port}))
            os.replace(unfinished, address)
            with locked(folder / "users"):
                address.unlink()
        finally:
            processes.stop(process, STOP_SIGNAL, 10)
            shutil.rmtree(room, ignore_errors=True)


if __name__ == "__main__":
    guard(Path(sys.argv[1]))
