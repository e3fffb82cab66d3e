"""Our PostgreSQL and our NATS without the platform: for what an operator does to a data folder that nobody uses."""

import os
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local import guards, nats, postgres, processes
from deploy.local.processes import StartError
from deploy.local.secrets import Secrets
from deploy.local.settings import LocalSettings
from deploy.local.topology import GATEWAY, LOOPBACK, OPERATOR, SERVICES

STOP_PATIENCE = 30.0  # seconds


@dataclass(frozen=True)
class Servers:
    """Where the local servers answer; None: that one is somebody else's."""

    postgres: postgres.Postgres | None
    nats: nats.Nats | None
    superuser_password: str

    def database_url(self, name: str) -> str:
        """A libpq URL of a database, for the superuser."""
        assert self.postgres is not None
        return self.postgres.url(postgres.SUPERUSER, self.superuser_password, name)

    def client_command(self, program: str, database: str, *options: str) -> list[str]:
        """The command line of one of PostgreSQL's own tools; the password goes by `client_environment`."""
        assert self.postgres is not None
        where = ("-h", LOOPBACK, "-p", str(self.postgres.port), "-U", postgres.SUPERUSER, "-d", database)
        return [str(postgres.installed_programs() / program), "--no-password", *where, *options]

    def client_environment(self) -> dict[str, str]:
        """Our environment with the superuser's password, which a command line would show to everybody."""
        return {**os.environ, "PGPASSWORD": self.superuser_password}


def local(settings: LocalSettings, *, durable: bool = True) -> Servers:
    """The servers of a data folder, running or not. `durable=False`: the caller has `sync` put all on the disk."""
    secrets = Secrets(settings.data / "secrets")
    password = secrets.password("postgres")
    users = (*SERVICES, GATEWAY, OPERATOR)
    return Servers(
        postgres=postgres.Postgres(
            settings.data / "postgres", port=settings.postgres_port, password=password, durable=durable
        )
        if settings.local_databases
        else None,
        nats=None
        if settings.nats_urls
        else nats.Nats(
            settings.data / "nats",
            port=settings.nats_port,
            passwords={user: secrets.password(f"nats-{user}") for user in users},
            durable=durable,
        ),
        superuser_password=password,
    )


@contextmanager
def reachable(settings: LocalSettings) -> Iterator[Servers]:
    """The servers of the running platform, or the same ones run by ourselves for the length of the block.

    Raises:
        StartError: there is no installation in the data folder, or its servers do not come up.
    """
    if not (settings.data / "secrets").is_dir():
        raise StartError(f"There is no installation in {settings.data}; set PROFKOM_DATA to its folder.")
    guards.require_whole(settings.data)
    if guards.held(settings.data) is not None:
        yield local(settings)
        return
    with guards.exclusive(settings.data, "an operator's command"), started(settings) as running:
        yield running


def database_passwords(settings: LocalSettings) -> Mapping[str, str]:
    """The password of each service's role in our PostgreSQL."""
    secrets = Secrets(settings.data / "secrets")
    return {service: secrets.password(f"postgres-{service}") for service in settings.local_databases}


@contextmanager
def started(settings: LocalSettings, *, durable: bool = True) -> Iterator[Servers]:
    """Run both for the length of the block. The caller holds the data folder.

    Raises:
        StartError: a port is taken, or a server does not come up.
    """
    ports = {settings.postgres_port: "PostgreSQL", settings.nats_port: "NATS"}
    guards.require_free(ports)
    servers = local(settings, durable=durable)
    with ExitStack() as stack:
        if servers.postgres is not None:
            _run(stack, servers.postgres, postgres.STOP_SIGNAL)
        if servers.nats is not None:
            _run(stack, servers.nats, nats.STOP_SIGNAL)
        yield servers


def _run(stack: ExitStack, server: Any, stop_signal: signal.Signals) -> None:
    """Start a server and wait for it; its words are shown only when it fails."""
    words = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  the stack closes it
    process = server.start(words.fileno())
    stack.callback(processes.stop, process, stop_signal, STOP_PATIENCE)
    try:
        server.wait_ready(process)
    except StartError as error:
        words.seek(0)
        raise StartError(f"{error}\n{words.read().decode(errors='replace')[-2000:]}") from error


def sync(folder: Path) -> None:
    """Have all that was written below a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.sync()
