"""How branches, units and sites are recognised by the names that people write."""

import re
from collections.abc import Iterable
from typing import TypeVar

from shared.importing import fold, word_key

Id = TypeVar("Id")

_BRANCH_WORDS = re.compile(r"\b(?:отделени[ея]|отд\.?|филиал[а]?|ппо|первичн\w+ профсоюзн\w+ организаци\w+)(?!\w)")
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
_ADJECTIVE = re.compile(r"\w{3,}(?:ое|ая|ий|ый|ой|ее|яя)")


def name_key(name: str) -> str:
    """The form in which two names are the same: case, ё, quotes, points, spaces and Latin twins do not matter."""
    return word_key(name) or fold(name)


def branch_key(name: str) -> str:
    """As `name_key`, and «Курское отделение» is «Курское»."""
    return word_key(_BRANCH_WORDS.sub(" ", fold(name))) or name_key(name)


def site_keys(name: str, aliases: Iterable[str] = ()) -> set[str]:
    """The forms by which a site is found: its name, its aliases, and «АЭС Аккую» for «АЭС Аккую (Турция)»."""
    names = [name, *aliases]
    return {key for written in names for key in (name_key(written), name_key(_NOTE.sub("", written))) if key}


def home_branch(site: str, branches: Iterable[tuple[Id, str]]) -> Id | None:
    """The branch at home on a site, when its name says so: «Курская АЭС» is the site of «Курское».

    None when no branch or more than one is named by the same adjective.
    """
    roots = _roots(site)
    found = {branch for branch, name in branches if roots & _roots(name)}
    return found.pop() if len(found) == 1 else None


def _roots(name: str) -> set[str]:
    return {word[:-2] for word in name_key(name).split() if _ADJECTIVE.fullmatch(word)}
