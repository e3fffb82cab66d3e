"""`python -m tests.load files`: how long a spreadsheet and printed documents take, and how much memory they leave."""

import asyncio
import tempfile
import time
from pathlib import Path

import httpx
import psutil

from services.nonconformity.documents.service import CARD, REGISTER
from shared.auth import permissions
from shared.documents import print_pdf
from tests.load import similar
from tests.services.nonconformity import paper
from tests.support.auth import Tokens, principal
from tests.support.postgres import shared_postgres

SIZES = (5_000, 20_000)


async def _spreadsheets(url: str, count: int, tokens: Tokens) -> None:
    journal = await similar.fill(url, count)
    app = similar.app_of(journal, tokens)
    headers = tokens.headers(principal(permissions.NONCONFORMITY_READ))
    process = psutil.Process()
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://journal", headers=headers, timeout=300
    ) as client:
        await client.get("/api/v1/nonconformities/export.xlsx", params={"q": "абракадабра"})  # what is loaded once
        for _ in range(2):
            before, started = process.memory_info().rss, time.perf_counter()
            slowest = asyncio.create_task(_slowest_tick())
            answer = await client.get("/api/v1/nonconformities/export.xlsx")
            seconds, size = time.perf_counter() - started, len(answer.raise_for_status().content)
            slowest.cancel()
            grown = (process.memory_info().rss - before - size) / 2**20
            print(
                f"  {count:,} rows: {seconds:5.2f} s, {size / 2**20:.1f} MiB, memory +{grown:.0f} MiB "
                f"(the file itself aside), longest stall of the loop {_slowest_tick.worst * 1000:.0f} ms"  # type: ignore[attr-defined]
            )
            del answer
    await app.state.database.close()
    await journal.database.close()


async def _slowest_tick() -> None:
    """How long the event loop was away at worst; in `_slowest_tick.worst`, seconds."""
    _slowest_tick.worst = 0.0  # type: ignore[attr-defined]
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        _slowest_tick.worst = max(_slowest_tick.worst, time.perf_counter() - before - 0.005)  # type: ignore[attr-defined]


async def _documents() -> None:
    documents = {
        "card, 14 entries of history": (CARD, paper.card_data(paper.full_card())),
        "register of 25": (REGISTER, paper.register_data(25)),
        "register of 500": (REGISTER, paper.register_data(500)),
        "register of 2,000": (REGISTER, paper.register_data(2_000)),
    }
    for name, (template, data) in documents.items():
        took = []
        for _ in range(3):
            started = time.perf_counter()
            pdf = await print_pdf(template, data)
            took.append(time.perf_counter() - started)
        print(f"  {name:28} {sorted(took)[1]:5.2f} s, {len(pdf) / 1024:,.0f} KiB")


def main() -> None:
    print("Spreadsheets")
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        shared_postgres(Path(folder) / "postgres") as server,
    ):
        tokens = Tokens(Path(folder))
        for count in SIZES:
            asyncio.run(_spreadsheets(server.create("nonconformity", f"files_{count}"), count, tokens))
    print("Printed documents")
    asyncio.run(_documents())
