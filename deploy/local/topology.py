"""What runs in the local topology: services, ports and how the apps share processes. The one place to change it."""

from dataclasses import dataclass
from typing import Literal

STREAM = "EVENTS"
SERVICES = ("people", "nonconformity", "analytics")
"""Services with an API, a worker, a database and a bus user of their own."""

PREPARED = ("people",)
"""Services with a `bootstrap` module, run after the migrations, beside the starting apps."""

GATEWAY = "gateway"
OPERATOR = "operator"
"""The bus user that creates streams; no service signs in as the operator."""

API_PORT_OFFSETS = {GATEWAY: 0, "people": 1, "nonconformity": 2, "analytics": 3}
POSTGRES_PORT_OFFSET = 20
NATS_PORT_OFFSET = 21
NATS_MONITOR_PORT_OFFSET = 22

LOOPBACK = "127.0.0.1"

Layout = Literal["shared", "each"]
LAYOUTS: tuple[Layout, ...] = ("shared", "each")


@dataclass(frozen=True)
class HostedProcess:
    """One operating system process and the apps in it, each written `service:api` or `service:worker`."""

    name: str
    apps: tuple[str, ...]

    @property
    def services(self) -> tuple[str, ...]:
        """The services whose settings this process needs, without repeats."""
        return tuple(dict.fromkeys(app.partition(":")[0] for app in self.apps))


def layout(kind: Layout) -> tuple[HostedProcess, ...]:
    """Which processes to start: `shared` serves two cores with three of them, `each` gives every app its own."""
    gateway = HostedProcess(GATEWAY, (f"{GATEWAY}:api",))
    if kind == "each":
        apps = [f"{service}:{room}" for service in SERVICES for room in ("api", "worker")]
        return (*(HostedProcess(app.replace(":", "-"), (app,)) for app in apps), gateway)
    return (
        HostedProcess("apis", tuple(f"{service}:api" for service in SERVICES)),
        HostedProcess("workers", tuple(f"{service}:worker" for service in SERVICES)),
        gateway,
    )


def environment_name(prefix: str, service: str) -> str:
    """`("DATABASE_URL", "people")` is `DATABASE_URL_PEOPLE`."""
    return f"{prefix}_{service.upper()}"
