"""The whole platform as an operator starts it, for tests from outside and for killing its parts.

`Platform` runs `python -m deploy.local` on a data folder and a base port of its own. It ends with the process that
started it, however that one ends, and touches no process but its own.
"""

import contextlib
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from deploy.local import guards, probe, processes
from deploy.local.environment import Environments
from deploy.local.processes import Process, StartError
from deploy.local.topology import (
    API_PORT_OFFSETS,
    LAYOUTS,
    LOOPBACK,
    NATS_MONITOR_PORT_OFFSET,
    NATS_PORT_OFFSET,
    POSTGRES_PORT_OFFSET,
    Layout,
    layout,
)
from tests.support.postgres import ROOT
from tests.support.waiting import wait_until

POSTGRES, NATS = "postgres", "nats"
NAMES = {process.apps: process.name for kind in LAYOUTS for process in layout(kind)}
"""What each process that hosts apps is called, by its apps."""
ADMIN_LOGIN, ADMIN_PASSWORD = "administrator", "Only-for-tests-2026"

UNLIMITED: Mapping[str, str] = {"RATE_LIMIT_SIGNED_IN_PER_SECOND": "1000000", "RATE_LIMIT_SIGNED_IN_BURST": "1000000"}
"""For `environment`: the limits protect an installation from its callers, and here the caller is the measurement."""

PORTS = range(19000, 19400, 25)
"""Base ports to choose from: below those that the kernel gives to clients, so that none is taken while we start."""

READY = "Profkom is ready after"
START_SECONDS = 120.0
STOP_SECONDS = 45.0
"""The supervisor gives apps, NATS and PostgreSQL ten seconds each."""


class Platform:
    """One installation; `with Platform(folder) as platform:` starts it, waits until it is ready and stops it."""

    def __init__(
        self,
        folder: Path,
        *,
        kind: Layout = "shared",
        demonstration: bool = False,
        port: int | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`folder` gets the data (`var`) and the log; `kind` is PROCESSES; `environment` adds to what is set here."""
        self.folder = folder
        self.data = folder / "var"
        self.log_file = folder / "platform.log"
        self.port = port or free_base()
        self.address = f"http://{LOOPBACK}:{self.port}"
        self._environment = Environments.bare() | {
            "PROFKOM_PORT": str(self.port),
            "PROFKOM_DATA": str(self.data),
            "PROFKOM_ADMIN_LOGIN": ADMIN_LOGIN,
            "PROFKOM_ADMIN_PASSWORD": ADMIN_PASSWORD,
            "PROCESSES": kind,
            "DEMO": "1" if demonstration else "0",
            **(environment or {}),
        }
        self._kind = kind
        self._supervisor: Process | None = None
        self._logged = 0

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of everything that can be killed: the two servers and every process that hosts apps."""
        return (POSTGRES, NATS, *(process.name for process in layout(self._kind)))

    def start(self) -> float:
        """Start and wait until the supervisor and the gateway say that all is ready; answers the seconds it took.

        Raises:
            StartError: it ended or is not ready in time; the message ends with the log.
        """
        began = time.monotonic()
        self.begin()
        try:
            while READY not in self.log()[self._logged :] and self.exit_code is None:
                if time.monotonic() - began > START_SECONDS:
                    break  # wait_ready says what is missing
                time.sleep(0.05)
            self.wait_ready()
        except StartError:
            self.stop()
            raise
        return time.monotonic() - began

    def begin(self) -> None:
        """Start without waiting."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._logged = len(self.log())
        with self.log_file.open("ab") as log:
            self._supervisor = processes.spawn(
                [sys.executable, "-m", "deploy.local"], environment=self._environment, folder=ROOT, output=log.fileno()
            )

    def wait_ready(self, patience: float = 60.0) -> float:
        """Wait until the gateway says that all is ready; answers the seconds waited.

        Raises:
            StartError: the platform has ended, or needs longer than `patience` seconds.
        """
        began = time.monotonic()
        while not probe.ready(self.port):
            if self.exit_code is not None:
                raise StartError(f"The platform ended with code {self.exit_code}:\n{self.log_tail()}")
            if time.monotonic() - began > patience:
                raise StartError(f"The platform is not ready after {patience:.0f} s:\n{self.log_tail()}")
            time.sleep(0.05)
        return time.monotonic() - began

    def stop(self) -> int:
        """Stop as Ctrl-C does (a run in the background may ignore that one); the exit code is 0 after a clean stop."""
        if self._supervisor is None:
            return 0
        processes.stop(self._supervisor, signal.SIGTERM, STOP_SECONDS)
        return self._supervisor.returncode

    @property
    def exit_code(self) -> int | None:
        """How the supervisor ended; `None` while it runs, or before it was started."""
        return self._supervisor.poll() if self._supervisor else None

    @property
    def supervisor_pid(self) -> int | None:
        """The process that keeps the others up, while it runs."""
        return self._supervisor.pid if self._supervisor and self._supervisor.poll() is None else None

    def running(self) -> dict[str, psutil.Process]:
        """The operating system's process of each part that runs now, by the part's name."""
        supervisor = self.supervisor_pid
        return {} if supervisor is None else parts_under(supervisor)

    def kill(self, part: str) -> int | None:
        """SIGKILL to that part's process alone; answers its pid, or `None` when the part was not running.

        For PostgreSQL it is the postmaster, whose backends then see that it is gone and end themselves.
        """
        supervisor = self.supervisor_pid
        return None if supervisor is None else kill(supervisor, part)

    @contextlib.contextmanager
    def kept_down(self, part: str) -> Iterator[None]:
        """Kill a part, and again each time that it comes back, until the block ends; it is not awaited then."""
        over = threading.Event()
        supervisor = self.supervisor_pid
        self.kill(part)
        killer = threading.Thread(target=keep_killing, args=(supervisor, part, over), daemon=True)
        killer.start()
        try:
            yield
        finally:
            over.set()
            killer.join()

    def wait_replaced(self, part: str, pid: int, patience: float = 60.0) -> None:
        """Wait until another process does what the one with this pid did."""

        def replaced() -> bool:
            successor = self.running().get(part)
            return successor is not None and successor.pid != pid

        wait_until(replaced, patience)

    def memory(self) -> dict[str, int]:
        """Proportional set size in bytes of the supervisor and of each part that runs Python (Linux only)."""
        running = {name: process for name, process in self.running().items() if name not in (POSTGRES, NATS)}
        if self._supervisor is not None:
            running["supervisor"] = psutil.Process(self._supervisor.pid)
        return {name: process.memory_full_info().pss for name, process in running.items()}

    def log(self) -> str:
        """All that the platform wrote so far."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def log_tail(self, lines: int = 40) -> str:
        return "\n".join(self.log().splitlines()[-lines:])

    def database_url(self, service: str) -> str:
        """A libpq URL of a service's database, for looking behind the API."""
        password = (self.data / "secrets" / f"postgres-{service}").read_text().strip()
        return f"postgresql://{service}:{password}@{LOOPBACK}:{self.port + POSTGRES_PORT_OFFSET}/{service}"

    def bus_url(self, user: str) -> str:
        """The NATS URL of a bus user, for looking behind the API."""
        password = (self.data / "secrets" / f"nats-{user}").read_text().strip()
        return f"nats://{user}:{password}@{LOOPBACK}:{self.port + NATS_PORT_OFFSET}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def parts_under(supervisor: int) -> dict[str, psutil.Process]:
    """The process of each part that the supervisor with this pid keeps up now, by the part's name."""
    found = {}
    with contextlib.suppress(psutil.NoSuchProcess):
        for child in psutil.Process(supervisor).children():
            with contextlib.suppress(psutil.Error):
                if name := _part_of(child):
                    found[name] = child
    return found


def kill(supervisor: int, part: str) -> int | None:
    """SIGKILL to that part's process alone; answers its pid, or `None` when the part was not running."""
    process = parts_under(supervisor).get(part)
    if process is None:
        return None
    with contextlib.suppress(psutil.NoSuchProcess):
        process.kill()
    return process.pid


def keep_killing(supervisor: int, part: str, over: threading.Event) -> None:
    """Kill a part each time that it is there, until it is `over`."""
    while not over.wait(0.02):
        kill(supervisor, part)


def _part_of(process: psutil.Process) -> str | None:
    name = process.name()
    if name in (POSTGRES, "nats-server"):
        return POSTGRES if name == POSTGRES else NATS
    command = process.cmdline()
    if "deploy.local.host" not in command:
        return None
    return NAMES.get(tuple(command[command.index("deploy.local.host") + 1 :]))


def free_base(among: Sequence[int] = PORTS) -> int:
    """A port for PROFKOM_PORT with every port that goes with it free.

    Raises:
        StartError: other installations hold all of them.
    """
    used = (*API_PORT_OFFSETS.values(), POSTGRES_PORT_OFFSET, NATS_PORT_OFFSET, NATS_MONITOR_PORT_OFFSET)
    for base in random.sample(among, len(among)):
        with contextlib.suppress(StartError):
            guards.require_free({base + offset: "" for offset in used})
            return base
    raise StartError(f"No free ports from {among[0]} to {among[-1]}: is there a platform left running?")
