"""Personal data stays where it must: nothing that is logged, and no event that does not need it, names anybody.

Logs are in English and carry ids, codes and counts. So every Cyrillic letter in a log is something that somebody typed,
and so are a telephone number and an e-mail address.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_CYRILLIC = re.compile(r"[А-Яа-яЁё]{2,}")
_PHONE = re.compile(r"(?<![\w-])\+?[78][ (-]{0,2}9\d{2}[ )-]{0,2}\d{3}[ -]?\d{2}[ -]?\d{2}(?![\w-])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[a-zA-Z]{2,}")
#: As people are called, and not what a generator of nonsense calls people and roles alike.
_SURNAME = re.compile(r"[А-ЯЁ][а-яё]{2,}(?:-[А-ЯЁ][а-яё]*)?")
_PATTERNS = (_CYRILLIC, _PHONE, _EMAIL)


def personal(text: str) -> list[str]:
    """What in a log line looks like something that people typed or can be reached by."""
    return [match[0] for pattern in _PATTERNS for match in pattern.finditer(text)]


class LogWatch:
    """Looks at every record of every logger of this process, whatever handlers it goes to."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._make = logging.getLogRecordFactory()

    def start(self) -> None:
        logging.setLogRecordFactory(self._made)

    def stop(self) -> None:
        logging.setLogRecordFactory(self._make)

    def take(self) -> list[str]:
        """What was found since the last time."""
        found, self._found = self._found, []
        return found

    def _made(self, *args: Any, **options: Any) -> logging.LogRecord:
        record = self._make(*args, **options)
        if record.levelno >= logging.INFO and record.name.split(".")[0] in _OURS:
            text = f"{record.msg} {record.args or ''}"
            if record.exc_info and record.exc_info[1] is not None:
                text += "".join(traceback.format_exception_only(record.exc_info[1]))
            self._found += [f"{record.name}: {text[:300]}: {leak}" for leak in personal(text)]
        return record


_OURS = frozenset({"shared", "services", "gateway", "deploy", "sqlalchemy", "uvicorn", "asyncio", "pgqueuer"})


def named_in_events(bodies: Sequence[bytes], people: Sequence[Mapping[str, Any]]) -> list[str]:
    """«event type: field» of every event that names a person or says how to reach one; `people` as the register's rows.

    The register's own events carry names, for those who keep a list of people, and nothing else that is personal.
    """
    people = [person for person in people if _SURNAME.fullmatch(person["last_name"])]
    names = {person["last_name"] for person in people} | {_full_name(person) for person in people}
    reached = {str(person[field]) for person in people for field in ("phone", "email") if person[field]}
    leaks = set()
    for body in bodies:
        event = json.loads(body)
        # The first administrator is registered under the name of the role.
        of_a_person = event["type"].startswith(("profkom.people.person.", "profkom.people.role."))
        for path, text in _texts(event["data"], "data"):
            if text in reached or (text in names and not of_a_person):
                leaks.add(f"{event['type']}: {path}")
    return sorted(leaks)


def _full_name(person: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (person["last_name"], person["first_name"], person["middle_name"])))


def _texts(node: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, f"{path}.{key}")
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value, path)
    elif isinstance(node, str):
        yield path, node
