"""`python -m tests.chaos`: file findings while every part of a platform of our own is killed, then count.

Stops by itself; the exit code is 0 when every promise was kept, 1 when one was broken, 2 when it could not be seen
through. Kills only processes that it started itself.
"""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from tests.chaos import killing, report
from tests.chaos.audit import Promise, audit
from tests.chaos.filing import Filing
from tests.chaos.killing import Toll
from tests.support.callers import PASSWORD, Caller, Union
from tests.support.platform import Platform
from tests.support.quiet import settle

QUIET_SECONDS = 120.0
FEWEST_KILLS = 20


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--findings", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=24)
    parser.add_argument("--seed", type=int, default=None, help="repeats the order of the kills; a new one by default")
    parser.add_argument("--rate", type=float, default=10.0, help="findings a second in calm times")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=10.0, help="the longest that it may take")
    return parser.parse_args()


def prepare(platform: Platform) -> tuple[Caller, Caller, dict[str, Any]]:
    """The administrator, an inspector, and the finding that the inspector will file."""
    union = Union(platform)
    branch = union.branch("Онежское")
    site, category = union.site("Онежская АЭС", branch), union.category("Эстакады и переходы")
    inspector = union.person("Соколова Вера Ильинична", branch, ("inspector", branch))
    return union.admin, inspector, union.finding(site, category)


async def storm(platform: Platform, chosen: argparse.Namespace, seed: int) -> list[Promise]:
    """Start, file and kill, wait, count; prints what happened. Answers the promises."""
    began = time.monotonic()
    start = platform.start()  # in this thread: the platform is told to stop when the thread that started it ends
    admin, inspector, finding = await asyncio.to_thread(prepare, platform)
    await settle(platform, QUIET_SECONDS)
    filing = Filing(
        platform.address,
        login=inspector.login,
        password=PASSWORD,
        finding=lambda number: finding | {"description": f"Находка {number}: ступень лестницы сломана"},
    )
    orders = killing.plan(kills=chosen.kills, findings=chosen.findings, seed=seed)
    print(f"seed {seed}: {chosen.findings} findings, {chosen.kills} kills, at {platform.address}", flush=True)
    started = time.monotonic()
    toll, filed = await _both(platform, filing, orders, chosen)
    platform_ready = await asyncio.to_thread(platform.wait_ready, QUIET_SECONDS)
    quiet = platform_ready + await settle(platform, QUIET_SECONDS)
    run = report.Run(seed=seed, start=start, filing=filed - started, quiet=quiet, total=time.monotonic() - began)
    print(report.happenings(run, toll, filing.diary), flush=True)
    promises = [
        Promise(f"kills, of at least {min(FEWEST_KILLS, chosen.kills)}", chosen.kills, len(toll.kills)),
        *await audit(platform, admin, filing.diary, findings=chosen.findings),
    ]
    print(report.verdicts(promises), flush=True)
    admin.close()
    inspector.close()
    return promises


async def _both(
    platform: Platform, filing: Filing, orders: list[tuple[int, str]], chosen: argparse.Namespace
) -> tuple[Toll, float]:
    async with asyncio.TaskGroup() as group:
        killer = group.create_task(killing.kill_all(platform, orders, filing))
        client = group.create_task(filing.run(chosen.findings, rate=chosen.rate, connections=chosen.connections))
        await client
        filed = time.monotonic()
    return killer.result(), filed


async def bounded(platform: Platform, chosen: argparse.Namespace, seed: int) -> list[Promise]:
    async with asyncio.timeout(chosen.minutes * 60):
        return await storm(platform, chosen, seed)


def main() -> int:
    chosen = options()
    seed = random.SystemRandom().randrange(10**6) if chosen.seed is None else chosen.seed
    folder = Path(tempfile.mkdtemp(prefix="profkom-chaos-"))
    platform = Platform(folder, kind="each")
    code = 2
    try:
        promises = asyncio.run(bounded(platform, chosen, seed))
        code = 0 if all(promise.kept for promise in promises) else 1
    except Exception:
        traceback.print_exc()
        print(f"not seen through, within the {chosen.minutes:g} minutes that it may take (seed {seed})")
    finally:
        platform.stop()
        if code:
            print(f"the platform's log and data are kept in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
