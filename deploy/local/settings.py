"""What the operator may choose for the local topology; `deploy/env.example` documents every name."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.processes import StartError
from deploy.local.topology import (
    API_PORT_OFFSETS,
    GATEWAY,
    LAYOUTS,
    NATS_MONITOR_PORT_OFFSET,
    NATS_PORT_OFFSET,
    OPERATOR,
    POSTGRES_PORT_OFFSET,
    SERVICES,
    Layout,
    environment_name,
)

HIGHEST_PORT = 65535 - NATS_MONITOR_PORT_OFFSET


@dataclass(frozen=True)
class LocalSettings:
    """The environment, read once and checked."""

    port: int
    data: Path
    admin_login: str
    admin_password: str | None
    layout: Layout
    demonstration: bool
    database_urls: Mapping[str, str]
    """By service: databases that somebody else runs."""
    nats_urls: Mapping[str, str]
    """By bus user: a NATS that somebody else runs; empty when it is ours."""

    @classmethod
    def load(cls, environment: Mapping[str, str] = os.environ) -> "LocalSettings":
        """Read the environment.

        Raises:
            StartError: a value cannot be used.
        """
        common_nats = environment.get("NATS_URL", "")
        nats_urls = {user: environment.get(environment_name("NATS_URL", user)) or common_nats for user in _bus_users()}
        return cls(
            port=_port(environment.get("PROFKOM_PORT") or "8000"),
            data=Path(environment.get("PROFKOM_DATA") or "var").absolute(),
            admin_login=environment.get("PROFKOM_ADMIN_LOGIN") or "admin",
            admin_password=environment.get("PROFKOM_ADMIN_PASSWORD") or None,
            layout=_layout(environment.get("PROCESSES") or "shared"),
            demonstration=environment.get("DEMO", "1") != "0",
            database_urls=_given({service: environment.get(_database(service), "") for service in SERVICES}),
            nats_urls=_all_or_none(_given(nats_urls)),
        )

    @property
    def address(self) -> str:
        """Where the gateway answers."""
        return self.url(GATEWAY)

    @property
    def postgres_port(self) -> int:
        return self.port + POSTGRES_PORT_OFFSET

    @property
    def nats_port(self) -> int:
        return self.port + NATS_PORT_OFFSET

    @property
    def nats_monitor_port(self) -> int:
        return self.port + NATS_MONITOR_PORT_OFFSET

    @property
    def local_databases(self) -> tuple[str, ...]:
        """The services whose databases our own PostgreSQL holds."""
        return tuple(service for service in SERVICES if service not in self.database_urls)

    def url(self, service: str) -> str:
        """Where the API of a service answers."""
        return f"http://127.0.0.1:{self.port + API_PORT_OFFSETS[service]}"

    def ports(self) -> dict[int, str]:
        """Every port that this installation listens on, and who does."""
        ports = {self.port + offset: service for service, offset in API_PORT_OFFSETS.items()}
        if self.local_databases:
            ports[self.postgres_port] = "PostgreSQL"
        if not self.nats_urls:
            ports |= {self.nats_port: "NATS", self.nats_monitor_port: "NATS monitor"}
        return ports


def _bus_users() -> tuple[str, ...]:
    return (*SERVICES, GATEWAY, OPERATOR)


def _database(service: str) -> str:
    return environment_name("DATABASE_URL", service)


def _given(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= HIGHEST_PORT:
        raise StartError(f"PROFKOM_PORT is {text!r}; give a number from 1 to {HIGHEST_PORT}.")
    return int(text)


def _layout(text: str) -> Layout:
    for known in LAYOUTS:
        if text == known:
            return known
    raise StartError(f"PROCESSES is {text!r}; give one of: {', '.join(LAYOUTS)}.")


def _all_or_none(urls: dict[str, str]) -> dict[str, str]:
    """Half a bus is no bus: a service on one server would not hear a service on the other."""
    missing = [environment_name("NATS_URL", user) for user in (*SERVICES, GATEWAY) if user not in urls]
    if urls and missing:
        raise StartError(f"NATS is given for some services only; set NATS_URL, or {' and '.join(missing)} too.")
    return urls
