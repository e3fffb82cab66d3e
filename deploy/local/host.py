"""`python -m deploy.local.host people:api people:worker ...` runs several apps in one process, on one event loop.

A service stays an app of its own, with its port, settings and database: only the interpreter and the libraries are
shared, which is most of the memory. The first app that fails ends the process, so that the supervisor sees it and
starts all of them again; none is silently lost.

Importing is most of a start. With START_GATE_FD in the environment, the reading end of a pipe, the process imports its
apps and then waits for the end of that pipe: the supervisor lets it import while the servers that it needs come up.
"""

import asyncio
import contextlib
import gc
import importlib
import logging
import os
import resource
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from types import ModuleType
from typing import Any, NamedTuple

import uvicorn
import uvloop

from deploy.local.log import TAG_END
from deploy.local.topology import API_PORT_OFFSETS, GATEWAY, LOOPBACK, SERVICES
from shared.web import server

DRAIN_SECONDS = 5
"""How long open requests may take after the signal to stop."""

LAST_SECOND = 9
"""Seconds after the signal to stop when the kernel ends us, whatever still hangs; the supervisor waits ten."""

BACKLOG = 2048

WORKERS_NICENESS = 5
"""Who waits for an answer goes first when the processor is scarce: at the start, and beside an import."""

SERVER_OPTIONS: dict[str, Any] = server.OPTIONS | {
    "lifespan": "on",
    "backlog": BACKLOG,
    "timeout_graceful_shutdown": DRAIN_SECONDS,
    "timeout_keep_alive": 75,  # longer than the gateway keeps a connection, so it never meets a closing one
}
"""How uvicorn serves an app that has no `SERVER_OPTIONS` of its own in its `main`."""

hosted: ContextVar[str] = ContextVar("hosted", default="")
"""The service whose app is running; connections inherit it from the server that accepted them."""


class App(NamedTuple):
    """One app of the process."""

    run: Callable[[asyncio.Event], Awaitable[None]]
    """Runs until the event is set."""
    up: asyncio.Event
    """Set when the app has started."""


class Server(uvicorn.Server):
    """A server among others in one process: signals belong to the process."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell who waits for it."""
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the process's handlers alone."""
        yield


class TaggedFormatter(logging.Formatter):
    """Puts the service in front of every line, for the supervisor's log."""

    def __init__(self, inner: logging.Formatter | None) -> None:
        super().__init__()
        self._inner = inner or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        """The inner formatter's lines, each with the tag."""
        text = self._inner.format(record)
        service = hosted.get()
        return "\n".join(f"{service}{TAG_END}{line}" for line in text.splitlines()) if service else text


def package(service: str) -> str:
    """Where a service's composition roots are; the gateway stands beside the services."""
    return GATEWAY if service == GATEWAY else f"services.{service}"


def api(main: ModuleType, port: int) -> App:
    """An API on its port, served with the options that its `main` asks for.

    Raises:
        OSError: the port is taken.
    """
    listening = socket.create_server((LOOPBACK, port), backlog=BACKLOG)
    options = SERVER_OPTIONS | getattr(main, "SERVER_OPTIONS", {})
    server = Server(uvicorn.Config(main.create_app(), **options))

    async def run(stop: asyncio.Event) -> None:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving
        stopping.cancel()

    return App(run, server.up)


def worker(module: ModuleType) -> App:
    """The background work of a service: relay, consumers, jobs."""
    up = asyncio.Event()
    up.set()
    return App(module.create_worker().run, up)


def room_of(name: str) -> ModuleType:
    """Import the module that builds the app of `service:api` or `service:worker`.

    Raises:
        SystemExit: there is no such app.
    """
    service, _, room = name.partition(":")
    if room == "api" and service in API_PORT_OFFSETS:
        return importlib.import_module(f"{package(service)}.main")
    if room == "worker" and service in SERVICES:
        return importlib.import_module(f"{package(service)}.worker")
    raise SystemExit(f"There is no app {name!r}; give <service>:api or <service>:worker.")


def build(name: str, base_port: int) -> App:
    """Build the app of `service:api` or `service:worker`."""
    service, _, room = name.partition(":")
    hosted.set(service)
    module = room_of(name)
    return api(module, base_port + API_PORT_OFFSETS[service]) if room == "api" else worker(module)


async def serve(names: list[str], base_port: int) -> None:
    """Run apps until a signal to stop, or until one of them ends by itself.

    Raises:
        RuntimeError: an app ended though nobody asked it to.
        Exception: what an app failed with.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _on_stop_signal, stop)
    apps = {name: build(name, base_port) for name in names}
    for handler in logging.getLogger().handlers:
        handler.setFormatter(TaggedFormatter(handler.formatter))
    tasks = []
    for name, app in apps.items():
        hosted.set(name.partition(":")[0])  # a task copies the context in which it is made
        tasks.append(asyncio.create_task(_until_stopped(name, app, stop)))
    hosted.set("")
    freezing = asyncio.create_task(_freeze([app.up for app in apps.values()]))
    try:
        await asyncio.gather(*tasks)
    finally:
        freezing.cancel()
        stop.set()
        await asyncio.wait(tasks)


async def _freeze(started: list[asyncio.Event]) -> None:
    """Keep all that start-up made out of garbage collection: a full one over it is a stall of 60 ms."""
    await asyncio.gather(*(up.wait() for up in started))
    gc.collect()
    gc.freeze()


async def _until_stopped(name: str, app: App, stop: asyncio.Event) -> None:
    await app.run(stop)
    if not stop.is_set():
        raise RuntimeError(f"{name} ended by itself")


def _on_stop_signal(stop: asyncio.Event) -> None:
    stop.set()
    signal.alarm(LAST_SECOND)


def _leave_out_what_draws_in_terminals() -> None:
    """structlog and httpx take these where they find them: 5 MiB and 0.2 s a process for colours that nobody sees."""
    for name in ("rich", "pygments"):
        sys.modules[name] = None  # type: ignore[assignment]  # how Python is told that a module is not to be had


def _wait_for_the_gate() -> None:
    gate = os.environ.get("START_GATE_FD")
    if gate:
        os.read(int(gate), 1)


def _allow_many_connections() -> None:
    """Raise the soft limit of open files, 1,024 on most systems: every live viewer is an open connection."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # some systems have a lower limit than they say
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def main(names: list[str]) -> None:
    """Run the named apps on the ports that follow PROFKOM_PORT."""
    if not names:
        sys.exit("Usage: python -m deploy.local.host <service>:api <service>:worker ...")
    if all(name.endswith(":worker") for name in names):
        os.nice(WORKERS_NICENESS)
    _leave_out_what_draws_in_terminals()
    gc.disable()  # of what is imported nothing is garbage: to look for some is an eighth of a start
    for name in names:
        room_of(name)
    gc.enable()
    _wait_for_the_gate()
    _allow_many_connections()
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    uvloop.run(serve(names, int(os.environ.get("PROFKOM_PORT", "8000"))))


if __name__ == "__main__":
    main(sys.argv[1:])
