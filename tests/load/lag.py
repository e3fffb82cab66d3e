"""From commit to figures: 50 findings a second are filed through the gateway, and analytics is watched for each one.

`python -m tests.load.lag` starts a platform of its own; with PROFKOM_ADDRESS (loopback only) and PROFKOM_TOKEN it
measures that one. Looking is part of the measure: a finding counts as visible when the answer that shows it has
arrived, which adds up to one look (20 ms and the answer's time).
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from deploy.local import demo
from shared import clock
from tests.support.platform import ADMIN_LOGIN, ADMIN_PASSWORD, UNLIMITED, Platform

RATE = 50  #: findings a second
SECONDS = 20.0
TARGET_P99_MS = 250.0
LOOK_SECONDS = 0.02
PATIENCE_SECONDS = 15.0  #: for the last findings to become visible

_FINDINGS: Final = "/api/v1/nonconformities"
_RECORDS: Final = "/api/v1/analytics/journal/records"


@dataclass(slots=True)
class Watch:
    """Moments of time.perf_counter() by record id."""

    sent: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    refused: int = 0

    def waits(self, since: Mapping[str, float]) -> list[float]:
        """Milliseconds; a finding that was seen before its own answer arrived waited 0."""
        return [max(self.seen[key] - moment, 0.0) * 1000 for key, moment in since.items() if key in self.seen]

    @property
    def unseen(self) -> int:
        return len(self.answered.keys() - self.seen.keys())


async def measure(address: str, token: str, *, rate: int = RATE, seconds: float = SECONDS) -> Watch:
    """File `rate` findings a second for `seconds` at the gateway's `address`, and print how long each was invisible."""
    if urlsplit(address).hostname not in ("127.0.0.1", "localhost"):
        raise SystemExit("load goes to the loopback only")
    watch, filed = Watch(), asyncio.Event()
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=30, trust_env=False) as client:
        finding = await _finding(client)
        before = set(await _newest(client, _yesterday(), set()))
        looking = asyncio.create_task(_look(client, watch, before, filed))
        await _file(client, watch, finding, rate=rate, count=int(rate * seconds))
        filed.set()
        await looking
    print(table(watch, rate))
    return watch


async def _finding(client: httpx.AsyncClient) -> dict[str, Any]:
    """A finding like the newest one of the journal."""
    page = (await client.get(_FINDINGS, params={"limit": 1})).raise_for_status().json()
    if not page["items"]:
        raise SystemExit("the journal is empty: file one finding first, so that there is a site and a category")
    like = page["items"][0]
    return {
        "branch_id": like["branch"]["id"],
        "site_id": like["site"]["id"],
        "category_id": like["category"]["id"],
        "place": "машинный зал, отм. 8",
        "severity": "medium",
        "description": "Удлинитель без заземляющего контакта в бытовке",
    }


async def _file(client: httpx.AsyncClient, watch: Watch, finding: Mapping[str, Any], *, rate: int, count: int) -> None:
    """Open loop: each at its own moment, whether or not the ones before were answered."""
    started = time.perf_counter()

    async def file_one(number: int) -> None:
        await asyncio.sleep(max(started + number / rate - time.perf_counter(), 0))
        sent = time.perf_counter()
        # A second ago: the service's clock may be a moment behind, and nothing can be found tomorrow.
        found_at = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
        answer = await client.post(_FINDINGS, json={**finding, "found_at": found_at})
        if answer.status_code != 201:
            watch.refused += 1
            return
        record_id = answer.json()["id"]
        watch.sent[record_id], watch.answered[record_id] = sent, time.perf_counter()

    await asyncio.gather(*(file_one(number) for number in range(count)))


async def _look(client: httpx.AsyncClient, watch: Watch, known: set[str], filed: asyncio.Event) -> None:
    """Look at the newest records again and again, until all that were filed are there or patience ends."""
    over = None
    while over is None or (watch.unseen and time.perf_counter() < over):
        for record_id in await _newest(client, _yesterday(), known):
            known.add(record_id)
            watch.seen[record_id] = time.perf_counter()
        if filed.is_set() and over is None:
            over = time.perf_counter() + PATIENCE_SECONDS
        await asyncio.sleep(LOOK_SECONDS)


def _yesterday() -> str:
    return (datetime.now(UTC) - timedelta(days=2)).date().isoformat()


async def _newest(client: httpx.AsyncClient, since: str, known: set[str]) -> Sequence[str]:
    """Records found since that day which are not known. Numbers are given at the commit, so the newest come first."""
    new: list[str] = []
    cursor: str | None = None
    while True:
        params = {"from": since, "sort": "-number", "limit": "100"} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(_RECORDS, params=params)).raise_for_status().json()
        fresh = [item["id"] for item in page["items"] if item["id"] not in known]
        new += fresh
        cursor = page["next_cursor"]
        if cursor is None or not fresh:
            return new


def table(watch: Watch, rate: int) -> str:
    """The commit is the last thing before a finding's answer, so the second row is held against the target; the first
    adds what the filing itself took."""
    lines = [f"{'ms':24}{'p50':>8}{'p99':>8}{'most':>8}{'target p99':>12}"]
    for name, since, target in (
        ("sent to visible", watch.sent, None),
        ("answered to visible", watch.answered, TARGET_P99_MS),
    ):
        waits = watch.waits(since)
        if len(waits) < 2:
            return f"nothing became visible: {watch.refused} refused, {watch.unseen} unseen"
        p99 = statistics.quantiles(waits, n=100, method="inclusive")[98]
        line = f"{name:24}{statistics.median(waits):8.0f}{p99:8.0f}{max(waits):8.0f}"
        if target is not None:
            line += f"{target:12.0f}  {'held' if p99 <= target and not watch.unseen else 'MISSED'}"
        lines.append(line)
    lines.append(
        f"{len(watch.answered)} findings at {rate} a second, {watch.refused} refused, {watch.unseen} never seen"
    )
    return "\n".join(lines)


async def main() -> None:
    """Measure the platform that the environment names, or one of our own with the demonstration union in it."""
    address, token = os.environ.get("PROFKOM_ADDRESS"), os.environ.get("PROFKOM_TOKEN")
    if address and token:
        await measure(address, token)
        return
    with tempfile.TemporaryDirectory() as folder, Platform(Path(folder), environment=UNLIMITED) as platform:
        await demo.load(platform.address, ADMIN_LOGIN, ADMIN_PASSWORD, today=clock.now().date())
        form = {"username": ADMIN_LOGIN, "password": ADMIN_PASSWORD}
        async with httpx.AsyncClient(base_url=platform.address, timeout=30, trust_env=False) as client:
            answer = (await client.post("/api/v1/auth/token", data=form)).raise_for_status()
        await measure(platform.address, answer.json()["access_token"])


if __name__ == "__main__":
    asyncio.run(main())
