"""nats-server with JetStream: where its program is, and a configuration in which each service may do only its own.

This module imports the standard library only; `deploy.local.streams` speaks to the server.
"""

import json
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.local import processes
from deploy.local.processes import StartError
from deploy.local.topology import GATEWAY, LOOPBACK, OPERATOR, STREAM

FORGETS = "people"
"""The service that deletes events from the stream: those that name somebody who was erased."""

STOP_SIGNAL = signal.SIGTERM


def installed_program() -> Path:
    """Find nats-server: the wheel's beside this Python, or the first on PATH.

    Raises:
        StartError: there is neither.
    """
    beside = Path(sys.executable).with_name("nats-server")
    if beside.exists():
        return beside
    on_path = shutil.which("nats-server")
    if on_path:
        return Path(on_path)
    raise StartError("There is no nats-server: run `make install`, or give NATS_URL of a server.")


def worth_reading(line: bytes) -> bool:
    """Tell whether a line of the server is for the platform's log: warnings and errors.

    That passwords are plain in a configuration which only we can read is known: nats-server accepts hashes of one
    kind only, and the standard library does not make it.
    """
    return any(level in line for level in (b"[WRN]", b"[ERR]", b"[FTL]")) and b"Plaintext passwords" not in line


def service_permissions(service: str) -> dict[str, Any]:
    """What the bus user of a service may do: publish its own events, and consume through its own consumers.

    Wildcards match whole tokens, so consumers are named exactly like the service; `<service>_rebuild` is the one it
    may make and drop to read the stream from the start. Ordered (unnamed) consumers are allowed too: they are born
    through the subject without a name, which cannot touch anybody's durable consumer.
    """
    api = "$JS.API"
    allowed = [
        f"events.{service}.>",
        f"{api}.INFO",
        f"{api}.STREAM.NAMES",
        f"{api}.STREAM.INFO.{STREAM}",
        f"{api}.STREAM.MSG.GET.{STREAM}",
        f"{api}.DIRECT.GET.{STREAM}",
        f"{api}.DIRECT.GET.{STREAM}.>",
        f"{api}.CONSUMER.CREATE.{STREAM}",
        f"$JS.FC.{STREAM}.>",
    ]
    for consumer in (service, f"{service}_rebuild"):
        allowed += [
            f"{api}.CONSUMER.INFO.{STREAM}.{consumer}",
            f"{api}.CONSUMER.DURABLE.CREATE.{STREAM}.{consumer}",
            f"{api}.CONSUMER.CREATE.{STREAM}.{consumer}",
            f"{api}.CONSUMER.CREATE.{STREAM}.{consumer}.>",
            f"{api}.CONSUMER.MSG.NEXT.{STREAM}.{consumer}",
            f"$JS.ACK.{STREAM}.{consumer}.>",
        ]
    allowed.append(f"{api}.CONSUMER.DELETE.{STREAM}.{service}_rebuild")
    if service == FORGETS:
        allowed.append(f"{api}.STREAM.MSG.DELETE.{STREAM}")
    return {"publish": {"allow": allowed}, "subscribe": {"allow": [f"_INBOX_{service}.>"]}}


def permissions(user: str) -> dict[str, Any]:
    """What a bus user may do; the gateway only listens, the operator may do everything."""
    if user == OPERATOR:
        return {"publish": ">", "subscribe": ">"}
    if user == GATEWAY:
        return {"publish": {"deny": [">"]}, "subscribe": {"allow": ["events.>", f"_INBOX_{GATEWAY}.>"]}}
    return service_permissions(user)


def configuration(
    *, folder: Path, port: int, monitor_port: int | None, passwords: Mapping[str, str], durable: bool
) -> str:
    """The server's configuration (JSON is valid in nats-server's own format); `passwords` are by user."""
    users = [
        {"user": user, "password": password, "permissions": permissions(user)} for user, password in passwords.items()
    ]
    jetstream: dict[str, Any] = {
        "store_dir": str(folder / "store"),
        "max_memory_store": 64 * 2**20,
        "max_file_store": 64 * 2**30,
    }
    if durable:
        # An acknowledged event survives a power cut: the outbox forgets it after the acknowledgement.
        jetstream["sync_interval"] = "always"
    settings: dict[str, Any] = {
        "server_name": "profkom",
        "host": LOOPBACK,
        "port": port,
        "jetstream": jetstream,
        "authorization": {"users": users},
        "logtime": False,
        "lame_duck_duration": "30s",
        "max_payload": 4 * 2**20,
    }
    if monitor_port is not None:
        settings["http"] = f"{LOOPBACK}:{monitor_port}"
    return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"


class Nats:
    """One server with its store and its configuration in a folder closed to others."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int,
        passwords: Mapping[str, str],
        monitor_port: int | None = None,
        durable: bool = True,
    ) -> None:
        """`passwords` by bus user; `durable=False` leaves syncing to the system and is for tests only."""
        self.folder = folder
        self.port = port
        self._passwords = dict(passwords)
        self._configuration = configuration(
            folder=folder, port=port, monitor_port=monitor_port, passwords=passwords, durable=durable
        )

    def start(self, output: int | None = None) -> processes.Process:
        """Write the configuration and start the server (not yet ready)."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        path = self.folder / "nats.conf"
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(self._configuration)
        self._clear_leftovers()
        command: Sequence[str] = [str(installed_program()), "-c", str(path)]
        return processes.spawn(command, folder=self.folder, stop_signal=STOP_SIGNAL, output=output)

    def wait_ready(self, process: processes.Process, patience: float = 30) -> None:
        """Wait until the server greets a connection, which it does after its store is loaded.

        Raises:
            StartError: the server ended, or is silent after `patience` seconds.
        """
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise StartError(f"nats-server ended with code {process.returncode}; the log above says why.")
            if self.ready():
                return
            time.sleep(0.01)
        raise StartError(f"nats-server is not ready after {patience:.0f} s; the log above says why.")

    def ready(self) -> bool:
        """Tell whether the server greets a new connection."""
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as connection:
                return connection.recv(4) == b"INFO"
        except OSError:
            return False

    def url(self, user: str) -> str:
        """A NATS URL with the user's name and password."""
        return f"nats://{user}:{self._passwords[user]}@{LOOPBACK}:{self.port}"

    def _clear_leftovers(self) -> None:
        """Stop a server that a killed predecessor left: two on one store would spoil it."""
        strays = processes.working_in(self.folder, "nats-server")
        processes.send(strays, signal.SIGTERM)
        if not processes.wait_gone(strays, 10):
            processes.send(strays, signal.SIGKILL)
            processes.wait_gone(strays, 10)
