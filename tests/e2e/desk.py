"""An inspector with one finding and a chair of the same branch, for trying out what must not work."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.support.callers import JOURNAL, Caller, Union

LANGUAGES = pytest.mark.parametrize("language", ["ru", "en"])


@dataclass
class Desk:
    """An inspector with one finding, and a chair of the same branch."""

    union: Union
    inspector: Caller
    chair: Caller
    site: str
    category: str
    record: dict[str, Any]

    def finding(self, **changes: Any) -> dict[str, Any]:
        return self.union.finding(self.site, self.category, **changes)

    def file(self, body: Any, **headers: str) -> httpx.Response:
        return self.inspector.post(JOURNAL, body, headers=headers)

    def count(self) -> int:
        """How many findings the chair's branch has."""
        total: int = self.chair.read(JOURNAL, total=True, limit=1)["total"]
        return total


def said(document: dict[str, Any], language: str) -> None:
    """The words are in the language that was asked for."""
    words = document["title"] + document["detail"] + "".join(error["message"] for error in document["errors"])
    cyrillic = any("а" <= letter.lower() <= "я" for letter in words)
    assert cyrillic == (language == "ru"), words
