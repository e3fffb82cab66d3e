"""An account is managed by those who could do all that its person can, and by nobody else."""

from typing import Any

import pytest

from shared.auth import permissions as p
from shared.ids import new_id
from tests.services.people.conftest import INTERNAL_KEY, People
from tests.support.auth import principal

PASSWORD = "длинный пароль 1"


async def test_an_account_is_made_renamed_and_never_shows_its_password(people: People) -> None:
    person = await people.person()
    account = await people.account(person["id"], "Ivanov", PASSWORD)
    assert account["allowed_actions"] == ["edit", "set_password", "disable", "make_link"]
    path = f"/api/v1/accounts/{account['id']}"
    renamed = await people.patch(path, {"login": "Ivanov.I"}, version=1)
    assert (renamed["login"], renamed["version"]) == ("Ivanov.I", 2)
    assert (await people.sign_in("ivanov", PASSWORD)).status_code == 401
    assert (await people.sign_in("ivanov.i", PASSWORD)).status_code == 200
    assert "password" not in str(await people.get(path)).replace("password_set_at", "").replace("set_password", "")
    found = await people.get("/api/v1/accounts", q="IVANOV")
    assert [item["id"] for item in found["items"]] == [account["id"]]
    for event in await people.events("account.created", "account.changed"):
        assert "argon2" not in str(event)
        assert PASSWORD not in str(event)


async def test_a_login_is_one_account_and_a_person_has_one(people: People) -> None:
    first, second = await people.person("Иванов"), await people.person("Петров")
    await people.account(first["id"], "ivanov")
    body = {"person_id": second["id"], "login": "IVANOV", "password": PASSWORD}
    assert (await people.post("/api/v1/accounts", body, status=409))["code"] == "login_taken"
    body = {"person_id": first["id"], "login": "another", "password": PASSWORD}
    assert (await people.post("/api/v1/accounts", body, status=409))["code"] == "account_exists"
    body = {"person_id": str(new_id()), "login": "nobody", "password": PASSWORD}
    assert (await people.post("/api/v1/accounts", body, status=422))["errors"][0]["code"] == "unknown_person"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("коротко", "password_too_short"),
        ("Ivanov.Ivan", "password_is_login"),
        ("Qwertyuiop", "password_too_common"),
        ("Профсоюз2026", "password_too_common"),
        ("ааааабббббб", "password_monotonous"),
        ("x" * 201, "too_long"),
    ],
)
async def test_a_weak_password_is_refused_with_its_reason(people: People, password: str, code: str) -> None:
    person = await people.person()
    body = {"person_id": person["id"], "login": "ivanov.ivan", "password": password}
    answer = await people.post("/api/v1/accounts", body, status=422)
    assert [error["code"] for error in answer["errors"]] == [code]
    assert password not in str(answer)


@pytest.mark.parametrize("login", ["", "ab", "two words", "x" * 101, "нуль\x00х"])
async def test_a_login_is_one_word(people: People, login: str) -> None:
    person = await people.person()
    body = {"person_id": person["id"], "login": login, "password": PASSWORD}
    answer = await people.post("/api/v1/accounts", body, status=422)
    assert answer["errors"][0]["loc"] == ["body", "login"]


async def test_disabling_ends_the_sessions_and_enabling_lets_in_again(people: People) -> None:
    account = await people.account((await people.person())["id"], "ivanov", PASSWORD)
    headers = {"X-Internal-Key": INTERNAL_KEY}
    credentials = {"login": "ivanov", "password": PASSWORD}
    session = (await people.client.post("/internal/sessions", json=credentials, headers=headers)).json()
    path = f"/api/v1/accounts/{account['id']}"
    disabled = await people.post(f"{path}/disable", status=200)
    assert (disabled["disabled"], "enable" in disabled["allowed_actions"]) == (True, True)
    secret = {"secret": session["secret"]}
    assert (await people.client.post("/internal/sessions/token", json=secret, headers=headers)).status_code == 401
    assert [event["subject"] for event in await people.events("session.ended")] == [session["session_id"]]
    assert (await people.sign_in("ivanov", PASSWORD)).status_code == 401
    await people.post(f"{path}/disable", status=200)  # already so: nothing more happens
    await people.post(f"{path}/enable", status=200)
    assert (await people.sign_in("ivanov", PASSWORD)).status_code == 200
    assert (await people.client.post("/internal/sessions/token", json=secret, headers=headers)).status_code == 401
    changes = [event["data"]["changed"] for event in await people.events("account.changed")]
    assert changes == [{"disabled": [False, True]}, {"disabled": [True, False]}]


async def test_an_administrator_opens_a_locked_account(people: People) -> None:
    account = await people.account((await people.person())["id"], "ivanov", PASSWORD)
    path = f"/api/v1/accounts/{account['id']}"

    async def lock() -> None:
        for _ in range(5):
            await people.sign_in("ivanov", "wrong password")

    await lock()
    shown = await people.get(path)
    assert shown["locked_until"] is not None
    assert "unlock" in shown["allowed_actions"]
    assert (await people.post(f"{path}/unlock", status=200))["locked_until"] is None
    assert (await people.sign_in("ivanov", PASSWORD)).status_code == 200
    await lock()
    body = {"password": "совсем другой пароль"}
    await people.request("PUT", f"{path}/password", json=body, status=200)
    assert (await people.sign_in("ivanov", "совсем другой пароль")).status_code == 200
    await people.request("PUT", f"{path}/password", json={"password": "short"}, status=422)


async def test_a_lesser_administrator_cannot_take_over_a_greater_one(people: People) -> None:
    kursk = await people.branch()
    greater = await people.person("Главная", branch_id=kursk)
    account = await people.account(greater["id"], "greater", PASSWORD)
    await people.grant(greater["id"], "chair")
    manager = principal(p.ACCESS_MANAGE, p.PEOPLE_READ, branches=[kursk])
    path = f"/api/v1/accounts/{account['id']}"
    assert (await people.get(path, by=manager))["allowed_actions"] == []
    assert (await people.get("/api/v1/accounts", by=manager))["items"][0]["allowed_actions"] == []

    async def attempt(method: str, tail: str, body: Any = None) -> str:
        headers = {"If-Match": '"1"'}
        answer = await people.request(method, path + tail, by=manager, json=body, headers=headers, status=403)
        code: str = answer.json()["code"]
        return code

    assert await attempt("PUT", "/password", {"password": "захвачено навсегда"}) == "beyond_own_rights"
    for method, tail, body in (
        ("PATCH", "", {"login": "mine"}),
        ("POST", "/disable", None),
        ("POST", "/enable", None),
        ("POST", "/unlock", None),
    ):
        assert await attempt(method, tail, body) == "beyond_own_rights"
    assert (await people.sign_in("greater", PASSWORD)).status_code == 200
    future = await people.person("Будущая", branch_id=kursk)
    await people.grant(future["id"], "chair", None, valid_from="2999-01-01")
    body = {"person_id": future["id"], "login": "future", "password": PASSWORD}
    assert (await people.post("/api/v1/accounts", body, by=manager, status=403))["code"] == "beyond_own_rights"


async def test_an_account_of_a_foreign_branch_does_not_exist_for_the_caller(people: People) -> None:
    kursk, smolensk = await people.branch("Курское"), await people.branch("Смоленское")
    account = await people.account((await people.person(branch_id=smolensk))["id"], "ivanov", PASSWORD)
    manager = principal(*p.ALL, branches=[kursk])
    path = f"/api/v1/accounts/{account['id']}"
    for method, tail, body in (
        ("GET", "", None),
        ("GET", "/history", None),
        ("PATCH", "", {"login": "mine"}),
        ("PUT", "/password", {"password": "длинный пароль 2"}),
        ("POST", "/disable", None),
        ("POST", "/unlock", None),
    ):
        await people.request(method, path + tail, by=manager, json=body, headers={"If-Match": '"1"'}, status=404)
    assert (await people.get("/api/v1/accounts", by=manager))["items"] == []
    body = {"person_id": (await people.person(branch_id=smolensk))["id"], "login": "x.y.z", "password": PASSWORD}
    refused = await people.post("/api/v1/accounts", body, by=manager, status=422)
    assert refused["errors"][0]["code"] == "unknown_person"
