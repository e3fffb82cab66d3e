"""The journal through the gateway beside the bare app: GET one, list of 25, POST, at 8 connections, same run."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from shared.ids import new_id
from tests.load.client import Request, Result, json_body, measure

CONNECTIONS = 8
ROUNDS = 3  #: bare and ours take turns; the median round is shown
SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Target:
    """At least `share` of the bare app's requests/s, p99 at most `p99` ms."""

    share: float
    p99: float


TARGETS: Mapping[str, Target] = {
    "GET one": Target(0.20, 40),
    "list of 25": Target(0.35, 60),
    "POST": Target(0.08, 80),
}


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    bare: Result
    ours: Result

    @property
    def share(self) -> float:
        return self.ours.rate / self.bare.rate


@dataclass(frozen=True, slots=True)
class Sample:
    """Records to ask for, and what a new one refers to."""

    ids: Sequence[str]
    responsible_id: str
    state: str
    site_id: str
    category_id: str
    branch_id: str


async def sample(client: httpx.AsyncClient) -> Sample:
    """500 records of the journal, and the responsible person with the most closed ones among them."""
    ids: list[str] = []
    cards: list[dict[str, Any]] = []
    cursor: str | None = None
    while len(ids) < 500:
        params: dict[str, str] = {"limit": "100", "state": "closed"} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/api/v1/nonconformities", params=params)).raise_for_status().json()
        cards += page["items"]
        ids += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    responsible = statistics.mode(_id(card, "responsible") for card in cards)
    return Sample(ids, responsible, "closed", *(_id(cards[0], field) for field in ("site", "category", "branch")))


def _id(card: Mapping[str, Any], field: str) -> str:
    return str(card[field]["id"] if isinstance(card.get(field), dict) else card[f"{field}_id"])


@contextmanager
def bare_app(database_url: str, port: int) -> Iterator[str]:
    """The yardstick in a process of its own."""
    environment = os.environ | {"DATABASE_URL_NONCONFORMITY": database_url, "PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "tests.load.bare"], env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(f"{url}/openapi.json", timeout=1)
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait(10)


async def compare(gateway: str, bare: str, token: str, data: Sample) -> list[Row]:
    """Each of the three, bare and ours by turns."""
    bearer = {"Authorization": f"Bearer {token}"}
    return [
        await _turns(
            "GET one",
            (bare, lambda n: Request("GET", f"/records/{data.ids[n % len(data.ids)]}")),
            (gateway, lambda n: Request("GET", f"/api/v1/nonconformities/{data.ids[n % len(data.ids)]}", bearer)),
        ),
        await _turns(
            "list of 25",
            (bare, lambda _: Request("GET", f"/records?{_query(data)}")),
            (gateway, lambda _: Request("GET", f"/api/v1/nonconformities?limit=25&{_query(data)}", bearer)),
        ),
        await _turns(
            "POST",
            (bare, lambda n: Request("POST", "/records", body=_finding(data, n))),
            (gateway, lambda n: Request("POST", "/api/v1/nonconformities", _keyed(bearer), _finding(data, n))),
        ),
    ]


def _query(data: Sample) -> str:
    return f"responsible_id={data.responsible_id}&state={data.state}"


def _keyed(bearer: Mapping[str, str]) -> Mapping[str, str]:
    return {**bearer, "Idempotency-Key": str(new_id())}


def _finding(data: Sample, number: int) -> bytes:
    return json_body(
        {
            "site_id": data.site_id,
            "branch_id": data.branch_id,
            "place": f"машинный зал, отм. {number % 40}",
            "category_id": data.category_id,
            "severity": "medium",
            "description": f"Удлинитель без заземляющего контакта в бытовке {number}",
            "found_at": "2026-01-15T09:00:00+03:00",
        }
    )


Side = tuple[str, Callable[[int], Request]]


async def _turns(name: str, bare: Side, ours: Side) -> Row:
    for url, make in (bare, ours):
        await measure(url, make, connections=CONNECTIONS, seconds=1)
    rounds: tuple[list[Result], list[Result]] = ([], [])
    for _ in range(ROUNDS):
        for results, (url, make) in zip(rounds, (bare, ours), strict=True):
            results.append(await measure(url, make, connections=CONNECTIONS, seconds=SECONDS))
    return Row(name, _median(rounds[0]), _median(rounds[1]))


def _median(results: list[Result]) -> Result:
    return sorted(results, key=lambda result: result.rate)[len(results) // 2]


def table(rows: Sequence[Row]) -> str:
    lines = [
        f"{'':12}{'bare req/s':>12}{'ours req/s':>12}{'share':>8}{'target':>8}"
        f"{'p50 ms':>9}{'p99 ms':>9}{'target':>8}{'failed':>8}"
    ]
    for row in rows:
        target = TARGETS[row.name]
        held = row.share >= target.share and row.ours.percentile(99) <= target.p99
        lines.append(
            f"{row.name:12}{row.bare.rate:12,.0f}{row.ours.rate:12,.0f}{row.share:8.0%}{target.share:8.0%}"
            f"{row.ours.percentile(50):9.1f}{row.ours.percentile(99):9.1f}{target.p99:8.0f}{row.ours.failed:8}"
            f"  {'held' if held else 'MISSED'}"
        )
    return "\n".join(lines)
