"""Rules of the discussion: what a comment says and to whom, who may change it and until when."""

import re
from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID


class Audience(StrEnum):
    """Whom a comment is for. Who may see the record reads both."""

    STAFF = "staff"  #: those who may see the record
    AUTHOR = "author"  #: also the anonymous author, on the status page behind the secret code


MOST_MENTIONS = 20
_TOKEN = re.compile(r"@\[([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\]")


def mentioned(text: str) -> tuple[UUID, ...]:
    """The persons of the tokens `@[uuid]` in a text, each once, in their order."""
    return tuple(dict.fromkeys(UUID(found) for found in _TOKEN.findall(text)))


def with_names(text: str, names: Mapping[UUID, str]) -> str:
    """The text as people read it: `@[uuid]` becomes «@Иванов П. С.»; a token of nobody known stays «@…»."""
    return _TOKEN.sub(lambda found: "@" + names.get(UUID(found[1]), "…"), text)
