"""Who sends what was generated: five roles and nobody, each from an address of their own."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from tests.e2e.access.cast import Cast

ROLES = ("administrator", "chair", "inspector", "employer", "accountant")
NOBODY = "nobody"

_addresses = (f"127.3.{number // 250}.{number % 250 + 1}" for number in itertools.count())


class _FromAddress(HTTPAdapter):
    """Requests leave from an address of the loopback: guesses and forms are counted by it."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options, source_address=(self._address, 0))


@dataclass(frozen=True)
class Knocker:
    """`session` says who it is, or says nothing; `headers` go with every request, over what was generated."""

    name: str
    session: requests.Session
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_nobody(self) -> bool:
        return self.name == NOBODY

    def move(self) -> None:
        """Go on from an address that nobody has been counted at."""
        self.session.mount("http://", _FromAddress(next(_addresses)))


@contextmanager
def knockers(cast: Cast) -> Iterator[Sequence[Knocker]]:
    """Everybody, from the one with most rights to nobody; their connections are closed afterwards."""
    with ExitStack() as stack:
        found = []
        for name in (*ROLES, NOBODY):
            headers = {} if name == NOBODY else cast.callers[name].headers
            found.append(stack.enter_context(knocker(name, headers)))
        yield found


@contextmanager
def knocker(name: str, headers: Mapping[str, str]) -> Iterator[Knocker]:
    """Somebody who says `headers` with everything."""
    with requests.Session() as session:
        session.trust_env = False
        found = Knocker(name, session, headers)
        found.move()
        yield found
