"""Heavy work a few at a time."""

import asyncio

import pytest

from shared.errors import Unavailable
from shared.turns import Turns


def test_no_more_at_once_than_places_and_everybody_gets_a_turn_in_any_loop() -> None:
    turns = Turns(2, waiting=5)

    async def work(state: dict[str, int]) -> None:
        async with turns:
            state["now"] += 1
            state["most"] = max(state["most"], state["now"])
            await asyncio.sleep(0)
            state["now"] -= 1
            state["done"] += 1

    async def crowd() -> dict[str, int]:
        state = {"now": 0, "most": 0, "done": 0}
        await asyncio.gather(*(work(state) for _ in range(7)))
        return state

    for _ in range(2):
        assert asyncio.run(crowd()) == {"now": 0, "most": 2, "done": 7}


def test_a_failure_gives_the_place_back() -> None:
    turns = Turns(1, waiting=0)

    async def fail() -> None:
        async with turns:
            raise ValueError("no")

    async def run() -> None:
        for _ in range(3):
            with pytest.raises(ValueError, match="no"):
                await asyncio.wait_for(fail(), 1)

    asyncio.run(run())


def test_one_too_many_is_asked_to_come_again_and_one_who_went_away_is_not_waited_for() -> None:
    turns = Turns(1, waiting=1)
    done = asyncio.Event()

    async def work() -> None:
        async with turns:
            await done.wait()

    async def run() -> None:
        working, waiting = asyncio.create_task(work()), asyncio.create_task(work())
        await asyncio.sleep(0)
        with pytest.raises(Unavailable):
            await work()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        another = asyncio.create_task(work())
        await asyncio.sleep(0)
        done.set()
        await asyncio.wait_for(asyncio.gather(working, another), 1)

    asyncio.run(run())
