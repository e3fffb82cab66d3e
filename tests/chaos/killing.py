"""The killer: SIGKILL to one part after the other while findings are being filed."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.chaos.filing import Filing
from tests.support.platform import Platform

VICTIMS = (
    "gateway",
    "nonconformity-api",
    "nonconformity-worker",
    "analytics-api",
    "analytics-worker",
    "nats",
    "postgres",
)
LOOK_SECONDS = 0.005
BACK_SECONDS = 60.0


@dataclass(frozen=True)
class Kill:
    part: str
    filed: int
    """Findings that had been filed when it was killed."""
    in_flight: int
    """Requests that were waiting for their answer."""
    at: float
    """Monotonic seconds."""


@dataclass
class Toll:
    """What was killed and when."""

    kills: list[Kill] = field(default_factory=list)

    def of(self, part: str) -> list[Kill]:
        return [kill for kill in self.kills if kill.part == part]


def plan(*, kills: int, findings: int, seed: int) -> list[tuple[int, str]]:
    """When to kill whom: pairs of (findings filed by then, part), every part about equally often, in random order."""
    chance = random.Random(seed)
    victims: list[str] = []
    while len(victims) < kills:
        victims += chance.sample(VICTIMS, len(VICTIMS))
    moments = sorted(chance.sample(range(1, findings * 98 // 100), kills))
    return list(zip(moments, victims[:kills], strict=True))


async def kill_all(platform: Platform, orders: Sequence[tuple[int, str]], filing: Filing) -> Toll:
    """Carry the plan out; a part that is just being started again is killed as soon as it is there."""
    toll = Toll()
    for moment, part in orders:
        while len(filing.diary.filed) < moment:
            await asyncio.sleep(LOOK_SECONDS)
        deadline = time.monotonic() + BACK_SECONDS
        waiting = filing.in_flight
        while platform.kill(part) is None:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{part} did not come back within {BACK_SECONDS:.0f} s:\n{platform.log_tail()}")
            await asyncio.sleep(LOOK_SECONDS)
            waiting = filing.in_flight
        toll.kills.append(Kill(part, len(filing.diary.filed), waiting, time.monotonic()))
    return toll
