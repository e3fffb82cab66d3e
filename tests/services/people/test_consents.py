"""The register of consents: what was said is kept, what holds is the last word, and who may speak."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from shared.auth import permissions as p
from shared.ids import new_id
from tests.services.people.conftest import People
from tests.support.auth import principal

GIVEN = {"kind": "photos", "given": True, "text_version": "2026-03", "channel": "paper"}
WITHDRAWN = {"kind": "photos", "given": False, "channel": "bot"}


def photos(consents: Any) -> Any:
    return next(item for item in consents["items"] if item["kind"] == "photos")


async def test_the_last_word_holds_and_every_word_is_kept(people: People) -> None:
    person = await people.person(branch_id=await people.branch())
    path = f"/api/v1/people/{person['id']}/consents"
    before = await people.get(path)
    assert photos(before) == {
        "kind": "photos", "label": "публикация фотографий", "given": False, "text_version": None, "since": None,
    }  # fmt: skip
    signed_on = "2026-03-05T09:00:00+03:00"
    given = await people.post(path, {**GIVEN, "stated_at": signed_on})
    assert photos(given)["given"] is True
    assert photos(given)["since"] == "2026-03-05T06:00:00Z"
    withdrawn = await people.post(path, WITHDRAWN)
    assert photos(withdrawn)["given"] is False
    assert [(s["given"], s["channel"]) for s in withdrawn["statements"]] == [(False, "bot"), (True, "paper")]
    first, second = await people.events("consent.given", "consent.withdrawn")
    assert (first["data"]["text_version"], second["data"]["given"]) == ("2026-03", False)
    assert first["readers"] == person["id"]


async def test_a_person_speaks_for_themselves_and_an_editor_for_those_of_the_branch(people: People) -> None:
    branch, other = await people.branch("Курское"), await people.branch("Смоленское")
    person = await people.person(branch_id=branch)
    path = f"/api/v1/people/{person['id']}/consents"
    oneself = principal(person_id=UUID(person["id"]))
    assert (await people.post(path, GIVEN, by=oneself))["may_record"] is True
    await people.request("GET", path, by=principal(p.PEOPLE_READ, branches=[branch]), status=403)
    reader = principal(p.PEOPLE_READ, p.PEOPLE_READ_PRIVATE, branches=[branch])
    assert (await people.get(path, by=reader))["may_record"] is False
    await people.post(path, WITHDRAWN, by=reader, status=403)
    stranger = principal(p.PEOPLE_READ, p.PEOPLE_EDIT, branches=[other])
    await people.request("GET", path, by=stranger, status=404)
    await people.post(path, WITHDRAWN, by=stranger, status=404)
    await people.post(path, WITHDRAWN, by=principal(p.PEOPLE_EDIT, p.PEOPLE_READ, branches=[branch]))
    await people.post(f"/api/v1/people/{new_id()}/consents", GIVEN, status=404)


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        (WITHDRAWN, 409, "consent_not_given", "Отозвать нечего"),
        ({**GIVEN, "text_version": None}, 422, "invalid_input", "Укажите редакцию текста"),
        ({**GIVEN, "kind": "soul"}, 422, "invalid_input", "Такого значения нет"),
        ({**GIVEN, "channel": "telepathy"}, 422, "invalid_input", "Такого значения нет"),
        ({**GIVEN, "stated_at": "2999-01-01T00:00:00Z"}, 422, "invalid_input", "ещё не наступило"),
        ({**GIVEN, "stated_at": "1999-01-01T00:00:00Z"}, 422, "invalid_input", "раньше 2000 года"),
        ({**GIVEN, "stated_at": "2026-01-01T00:00:00"}, 422, "invalid_input", "часовой пояс"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    people: People, body: dict[str, Any], status: int, code: str, words: str
) -> None:
    person = await people.person()
    refusal = await people.post(f"/api/v1/people/{person['id']}/consents", body, status=status)
    assert refusal["code"] == code
    assert words in str(refusal)
    assert await people.sql("SELECT 1 FROM consents") == []


async def test_the_same_consent_given_twice_at_once_is_recorded_once(people: People) -> None:
    person = await people.person()
    path = f"/api/v1/people/{person['id']}/consents"
    answers = await asyncio.gather(*(people.request("POST", path, json=GIVEN) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    await people.post(path, {**GIVEN, "text_version": "2026-09"})  # a new wording is a new consent
    assert len(await people.events("consent.given")) == 2


async def test_a_segment_knows_who_agreed(people: People) -> None:
    willing, unwilling = await people.person("Согласная"), await people.person("Несогласная")
    for person in (willing, unwilling):
        await people.post(f"/api/v1/people/{person['id']}/consents", GIVEN)
    await people.post(f"/api/v1/people/{unwilling['id']}/consents", WITHDRAWN)
    condition = {"field": "person.consents", "op": "has", "value": "photos"}
    shown = await people.post("/api/v1/segments/preview", {"condition": condition}, status=200)
    assert [card["last_name"] for card in shown["sample"]] == ["Согласная"]
