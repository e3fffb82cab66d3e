"""`python -m tests.load similar`: how long likely duplicates take among 5,000 and 100,000 records, how many are found.

A PostgreSQL of its own with records as inspectors write them; the API in this process, asked with a token as always.
"""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlalchemy import select, text

from services.nonconformity.main import create_app
from services.nonconformity.models import categories
from services.nonconformity.projections import service as projections
from services.nonconformity.settings import Settings
from shared.auth import permissions
from shared.db.database import Database
from shared.ids import new_id
from tests.load.findings import Finding, findings
from tests.services.nonconformity.world import branch, person, site
from tests.support.auth import Tokens, principal
from tests.support.postgres import shared_postgres

TARGETS: Mapping[int, float] = {5_000: 30.0, 100_000: 80.0}  #: records to milliseconds at the median
ASKED = 200
SITES = ("Балаковская АЭС", "Нововоронежская АЭС", "Курская АЭС", "Ростовская АЭС", "Ленинградская АЭС",
         "Белоярская АЭС", "Калининская АЭС", "Кольская АЭС", "Смоленская АЭС",
         "АЭС Аккую", "АЭС Руппур", "Белорусская АЭС")  # fmt: skip
_COLUMNS = (
    "id", "version", "year", "serial", "state", "branch_id", "site_id", "place", "category_id", "severity",
    "description", "found_at", "registered_at", "author_id",
)  # fmt: skip
_STATES = ("registered", "assigned", "in_progress", "fixed", "closed", "closed", "closed")


@dataclass(frozen=True, slots=True)
class Journal:
    """A filled database: what was written, under which ids."""

    database: Database
    findings: Sequence[Finding]
    ids: Sequence[UUID]
    sites: Sequence[UUID]
    categories: Sequence[UUID]
    branches: Sequence[UUID]
    now: datetime


async def fill(url: str, count: int) -> Journal:
    """`count` records of the generator in an empty database of the journal, and the statistics that a day brings."""
    database, now = Database(url), datetime.now(UTC)
    homes, plants = [branch(f"Отделение {n + 1}") for n in range(10)], [site(name) for name in SITES]
    author = person("Ёлкина Анна Петровна", homes[0].id)
    async with database.transaction() as session:
        await projections.know_branches(session, homes)
        await projections.know_sites(session, plants)
        await projections.know_persons(session, [author])
        kinds = (await session.scalars(select(categories.c.id).order_by(categories.c.sort_key))).all()
    made = list(findings(count, sites=len(plants), categories=len(kinds)))
    chance = random.Random(3)
    ids = [new_id() for _ in made]
    rows = []
    for number, finding in enumerate(made):
        at = now - timedelta(days=finding.day, seconds=1)
        rows.append(
            (ids[number], 1, at.year, number + 1, chance.choice(_STATES), homes[finding.site % len(homes)].id,
             plants[finding.site].id, finding.place, kinds[finding.category], "medium", finding.description, at, at,
             author.id)
        )  # fmt: skip
    connection = await database.connect_directly()
    try:
        await connection.copy_records_to_table("nonconformities", records=rows, columns=_COLUMNS, timeout=300)
        await connection.execute("VACUUM ANALYZE nonconformities, words", timeout=120)
    finally:
        await connection.close()
    return Journal(database, made, ids, [plant.id for plant in plants], list(kinds), [home.id for home in homes], now)


def app_of(journal: Journal, tokens: Tokens) -> FastAPI:
    """The service's API over this journal, which accepts these tokens."""
    settings = Settings(
        database_url=journal.database.url.set(drivername="postgresql").render_as_string(hide_password=False),
        nats_url="nats://127.0.0.1:1",
        jwks_url="",
        log_level="error",
    )
    app = create_app(settings)
    app.state.verifier = tokens.verifier()
    return app


async def measure(journal: Journal, tokens: Tokens, branches: Sequence[UUID] | None) -> tuple[list[float], int]:
    """(milliseconds of each question, questions whose first report was among the answers)."""
    app = app_of(journal, tokens)
    caller = principal(permissions.NONCONFORMITY_READ, branches=branches)
    repeats = [number for number, finding in enumerate(journal.findings) if finding.repeats is not None]
    asked = random.Random(11).sample(repeats, min(ASKED, len(repeats)))
    took: list[float] = []
    found = 0
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://journal", headers=tokens.headers(caller), timeout=30
    ) as client:
        for number in asked[:10]:
            await client.post("/api/v1/nonconformities/similar", json=_draft(journal, number))
        for number in asked:
            started = time.perf_counter()
            answer = await client.post("/api/v1/nonconformities/similar", json=_draft(journal, number))
            took.append((time.perf_counter() - started) * 1000)
            items = answer.raise_for_status().json()["items"]
            first = journal.findings[number].repeats
            assert first is not None
            found += str(journal.ids[first]) in {item["id"] for item in items}
    await app.state.database.close()
    return took, found


def _draft(journal: Journal, number: int) -> dict[str, Any]:
    finding = journal.findings[number]
    return {
        "site_id": str(journal.sites[finding.site]),
        "place": finding.place,
        "category_id": str(journal.categories[finding.category]),
        "description": finding.description,
        "found_at": (journal.now - timedelta(days=finding.day)).isoformat(),
    }


async def _report(url: str, count: int, tokens: Tokens) -> None:
    started = time.perf_counter()
    journal = await fill(url, count)
    async with journal.database.sessions() as session:
        stems = await session.scalar(text("SELECT count(*) FROM words"))
    print(f"{count:>9,} records, {stems:,} stems, filled in {time.perf_counter() - started:.0f} s")
    for who, branches in (("all branches", None), ("one branch", journal.branches[:1])):
        took, found = await measure(journal, tokens, branches)
        median, worst = statistics.median(took), statistics.quantiles(took, n=100)[98]
        held = "held" if median <= TARGETS[count] else "MISSED"
        told = f"first report found {found / len(took):.0%}" if branches is None else ""
        print(
            f"{'':9} {who:12} p50 {median:6.1f} ms   p99 {worst:6.1f} ms   target {TARGETS[count]:.0f}: {held}   {told}"
        )
    await journal.database.close()


def main() -> None:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        shared_postgres(Path(folder) / "postgres") as server,
    ):
        tokens = Tokens(Path(folder))
        for count in TARGETS:
            url = server.create("nonconformity", f"load_{count}")
            asyncio.run(_report(url, count, tokens))


if __name__ == "__main__":
    main()
