"""The client: files every finding under a key of its own, again and again until it is told that it was filed."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import uuid4

import httpx

ANSWER_SECONDS = 10.0
LOST = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError)
"""What a client sees of a server that died: nothing is known of the request then."""

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0
BURST = 10
"""Findings come in bursts, so that a kill in the middle of one meets requests in flight."""

REPEAT_EVERY = 10
"""Every tenth finding is sent once more after its success, as a client does that lost the answer."""


@dataclass(frozen=True)
class Filed:
    """What the client was told of one finding."""

    key: str
    id: str
    number: str


@dataclass
class Diary:
    """All that the client saw."""

    filed: list[Filed] = field(default_factory=list)
    retries: Counter[str] = field(default_factory=Counter)
    """Why an attempt had to be repeated, such as `503 unavailable` or `ConnectError`."""
    refused: list[str] = field(default_factory=list)
    """Answers that no retry can mend: each is a broken promise."""
    repeats: int = 0
    unlike: list[str] = field(default_factory=list)
    """Keys that were answered with another record when they were sent again."""
    successes: list[float] = field(default_factory=list)
    """When each was filed, in monotonic seconds."""

    def succeeded(self, filed: Filed) -> None:
        self.successes.append(time.monotonic())
        self.filed.append(filed)

    def outages(self) -> list[tuple[float, float]]:
        """The times between one success and the next, as pairs of monotonic seconds."""
        return list(pairwise(self.successes))


class Filing:
    """Files findings on several connections, in bursts."""

    def __init__(self, address: str, *, login: str, password: str, finding: Callable[[int], Mapping[str, Any]]) -> None:
        """`finding(n)` is the body of the n-th one."""
        self.diary = Diary()
        self.in_flight = 0
        """Requests sent and not answered."""
        self._credentials = {"username": login, "password": password}
        self._finding = finding
        self._client = httpx.AsyncClient(base_url=address, timeout=ANSWER_SECONDS, trust_env=False)
        self._signing_in = asyncio.Lock()
        self._token = ""

    async def run(self, count: int, *, rate: float, connections: int) -> None:
        """File `count` findings, `rate` a second in calm times; returns when each was answered with a 201."""
        began = time.monotonic()
        numbers = iter(range(count))

        async def work() -> None:
            for number in numbers:
                burst = number - number % BURST
                await asyncio.sleep(max(0.0, began + burst / rate - time.monotonic()))
                await self._file(number)

        async with self._client, asyncio.TaskGroup() as group:
            await self._sign_in(stale="")
            for _ in range(connections):
                group.create_task(work())

    async def _file(self, number: int) -> None:
        key = str(uuid4())
        answer = await self._insist(key, number)
        if answer is None:
            return
        body = answer.json()
        self.diary.succeeded(Filed(key, body["id"], body["number"]))
        if number % REPEAT_EVERY == 0 and (again := await self._insist(key, number)) is not None:
            self.diary.repeats += 1
            if again.json()["id"] != body["id"] or again.headers.get("Idempotent-Replay") != "true":
                self.diary.unlike.append(key)

    async def _insist(self, key: str, number: int) -> httpx.Response | None:
        """Post until it is filed; `None` when the platform said that it never will be."""
        pause = FIRST_PAUSE
        while True:
            token = self._token
            self.in_flight += 1
            try:
                answer = await self._client.post(
                    "/api/v1/nonconformities",
                    json=self._finding(number),
                    headers={"Idempotency-Key": key, "Authorization": f"Bearer {token}"},
                )
            except LOST as error:
                self.diary.retries[type(error).__name__] += 1
                answer = None
            finally:
                self.in_flight -= 1
            if answer is not None:
                if answer.status_code == 201:
                    return answer
                if answer.status_code == 401:
                    await self._sign_in(token)
                    continue
                if answer.status_code < 500 and answer.status_code != 429:
                    self.diary.refused.append(f"{answer.status_code} {answer.text[:200]}")
                    return None
                self.diary.retries[f"{answer.status_code} {_code(answer)}"] += 1
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)

    async def _sign_in(self, stale: str) -> None:
        """Get a new token, once for all connections whose token was `stale`."""
        async with self._signing_in:
            while self._token == stale:
                try:
                    answer = await self._client.post("/api/v1/auth/token", data=self._credentials)
                    answer.raise_for_status()
                    self._token = answer.json()["access_token"]
                except (*LOST, httpx.HTTPStatusError) as error:
                    self.diary.retries[f"sign-in: {type(error).__name__}"] += 1
                    await asyncio.sleep(LONGEST_PAUSE)


def _code(answer: httpx.Response) -> str:
    """The problem's code, or what came instead of a problem."""
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError):
        return "without a problem document"
