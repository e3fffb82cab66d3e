"""`make load`: start a platform with 5,000 records of its own, load it for about two minutes, print what it gave.

Other parts by name: `python -m tests.load similar` measures likely duplicates among 5,000 and 100,000 records, `photos`
uploads, `files` spreadsheets and printed documents; `questions` shows what people type and what they are shown.

Everything runs on this machine's loopback, the yardstick in the same run: read the shares, not the absolute figures.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import httpx

from deploy.local import demo
from shared import clock
from tests.load import files, gateway_cost, journal, lag, photos, questions, similar
from tests.support.platform import ADMIN_LOGIN, ADMIN_PASSWORD, UNLIMITED, Platform

BARE_PORT_OFFSET = 23


def main() -> None:
    environment = {**UNLIMITED, "LOG_LEVEL": "warning"}
    with tempfile.TemporaryDirectory() as folder, Platform(Path(folder), environment=environment) as platform:
        asyncio.run(_fill(platform))
        with journal.bare_app(platform.database_url("nonconformity"), platform.port + BARE_PORT_OFFSET) as bare:
            asyncio.run(_measure(platform, bare))
        _print_memory(platform)
    asyncio.run(gateway_cost.main())


async def _fill(platform: Platform) -> None:
    started = time.perf_counter()
    union = await demo.load(platform.address, ADMIN_LOGIN, ADMIN_PASSWORD, today=clock.now().date())
    if union is None:
        raise SystemExit("the platform of this run was not empty")
    seconds = time.perf_counter() - started
    print(f"loaded {union.people.new:,} persons and {union.journal.new:,} records in {seconds:.1f} s")


async def _measure(platform: Platform, bare: str) -> None:
    async with httpx.AsyncClient(base_url=platform.address, timeout=30) as client:
        form = {"username": ADMIN_LOGIN, "password": ADMIN_PASSWORD}
        token = (await client.post("/api/v1/auth/token", data=form)).raise_for_status().json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        data = await journal.sample(client)
    print(f"\nThe journal through the gateway, {journal.CONNECTIONS} connections, signed in, events on\n")
    print(journal.table(await journal.compare(platform.address, bare, token, data)))
    print("\nFrom commit to figures\n")
    await lag.measure(platform.address, token)


def _print_memory(platform: Platform) -> None:
    memory = platform.memory()
    print("\nMemory (PSS, MiB): " + ", ".join(f"{part} {size / 2**20:.0f}" for part, size in memory.items()))
    print(f"together {sum(memory.values()) / 2**20:.0f}, target at most 350")


PARTS = {"": main, "photos": photos.run, "similar": similar.main, "questions": questions.main, "files": files.main}

if __name__ == "__main__":
    PARTS[" ".join(sys.argv[1:])]()
