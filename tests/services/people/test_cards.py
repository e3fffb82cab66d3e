"""The membership card: a stranger learns whether it is good, and then a name; an access token is no card."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from joserfc import jws
from joserfc.jwk import KeySet

from services.people.cards import printing
from services.people.cards.signing import CardSigner
from shared.auth import permissions as p
from shared.auth.tokens import read_keys, verify
from shared.documents import print_pages, print_pdf, qr_svg
from shared.errors import NotAuthenticated
from tests.services.people.conftest import People
from tests.support.auth import ISSUER, Tokens, administrator, principal, write_key_file

CHECK = "/api/v1/public/cards/check"
NOTHING = {"valid": False, "name": None}


async def member(people: People, **values: Any) -> Any:
    branch = await people.branch()
    return await people.person("Ёлкина", "Анна", middle_name="Петровна", branch_id=branch, **values)


async def issue(people: People, person: Any, *, by: Any = None, status: int = 200) -> Any:
    return await people.post(f"/api/v1/people/{person['id']}/card/issue", by=by, status=status)


def token_of(state: Any) -> str:
    token: str = state["card"]["link"].partition("#")[2]
    return token


async def check(people: People, token: str) -> Any:
    answer = await people.client.post(CHECK, json={"token": token})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_anybody_learns_that_a_card_is_good_and_whose_it_is_and_no_more(people: People) -> None:
    person = await member(people, phone="+79940327388", birth_date="1990-05-05")
    path = f"/api/v1/people/{person['id']}/card"
    assert (await people.get(path))["card"] is None
    state = await issue(people, person)
    assert state["card"]["link"].startswith("http://127.0.0.1:8000/card#ey")
    assert person["id"] not in state["card"]["link"]
    assert len(state["card"]["link"]) < 220  # a QR code that a cheap camera reads
    assert await check(people, token_of(state)) == {"valid": True, "name": "Ёлкина Анна Петровна"}
    assert (await check(people, state["card"]["link"]))["valid"]  # the link as it was scanned
    picture = await people.request("GET", f"{path}.svg", status=200)
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith("<svg")
    assert "Ёлкина" not in picture.text
    assert (await people.get(path)) == state


async def test_a_card_of_who_left_is_not_good_and_tells_no_name(people: People) -> None:
    person = await member(people, joined_on="2020-01-01")
    token = token_of(await issue(people, person))
    left = await people.post(f"/api/v1/people/{person['id']}/leave", {"left_on": "2026-01-01"}, status=200)
    assert await check(people, token) == NOTHING
    assert (await people.get(f"/api/v1/people/{person['id']}/card"))["is_valid"] is False
    assert (await issue(people, person, status=409))["code"] == "not_member"
    await people.post(f"/api/v1/people/{person['id']}/join", {"joined_on": "2026-02-01"}, status=200)
    assert (await check(people, token))["valid"] is True
    assert left["is_member"] is False


async def test_a_replaced_and_a_withdrawn_card_are_not_good(people: People) -> None:
    person = await member(people)
    first = token_of(await issue(people, person))
    second_state = await issue(people, person)
    assert [(one["reason"]) for one in second_state["former"]] == ["replaced"]
    assert await check(people, first) == NOTHING
    assert (await check(people, token_of(second_state)))["valid"] is True
    path = f"/api/v1/people/{person['id']}/card"
    state = await people.post(f"{path}/withdraw", {"reason": "lost"}, status=200)
    assert state["card"] is None
    assert state["allowed_actions"] == ["issue_card"]
    assert await check(people, token_of(second_state)) == NOTHING
    assert (await people.post(f"{path}/withdraw", {"reason": "lost"}, status=404))["code"] == "no_card"
    await people.request("GET", f"{path}.svg", status=404)
    verbs = [event["type"].split(".")[3] for event in await people.events("card.issued", "card.withdrawn")]
    assert verbs == ["issued", "withdrawn", "issued", "withdrawn"]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """The data of what was printed; it is printed all the same."""
    seen: list[Mapping[str, Any]] = []

    async def keep(template: Path, data: Mapping[str, Any]) -> bytes:
        seen.append(data)
        return await print_pdf(template, data)

    monkeypatch.setattr(printing, "print_pdf", keep)
    return seen


async def test_a_card_is_printed_with_the_name_the_number_and_the_code_that_is_checked(
    people: People, printed: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    links: list[str] = []

    def keep_link(link: str) -> str:
        links.append(link)
        return qr_svg(link)

    monkeypatch.setattr(printing, "qr_svg", keep_link)
    person = await member(people)
    path = f"/api/v1/people/{person['id']}/card.pdf"
    assert (await people.request("GET", path, status=404)).json()["code"] == "no_card"
    state = await issue(people, person)
    answer = await people.request("GET", path, status=200)
    assert (answer.headers["content-type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''")
    assert answer.headers["cache-control"] == "private, no-store"
    assert links == [state["card"]["link"]], "what is printed is what a check reads"
    [data] = printed
    assert (data["name"], data["union"]) == (["Ёлкина", "Анна", "Петровна"], "Профсоюзная организация")
    assert [value for _, value in data["facts"]][:2] == ["Курское", str(state["card"]["number"])]


async def test_nobody_prints_a_card_that_is_not_theirs_or_not_good(people: People) -> None:
    person = await member(people, joined_on="2020-01-01")
    await issue(people, person)
    path = f"/api/v1/people/{person['id']}/card.pdf"
    branch = UUID(person["branch_id"])
    await people.request("GET", path, by=principal(p.PEOPLE_READ, branches=[branch]), status=403)
    await people.request("GET", path, by=principal(person_id=UUID(person["id"])), status=200)
    await people.post(f"/api/v1/people/{person['id']}/leave", {"left_on": "2026-01-01"}, status=200)
    refused = await people.request("GET", path, status=409)
    assert refused.json()["code"] == "not_member"


async def test_the_longest_names_stay_on_one_card() -> None:
    long = printing.PrintedCard(
        name=("Константинопольская-Преображенская", "Александра", "Константиновна"),
        branch="Первичная организация филиала " * 6,
        number=2**40,
        issued_at=datetime(2026, 11, 23, 22, 30, tzinfo=UTC),
        link=f"https://profkom.example.org/card#{'A' * 180}",
        union="Первичная профсоюзная организация работников ремонтного предприятия " * 2,
        zone="Europe/Moscow",
    )
    data = printing.data_of(long, "ru")
    assert dict(data["facts"])["Выдан"] == "24.11.2026", "by the union's date"
    assert len(await print_pages(printing.CARD, data)) == 1


async def test_of_two_issued_at_once_one_card_is_held(people: People) -> None:
    person = await member(people)
    states = await asyncio.gather(issue(people, person), issue(people, person))
    good = [state for state in states if (await check(people, token_of(state)))["valid"]]
    assert len(good) == 1


async def test_only_the_person_and_who_edits_the_card_see_it(people: People) -> None:
    person = await member(people)
    branch, other = UUID(person["branch_id"]), await people.branch("Смоленское")
    path = f"/api/v1/people/{person['id']}/card"
    assert await issue(people, person, by=principal(person_id=UUID(person["id"])))
    await people.request("GET", path, by=principal(p.PEOPLE_READ, branches=[branch]), status=403)
    await issue(people, person, by=principal(p.PEOPLE_READ, branches=[branch]), status=403)
    for tail in ("", ".svg"):
        stranger = principal(p.PEOPLE_READ, p.PEOPLE_EDIT, branches=[other])
        await people.request("GET", path + tail, by=stranger, status=404)
    await issue(people, person, by=principal(p.PEOPLE_EDIT, branches=[other]), status=404)


async def test_an_access_token_is_no_card_and_a_card_no_access_token(people: People, tokens: Tokens) -> None:
    """Even signed by one and the same key, as here."""
    person = await member(people)
    token = token_of(await issue(people, person))
    access = tokens.sign(administrator())
    assert await check(people, access) == NOTHING
    answer = await people.client.get("/api/v1/people", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    keys = KeySet(read_keys(tokens.key_file))  # type: ignore[arg-type]
    with pytest.raises(NotAuthenticated):
        verify(token, keys, issuer=ISSUER)


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        ({"typ": "at+jwt"}, {"c": 1001}),
        ({}, {"c": 1001}),
        ({"typ": "card"}, {"c": "1001"}),
        ({"typ": "card"}, {"c": True}),
        ({"typ": "card"}, {"c": -1}),
        ({"typ": "card"}, {"c": 2**70}),
        ({"typ": "card"}, {}),
        ({"typ": "card"}, [1001]),
    ],
)
async def test_what_we_signed_for_another_purpose_is_no_card(
    people: People, tokens: Tokens, header: dict[str, str], payload: Any
) -> None:
    assert (await issue(people, await member(people)))["card"]["number"] == 1001
    key = read_keys(tokens.key_file)[0]
    signed = jws.serialize_compact({"alg": "Ed25519", **header}, json.dumps(payload), key, algorithms=["Ed25519"])
    assert await check(people, signed) == NOTHING


async def test_what_others_signed_or_nobody_did_is_no_card(people: People, tmp_path: Path) -> None:
    token = token_of(await issue(people, await member(people)))
    forged = CardSigner(write_key_file(tmp_path / "other.pem")).sign(1001)
    head, payload, signature = token.split(".")
    unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiY2FyZCJ9"
    for wrong in (forged, f"{unsigned}.{payload}.", f"{head}.eyJjIjoxMDAyfQ.{signature}", token[:-4], "", "..", "ё"):
        assert await check(people, wrong) == NOTHING
    assert (await people.client.post(CHECK, json={"token": "x" * 1001})).status_code == 422
    assert (await people.client.post(CHECK, json={})).status_code == 422


def test_cards_outlive_a_change_of_keys(tmp_path: Path) -> None:
    old, new = write_key_file(tmp_path / "old.pem"), write_key_file(tmp_path / "new.pem")
    token = CardSigner(old).sign(1001)
    assert CardSigner(new).read(token) is None
    new.write_text(new.read_text() + old.read_text())
    assert CardSigner(new).read(token) == 1001
