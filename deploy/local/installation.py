"""The order in which the platform comes up, and goes down."""

import os
import sys
import time
from pathlib import Path

from deploy.local import databases, migrations, nats, postgres, probe, processes
from deploy.local.bootstrap import Preparation
from deploy.local.environment import Environments
from deploy.local.log import Log
from deploy.local.processes import StartError
from deploy.local.secrets import Secrets
from deploy.local.settings import LocalSettings
from deploy.local.supervisor import Child, Starter, Stopped, Supervisor
from deploy.local.topology import GATEWAY, OPERATOR, PREPARED, SERVICES, layout

ROOT = Path(__file__).resolve().parents[2]
SERVER_PATIENCE = 60.0  # seconds; recovery after a crash under load is part of it
READY_PATIENCE = 90.0  # seconds from the start of the apps to the gateway's word that all is ready
DRAIN_PATIENCE = 10.0  # seconds for the gateway, then for the apps, for NATS and for PostgreSQL
DEMONSTRATION_DONE = "done"
"""What `deploy.local.demo` leaves in its marker when there is nothing more to load."""

POSTGRES, NATS = "postgres", "nats"

GREETING = """
Profkom is ready after {seconds:.1f} s.

  address        {address}
  API reference  {address}/api/docs
  sign in        login {login}, password {password}
  data           {data}
  stop           Ctrl-C
"""


class Gate:
    """A pipe whose end holds the apps back after their imports; once it has ended, it holds nobody back."""

    def __init__(self) -> None:
        self.waiting, self._closing = os.pipe()
        self.environment = {"START_GATE_FD": str(self.waiting)}

    def open(self) -> None:
        """Let everybody through, who waits now and who comes later."""
        os.close(self._closing)


class Installation:
    """One run of the platform on one data folder."""

    def __init__(self, settings: LocalSettings, log: Log) -> None:
        self._settings = settings
        self._log = log
        self._supervisor = Supervisor(log)
        self._secrets = Secrets(settings.data / "secrets")
        self._hosted = layout(settings.layout)
        self._gate = Gate()

    def run(self) -> None:
        """Bring everything up and keep it up until we are told to stop; then take it down.

        Raises:
            StartError: the platform could not start; what had started is stopped.
        """
        began = time.monotonic()
        try:
            self._start()
            self._greet(time.monotonic() - began)
            self._begin_demonstration()
            self._supervisor.serve()
        except Stopped:
            pass  # it is what we were asked for
        finally:
            self._log.say("stopping")
            apps = [process.name for process in self._hosted if process.name != GATEWAY]
            self._supervisor.stop(([GATEWAY], apps, [NATS], [POSTGRES]), DRAIN_PATIENCE)  # the door first
            self._log.say("stopped")
            self._supervisor.close()

    def _start(self) -> None:
        """Start the servers first and the apps behind a gate, so that these import while those come up."""
        server = self._start_postgres()
        bus_urls = self._start_nats()
        database_urls = self._database_urls(server)
        environments = self._environments(database_urls, bus_urls)
        for process in self._hosted:
            command = _python("deploy.local.host", *process.apps)
            environment = environments.of(process.services) | self._gate.environment
            self._supervisor.add(Child(process.name, _starter(command, environment, self._gate)))
        declaring = self._begin_streams(bus_urls)
        self._prepare_databases(server)
        self._migrate(server, environments)
        preparing = self._begin_preparations(database_urls, environments)
        if declaring is not None:
            self._supervisor.finish("the declaration of the event stream", declaring)
        for preparation, job in preparing:
            self._supervisor.finish("the preparation of a service", job)
            preparation.remember()
        self._gate.open()  # last: who is told that all is ready can sign in
        if not self._supervisor.wait_until(lambda: probe.ready(self._settings.port), READY_PATIENCE):
            raise StartError(f"The platform is not ready after {READY_PATIENCE:.0f} s; the log above says why.")
        self._supervisor.ready = True

    def _start_postgres(self) -> postgres.Postgres | None:
        """Start our PostgreSQL unless every database is somebody else's; it is not ready yet."""
        if not self._settings.local_databases:
            return None
        server = postgres.Postgres(
            self._settings.data / "postgres",
            port=self._settings.postgres_port,
            password=self._secrets.password("postgres"),
        )
        self._supervisor.add(Child(POSTGRES, server.start, postgres.STOP_SIGNAL))
        return server

    def _start_nats(self) -> dict[str, str]:
        """Start our NATS unless it is somebody else's; answers the address for each bus user."""
        if self._settings.nats_urls:
            return dict(self._settings.nats_urls)
        users = (*SERVICES, GATEWAY, OPERATOR)
        server = nats.Nats(
            self._settings.data / "nats",
            port=self._settings.nats_port,
            monitor_port=self._settings.nats_monitor_port,
            passwords={user: self._secrets.password(f"nats-{user}") for user in users},
        )
        self._supervisor.add(Child(NATS, server.start, nats.STOP_SIGNAL, nats.worth_reading))
        self._wait_for(server.ready, "nats-server")
        return {user: server.url(user) for user in users}

    def _begin_streams(self, bus_urls: dict[str, str]) -> processes.Process | None:
        """Declare the stream while PostgreSQL starts; on a foreign bus only if we were given its operator."""
        if OPERATOR not in bus_urls:
            return None
        environment = Environments.bare() | {"NATS_URL_OPERATOR": bus_urls[OPERATOR]}
        return self._supervisor.begin("streams", _starter(_python("deploy.local.streams"), environment))

    def _database_urls(self, server: postgres.Postgres | None) -> dict[str, str]:
        """The address of every service's database, ours or somebody else's."""
        urls = dict(self._settings.database_urls)
        if server is not None:
            urls |= {name: server.url(name, password, name) for name, password in self._database_passwords().items()}
        return urls

    def _database_passwords(self) -> dict[str, str]:
        return {name: self._secrets.password(f"postgres-{name}") for name in self._settings.local_databases}

    def _prepare_databases(self, server: postgres.Postgres | None) -> None:
        """Bring roles and databases in our PostgreSQL to the wanted state."""
        if server is not None:
            self._wait_for(server.ready, "PostgreSQL")
            databases.provision(server, self._database_passwords())

    def _migrate(self, server: postgres.Postgres | None, environments: Environments) -> None:
        """Migrate the databases that are behind; a foreign one says itself whether it is."""
        behind = [
            service
            for service in SERVICES
            if server is None
            or service in self._settings.database_urls
            or migrations.applied(server, service) != migrations.newest(service)
        ]
        if behind:
            self._log.say(f"migrating {', '.join(behind)}")
            starter = _starter(_python("deploy.local.migrate", *behind), environments.for_migrations())
            self._supervisor.finish("the migration", self._supervisor.begin("migrate", starter))

    def _begin_preparations(
        self, database_urls: dict[str, str], environments: Environments
    ) -> list[tuple[Preparation, processes.Process]]:
        """Give services what they need before anybody can use them, such as the first administrator, if it is due."""
        begun = []
        for service in PREPARED:
            preparation = Preparation(service, database_url=database_urls[service], data=self._settings.data)
            if preparation.is_due:
                environment = environments.of((service,)) | self._administrator()
                starter = _starter(_python(f"services.{service}.bootstrap"), environment)
                begun.append((preparation, self._supervisor.begin(f"{service} setup", starter)))
        return begun

    def _administrator(self) -> dict[str, str]:
        return {"PROFKOM_ADMIN_LOGIN": self._settings.admin_login, "PROFKOM_ADMIN_PASSWORD": self._admin_password()}

    def _environments(self, database_urls: dict[str, str], bus_urls: dict[str, str]) -> Environments:
        return Environments(
            settings=self._settings,
            database_urls=database_urls,
            bus_urls=bus_urls,
            internal_key=self._secrets.password("internal-key"),
            public_form_key=self._secrets.password("public-form-key"),
            second_factor_key=self._secrets.password("second-factor-key"),
            token_key=self._secrets.token_key(),
            card_key=self._secrets.card_key(),
        )

    def _begin_demonstration(self) -> None:
        """Load the demonstration union beside the running platform, once in the life of a data folder."""
        marker = self._settings.data / "demonstration"
        if self._settings.demonstration and not (marker.exists() and marker.read_text() == DEMONSTRATION_DONE):
            environment = Environments.bare() | self._administrator()
            command = _python("deploy.local.demo", self._settings.address, str(marker))
            self._supervisor.begin("demonstration", _starter(command, environment))

    def _admin_password(self) -> str:
        return self._settings.admin_password or self._secrets.readable_password("administrator")

    def _greet(self, seconds: float) -> None:
        known = self._settings.admin_password is not None
        self._log.say(
            GREETING.format(
                seconds=seconds,
                address=self._settings.address,
                login=self._settings.admin_login,
                password="from PROFKOM_ADMIN_PASSWORD" if known else self._admin_password(),
                data=self._settings.data,
            ),
            kept=False,
        )

    def _wait_for(self, ready: processes.Check, name: str) -> None:
        if not self._supervisor.wait_until(ready, SERVER_PATIENCE):
            raise StartError(f"{name} is not ready after {SERVER_PATIENCE:.0f} s; the log above says why.")


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def _starter(command: list[str], environment: dict[str, str], gate: Gate | None = None) -> Starter:
    shared = (gate.waiting,) if gate is not None else ()
    return lambda output: processes.spawn(command, environment=environment, folder=ROOT, output=output, shared=shared)
