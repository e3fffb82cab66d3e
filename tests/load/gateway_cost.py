"""What the gateway itself costs: 1 KB of JSON asked for directly and through it, the token checked on the way.

`python -m tests.load.gateway_cost` takes about half a minute. Load generator, gateway and service share this machine's
cores: the more of them the generator takes, the kinder the shares look, so it takes as little as it can.
"""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx

from shared.auth import permissions
from tests.load.client import Request, Result, measure
from tests.support.auth import Tokens, principal
from tests.support.platform import UNLIMITED
from tests.support.postgres import free_port

CONNECTIONS = (1, 8, 32)
ROUNDS = 3  #: direct and through the gateway take turns; medians are shown
SECONDS = 1.5
MOST_ADDED_MS = 0.4  #: at the median, one connection
LEAST_SHARE = 0.5  #: of direct, 8 connections


@dataclass(frozen=True, slots=True)
class Row:
    """Medians over the rounds: requests a second, and milliseconds at the median."""

    connections: int
    direct: tuple[float, float]
    through: tuple[float, float]

    @property
    def added(self) -> float:
        return self.through[1] - self.direct[1]

    @property
    def share(self) -> float:
        return self.through[0] / self.direct[0]


async def main() -> None:
    """Print a table for each kind of service."""
    with tempfile.TemporaryDirectory() as folder, _everything(Path(folder)) as (gateway, direct, token):
        for kind, path in (("bare", "/api/v1/people"), ("service", "/api/v1/analytics/text")):
            rows = [await _compare(direct[kind] + path, gateway + path, token, count) for count in CONNECTIONS]
            print(f"\nThe gateway's cost on 1 KB of JSON from a {_KINDS[kind]}\n")
            print(_table(rows))


_KINDS = {"bare": "bare ASGI app (the least Python can answer with)", "service": "service built as ours are"}


async def _compare(direct: str, through: str, token: str, connections: int) -> Row:
    measured: dict[str, list[Result]] = {direct: [], through: []}
    for url in measured:
        await _load(url, token, connections, 0.4)
    for _ in range(ROUNDS):
        for url, results in measured.items():
            results.append(await _load(url, token, connections, SECONDS))
    return Row(connections, _medians(measured[direct]), _medians(measured[through]))


async def _load(url: str, token: str, connections: int, seconds: float) -> Result:
    base, _, path = url.removeprefix("http://").partition("/")
    request = Request("GET", f"/{path}", {"Authorization": f"Bearer {token}", "Accept": "application/json"})
    result = await measure(f"http://{base}", lambda _: request, connections=connections, seconds=seconds)
    if result.failed:
        raise SystemExit(f"{url}: not every answer was good: {result.statuses}")
    return result


def _medians(results: list[Result]) -> tuple[float, float]:
    return statistics.median(r.rate for r in results), statistics.median(r.percentile(50) for r in results)


def _table(rows: list[Row]) -> str:
    heads = (("connections", 11), ("direct/s", 11), ("through/s", 11), ("share", 8), ("direct p50", 12), ("p50", 8))
    lines = ["".join(f"{text:>{width}}" for text, width in heads) + f"{'added ms':>10}"]
    for row in rows:
        verdict = ""
        if row.connections == 1:
            verdict = _verdict(row.added <= MOST_ADDED_MS, f"added at most {MOST_ADDED_MS} ms")
        elif row.connections == 8:
            verdict = _verdict(row.share >= LEAST_SHARE, f"at least {LEAST_SHARE:.0%} of direct")
        lines.append(
            f"{row.connections:11}{row.direct[0]:11,.0f}{row.through[0]:11,.0f}{row.share:8.0%}"
            f"{row.direct[1]:12.3f}{row.through[1]:8.3f}{row.added:10.3f}  {verdict}"
        )
    return "\n".join(lines)


def _verdict(held: bool, target: str) -> str:
    return f"{target}: {'held' if held else 'MISSED'}"


@contextlib.contextmanager
def _everything(folder: Path) -> Iterator[tuple[str, Mapping[str, str], str]]:
    """Run both servers and the gateway: its address, theirs by kind, a token."""
    tokens = Tokens(folder)
    ports = {name: free_port() for name in ("bare", "service", "gateway")}
    url = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    environment = {
        **os.environ,
        **UNLIMITED,
        "TOKEN_KEY_FILE": str(tokens.key_file),
        "SERVICE_URL_PEOPLE": url["bare"],
        "SERVICE_URL_NONCONFORMITY": url["bare"],
        "SERVICE_URL_ANALYTICS": url["service"],
        "DATABASE_URL_ANALYTICS": "postgresql://nobody:nobody@127.0.0.1:1/none",  # never asked
        "NATS_URL": "nats://127.0.0.1:1",  # the gateway serves without
        "INTERNAL_KEY": "only-for-measurements",
        "LOG_LEVEL": "error",
    }
    with contextlib.ExitStack() as stack:
        for kind in ("bare", "service"):
            command = ["-m", "tests.load.answering", kind]
            stack.enter_context(_running(command, environment | {"PORT": str(ports[kind])}, url[kind]))
        command = ["-m", "gateway.main"]
        stack.enter_context(_running(command, environment | {"PROFKOM_PORT": str(ports["gateway"])}, url["gateway"]))
        holder = principal(*permissions.ALL)
        yield url["gateway"], url, tokens.sign(holder, lifetime=timedelta(minutes=15))


@contextlib.contextmanager
def _running(command: list[str], environment: Mapping[str, str], url: str) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, *command], env=dict(environment))
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=0), timeout=2) as client:
            _wait(client, f"{url}/health/live", process)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _wait(client: httpx.Client, url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(2400):
        with contextlib.suppress(httpx.TransportError):
            client.get(url)
            return
        if process.poll() is not None:
            break
        time.sleep(0.025)
    raise SystemExit(f"{url} does not answer")


if __name__ == "__main__":
    asyncio.run(main())
