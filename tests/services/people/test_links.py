"""A one-time link lets one person in, once, for as long as its maker may do all that this person may."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.people.recover import recover
from shared import clock
from shared.auth import permissions as p
from tests.services.people.conftest import ADMIN_LOGIN, INTERNAL_KEY, People
from tests.support.auth import administrator, principal

PASSWORD, CHOSEN = "длинный пароль 1", "совсем другой пароль"
INVITATIONS = "/api/v1/accounts/invitations"


@pytest.fixture
def moved_clock() -> Iterator[list[timedelta]]:
    """Append a duration to move the clock on by it."""
    moved: list[timedelta] = []
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    clock.use(lambda: start + sum(moved, timedelta()))
    yield moved
    clock.use(None)


@pytest.fixture(autouse=True)
async def _real_administrator(people: People) -> None:
    """Who makes links is looked up when one is used."""
    maker = await people.person("Админова", "Ольга")
    await people.grant(maker["id"], "administrator")
    people.admin = administrator(UUID(maker["id"]))


async def invited(people: People, login: str = "savelieva", **person: Any) -> dict[str, Any]:
    """An account without a password."""
    person_id = (await people.person(**person))["id"]
    body = {"person_id": person_id, "login": login}
    account: dict[str, Any] = await people.post("/api/v1/accounts", body)
    return account


async def use(people: People, secret: str, password: str = CHOSEN) -> httpx.Response:
    body, headers = {"secret": secret, "password": password}, {"X-Internal-Key": INTERNAL_KEY}
    return await people.client.post("/internal/sessions/link", json=body, headers=headers)


async def check(people: People, secret: str) -> httpx.Response:
    return await people.client.post("/api/v1/auth/link/check", json={"secret": secret})


async def test_an_invited_person_chooses_a_password_and_is_signed_in(people: People) -> None:
    account = await invited(people, last_name="Савельева", first_name="Анна")
    assert account["password_set_at"] is None
    assert "make_link" in account["allowed_actions"]
    for password in (PASSWORD, "None"):
        assert (await people.sign_in("savelieva", password)).status_code == 401
    link = await people.post(f"/api/v1/accounts/{account['id']}/links")
    assert (link["kind"], link["state"], link["allowed_actions"]) == ("invitation", "open", ["revoke"])
    assert link["path"] == f"/sign-in#link={link['secret']}"
    shown = (await check(people, link["secret"])).json()
    assert (shown["name"], shown["login"], shown["kind"]) == ("Савельева Анна", "savelieva", "invitation")

    weak = await use(people, link["secret"], "short")
    assert (weak.status_code, weak.json()["errors"][0]["loc"]) == (422, ["body", "password"])
    begun = await use(people, link["secret"])
    assert begun.status_code == 201, begun.text
    me = (await people.app.state.verifier.verify(begun.json()["access_token"])).principal
    assert str(me.id) == account["person_id"] == begun.json()["person_id"]
    assert (await people.sign_in("savelieva", CHOSEN)).status_code == 200
    (kept,) = (await people.get(f"/api/v1/accounts/{account['id']}/links"))["items"]
    assert (kept["state"], kept["allowed_actions"]) == ("used", [])
    types = [event["type"].split(".")[-2] for event in await people.events("sign_in_link.made", "sign_in_link.used")]
    assert types == ["made", "used"]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_link_works_once_and_says_so_in_the_callers_language(people: People, language: str) -> None:
    account = await invited(people)
    secret = (await people.post(f"/api/v1/accounts/{account['id']}/links"))["secret"]
    assert (await use(people, secret)).status_code == 201
    people.client.headers["Accept-Language"] = language
    for answer in (await use(people, secret), await check(people, secret), await check(people, "unheard of")):
        assert (answer.status_code, answer.json()["code"]) == (410, "link_unusable")
        assert ("Попросите" in answer.json()["detail"]) == (language == "ru")


async def test_of_two_uses_at_once_one_wins(people: People) -> None:
    account = await invited(people)
    secret = (await people.post(f"/api/v1/accounts/{account['id']}/links"))["secret"]
    answers = await asyncio.gather(*(use(people, secret, f"{CHOSEN} {number}") for number in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 410, 410, 410]
    winner = next(number for number, answer in enumerate(answers) if answer.status_code == 201)
    opened = [(await people.sign_in("savelieva", f"{CHOSEN} {number}")).status_code == 200 for number in range(4)]
    assert opened == [number == winner for number in range(4)]
    assert len(await people.events("session.started")) == 1


async def test_a_link_works_for_a_day(people: People, moved_clock: list[timedelta]) -> None:
    account = await invited(people)
    link = await people.post(f"/api/v1/accounts/{account['id']}/links")
    assert link["expires_at"] == "2026-11-24T09:00:00Z"
    moved_clock.append(timedelta(hours=23, minutes=59))
    assert (await check(people, link["secret"])).status_code == 200
    moved_clock.append(timedelta(minutes=2))
    assert (await use(people, link["secret"])).status_code == 410
    (kept,) = (await people.get(f"/api/v1/accounts/{account['id']}/links"))["items"]
    assert kept["state"] == "expired"
    gone = await people.post(f"/api/v1/accounts/{account['id']}/links/{link['id']}/revoke", status=409)
    assert gone["code"] == "link_not_open"


async def test_what_makes_a_link_worthless(people: People) -> None:
    account = await people.account((await people.person())["id"], "ivanov", PASSWORD)
    path = f"/api/v1/accounts/{account['id']}"

    async def made() -> dict[str, Any]:
        link: dict[str, Any] = await people.post(f"{path}/links")
        assert link["kind"] == "recovery"
        return link

    first, second = await made(), await made()
    assert (await check(people, first["secret"])).status_code == 410  # a newer one was made
    await people.post(f"{path}/links/{second['id']}/revoke", status=200)
    assert (await check(people, second["secret"])).status_code == 410
    third = await made()
    await people.request("PUT", f"{path}/password", json={"password": CHOSEN}, status=200)
    assert (await check(people, third["secret"])).status_code == 410
    fourth = await made()
    await people.post(f"{path}/disable", status=200)
    assert (await use(people, fourth["secret"])).status_code == 410
    assert (await people.post(f"{path}/links", status=409))["code"] == "account_disabled"
    await people.post(f"{path}/enable", status=200)
    assert (await use(people, fourth["secret"])).status_code == 410  # closing revoked it for good


async def test_recovery_ends_the_sessions_and_opens_a_locked_account(people: People) -> None:
    account = await people.account((await people.person())["id"], "ivanov", PASSWORD)
    headers = {"X-Internal-Key": INTERNAL_KEY}
    body = {"login": "ivanov", "password": PASSWORD}
    old = (await people.client.post("/internal/sessions", json=body, headers=headers)).json()
    for _ in range(5):
        await people.sign_in("ivanov", "wrong password")
    secret = (await people.post(f"/api/v1/accounts/{account['id']}/links"))["secret"]
    begun = (await use(people, secret)).json()
    assert (await people.sign_in("ivanov", CHOSEN)).status_code == 200
    for session, status in ((old, 401), (begun, 200)):
        answer = await people.client.post(
            "/internal/sessions/token", json={"secret": session["secret"]}, headers=headers
        )
        assert answer.status_code == status


async def test_a_link_is_made_by_those_who_hold_all_that_its_person_holds(people: People) -> None:
    kursk, smolensk = await people.branch("Курское"), await people.branch("Смоленское")
    account = await invited(people, branch_id=kursk)
    links = f"/api/v1/accounts/{account['id']}/links"
    manager, stranger = (principal(p.ACCESS_MANAGE, branches=[branch]) for branch in (kursk, smolensk))
    await people.post(links, by=stranger, status=404)
    await people.request("GET", links, by=stranger, status=404)
    assert (await people.post(links, by=principal(*p.ALL, person_id=UUID(account["person_id"])), status=403))[
        "code"
    ] == "own_access"
    await people.grant(account["person_id"], "chair")
    assert (await people.post(links, by=manager, status=403))["code"] == "beyond_own_rights"
    link = await people.post(links)
    assert link["allowed_actions"] == ["revoke"]
    (seen,) = (await people.get(links, by=manager))["items"]
    assert seen["allowed_actions"] == []
    assert (await people.post(f"{links}/{link['id']}/revoke", by=manager, status=403))["code"] == "beyond_own_rights"


async def test_a_link_dies_when_its_person_rises_above_its_maker(people: People) -> None:
    """Or a lesser administrator could keep a link for a day and take over whoever is promoted meanwhile."""
    kursk = await people.branch("Курское")
    account = await invited(people, branch_id=kursk)
    maker = await people.person("Старшая", branch_id=kursk)
    role = {"code": "keeper", "name_ru": "Хранитель", "name_en": "Keeper", "permissions": [p.ACCESS_MANAGE]}
    await people.post("/api/v1/roles", role)
    held = await people.grant(maker["id"], "keeper", kursk)
    manager = principal(p.ACCESS_MANAGE, branches=[kursk], person_id=UUID(maker["id"]))

    async def made() -> str:
        secret: str = (await people.post(f"/api/v1/accounts/{account['id']}/links", by=manager))["secret"]
        return secret

    secret = await made()
    risen = await people.grant(account["person_id"], "branch_chair", kursk)
    assert (await use(people, secret)).status_code == 410
    await people.post(f"/api/v1/grants/{risen['id']}/withdraw", status=200)
    assert (await use(people, secret)).status_code == 201  # and was not used up by the attempt
    secret = await made()
    await people.post(f"/api/v1/grants/{held['id']}/withdraw", status=200)
    assert (await use(people, secret)).status_code == 410


async def test_the_secret_is_kept_nowhere_not_even_for_a_repeated_request(people: People) -> None:
    account = await invited(people)
    headers = {"Idempotency-Key": "one-and-the-same"}
    path = f"/api/v1/accounts/{account['id']}/links"
    first, second = [(await people.request("POST", path, headers=headers, status=201)).json() for _ in range(2)]
    assert first["secret"] != second["secret"]
    assert (await check(people, first["secret"])).status_code == 410
    await use(people, second["secret"])
    tables = "sign_in_links", "outbox", "history", "idempotency_keys", "accounts"
    for table in tables:
        for (row,) in await people.sql(f"SELECT t::text FROM {table} t"):
            for secret in (first["secret"], second["secret"], CHOSEN):
                assert secret not in row
                assert secret.encode().hex() not in row


async def test_many_are_invited_at_once_and_who_is_refused_hinders_nobody(people: People) -> None:
    first = await people.person("Савельева", "Анна", middle_name="Марковна")
    namesake = await people.person("Савельева", "Алла", middle_name="Максимовна")
    there = await people.account((await people.person("Петров"))["id"], "petrov", PASSWORD)
    body = {"items": [{"person_id": person} for person in (first["id"], there["person_id"], namesake["id"])]}
    done = (await people.post(INVITATIONS, body, status=200))["items"]
    assert [item["login"] for item in done] == ["savelyeva.am", None, "savelyeva.am2"]
    assert [item["refusal"] and item["refusal"]["code"] for item in done] == [None, "account_exists", None]
    assert (await use(people, done[0]["link"]["secret"])).status_code == 201
    again = (await people.post(INVITATIONS, body, status=200))["items"]
    assert [item["refusal"] and item["refusal"]["code"] for item in again] == ["account_exists"] * 2 + [None]
    assert (await check(people, done[2]["link"]["secret"])).status_code == 410
    assert (await use(people, again[2]["link"]["secret"])).status_code == 201
    waiting = (await people.get("/api/v1/accounts", has_password=False))["items"]
    assert waiting == []


async def test_an_invitation_tells_nothing_of_foreign_branches(people: People) -> None:
    kursk, smolensk = await people.branch("Курское"), await people.branch("Смоленское")
    foreign = await people.person("Чужой", branch_id=smolensk)
    there = await people.account((await people.person("Чужая", branch_id=smolensk))["id"], "foreign", PASSWORD)
    body = {"items": [{"person_id": person} for person in (foreign["id"], there["person_id"])]}
    manager = principal(p.ACCESS_MANAGE, branches=[kursk])
    done = (await people.post(INVITATIONS, body, by=manager, status=200))["items"]
    assert [item["refusal"]["code"] for item in done] == ["invalid_input", "not_found"]
    await people.post(INVITATIONS, {"items": []}, status=422)


async def test_the_operator_lets_the_last_administrator_in(people: People) -> None:
    await people.sql("UPDATE accounts SET disabled = true, locked_until = now() + interval '1 hour'")
    secret = await recover(people.database, " ADMIN ")
    assert (await use(people, secret)).status_code == 201
    assert (await people.sign_in(ADMIN_LOGIN, CHOSEN)).status_code == 200
    with pytest.raises(SystemExit, match="no account"):
        await recover(people.database, "nobody")
