"""Argon2 beside the event loop: in a few threads, with a short queue, so that sign-ins cannot starve the service."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from services.people.settings import AccountSettings
from shared.errors import TooManyRequests

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the password is right; `renewed` is its hash by today's parameters when the stored one is weaker."""

    matches: bool
    renewed: str | None = None


class Passwords:
    """Hashes and checks passwords. `queue` callers may wait; the next one is told to come again (429)."""

    def __init__(self, *, memory_kib: int, passes: int, threads: int, queue: int) -> None:
        self._hasher = PasswordHash((Argon2Hasher(time_cost=passes, memory_cost=memory_kib, parallelism=1),))
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="passwords")
        self._room = threads + queue
        self._inside = 0

    @classmethod
    def configured(cls, settings: AccountSettings) -> "Passwords":
        return cls(
            memory_kib=settings.password_memory_kib,
            passes=settings.password_passes,
            threads=settings.password_threads,
            queue=settings.password_queue,
        )

    async def hash(self, password: str) -> str:
        """Raises TooManyRequests when too many wait already."""
        return await self._aside(lambda: self._hasher.hash(password))

    async def verify(self, password: str, stored: str | None) -> Verdict:
        """Check against a stored hash. None, for an unknown login, costs the same time and never matches.

        Raises TooManyRequests when too many wait already.
        """
        return await self._aside(lambda: self._verify(password, stored))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, password: str, stored: str | None) -> Verdict:
        if stored is None:
            self._hasher.verify(password, self._nobodys)
            return Verdict(matches=False)
        try:
            return Verdict(*self._hasher.verify_and_update(password, stored))
        except UnknownHashError:
            return Verdict(matches=False)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe(24))

    async def _aside(self, work: Callable[[], Result]) -> Result:
        if self._inside >= self._room:
            raise TooManyRequests(retry_after=2)
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._inside -= 1
