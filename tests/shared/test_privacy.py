"""The watchers over personal data see what they are for."""

import json
from typing import Any

import pytest

from shared.logging import configure, get_logger
from shared.settings import CommonSettings
from tests.support.privacy import LogWatch, named_in_events, personal

PERSON = {
    "last_name": "Савельева",
    "first_name": "Анна",
    "middle_name": "Марковна",
    "phone": "+79161234567",
    "email": "anna@example.org",
}


@pytest.mark.parametrize("text", ["Савельева", "тел. +7 (916) 123-45-67", "89161234567", "to anna@example.org"])
def test_what_people_typed_is_seen_in_a_log(log_watch: LogWatch, text: str) -> None:
    configure(CommonSettings())
    get_logger("services.people.test").warning("nobody by that name", words=text)
    assert log_watch.take()


@pytest.mark.parametrize(
    "text",
    ["request", "01a20994-e56c-7539-b968-2b1e8a3bb0e2", "port 19000, 7380 rows in 8916 ms", "2026-11-23T17:01:33Z"],
)
def test_ids_codes_and_counts_are_no_personal_data(text: str) -> None:
    assert personal(text) == []


def event(noun: str, data: dict[str, Any]) -> bytes:
    return json.dumps({"type": f"profkom.{noun}.v1", "data": data}).encode()


def test_an_event_that_names_a_person_is_seen() -> None:
    bodies = [
        event("people.person.changed", {"last_name": "Савельева"}),
        event("people.person.changed", {"changed": {"phone": [None, "+79161234567"]}}),
        event("nonconformity.comment.added", {"author": {"name": "Савельева Анна Марковна"}}),
        event("nonconformity.comment.added", {"text": "Лестница сломана"}),
    ]
    assert named_in_events(bodies, [PERSON]) == [
        "profkom.nonconformity.comment.added.v1: data.author.name",
        "profkom.people.person.changed.v1: data.changed.phone",
    ]
