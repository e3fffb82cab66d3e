"""Who has the password still needs the telephone; who has lost it has codes on paper, or somebody who takes it off."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pyotp
import pytest

from services.people.recover import recover
from services.people.sealing import Sealing
from shared import clock
from shared.auth import permissions as p
from shared.auth.principal import Principal
from shared.ids import new_id
from tests.services.people.conftest import INTERNAL_KEY, People
from tests.support.auth import administrator, principal

PASSWORD = "длинный пароль 1"
FACTOR = "/api/v1/me/second-factor"
START = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Telephone:
    """An authenticator app with a clock of its own."""

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)

    def code(self, *, late: float = 0) -> str:
        """The code that it shows now when its clock is `late` by so many seconds."""
        return self._totp.at(int(clock.now().timestamp() - late))

    def wrong(self) -> str:
        """Six digits that fit at no time near."""
        near = {self.code(late=late) for late in (-60, -30, 0, 30, 60)}
        return next(f"{number:06}" for number in range(10) if f"{number:06}" not in near)


@pytest.fixture
def moved_clock() -> Iterator[list[timedelta]]:
    """Append a duration to move the clock on by it."""
    moved: list[timedelta] = []
    clock.use(lambda: START + sum(moved, timedelta()))
    yield moved
    clock.use(None)


async def owner(people: People, login: str = "ivanov") -> tuple[Principal, dict[str, Any]]:
    """Somebody with an account: who they are, and the account."""
    account = await people.account((await people.person())["id"], login, PASSWORD)
    return principal(person_id=UUID(account["person_id"])), account


async def enrolled(people: People, me: Principal) -> tuple[Telephone, list[str]]:
    begun = await people.post(FACTOR, {"password": PASSWORD}, by=me, status=200)
    phone = Telephone(begun["secret"])
    done = await people.post(f"{FACTOR}/confirm", {"otp": phone.code()}, by=me, status=200)
    return phone, done["recovery_codes"]


async def sign_in(people: People, otp: str | None = None, password: str = PASSWORD) -> httpx.Response:
    form = {"username": "ivanov", "password": password} | ({"otp": otp} if otp is not None else {})
    return await people.client.post("/api/v1/auth/token", data=form)


async def begin_session(people: People, otp: str | None = None) -> httpx.Response:
    body = {"login": "ivanov", "password": PASSWORD, "otp": otp}
    return await people.client.post("/internal/sessions", json=body, headers={"X-Internal-Key": INTERNAL_KEY})


async def test_enrolment_shows_the_secret_once_and_counts_when_a_code_is_shown(
    people: People, moved_clock: list[timedelta]
) -> None:
    me, account = await owner(people)
    off = {"enabled": False, "enabled_at": None, "demanded": False, "recovery_codes_left": 0}
    assert await people.get(FACTOR, by=me) == off | {"allowed_actions": ["enrol"]}
    refused = await people.post(FACTOR, {"password": "wrong password"}, by=me, status=422)
    assert refused["errors"][0]["code"] == "wrong_password"
    assert (await people.post(f"{FACTOR}/confirm", {"otp": "123456"}, by=me, status=409))["code"] == "second_factor_off"
    begun = await people.post(FACTOR, {"password": PASSWORD}, by=me, status=200)
    parsed = pyotp.parse_uri(begun["uri"])
    assert (parsed.secret, parsed.name, parsed.issuer) == (begun["secret"], "ivanov", "Профком")
    assert begun["qr_svg"].startswith("<svg")
    assert (await sign_in(people)).status_code == 200  # not in force yet
    phone = Telephone(begun["secret"])
    wrong = await people.post(f"{FACTOR}/confirm", {"otp": phone.wrong()}, by=me, status=422)
    assert wrong["errors"][0]["code"] == "wrong_code"
    done = await people.post(f"{FACTOR}/confirm", {"otp": phone.code()}, by=me, status=200)
    assert len(set(done["recovery_codes"])) == 10
    shown = await people.get(FACTOR, by=me)
    assert (shown["enabled"], shown["recovery_codes_left"]) == (True, 10)
    for path in ("", "/confirm"):
        body = {"otp": phone.code()} if path else {"password": PASSWORD}
        assert (await people.post(FACTOR + path, body, by=me, status=409))["code"] == "second_factor_on"
    card = await people.get(f"/api/v1/accounts/{account['id']}")
    assert card["second_factor"]
    assert "reset_second_factor" in card["allowed_actions"]
    for table in ("second_factors", "recovery_codes", "outbox", "history"):
        for (row,) in await people.sql(f"SELECT t::text FROM {table} t"):
            for secret in (begun["secret"], *done["recovery_codes"]):
                assert secret not in row
                assert secret.replace("-", "").encode().hex() not in row


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_programs_and_browsers_sign_in_in_two_steps(
    people: People, moved_clock: list[timedelta], language: str
) -> None:
    me, _ = await owner(people)
    phone, _ = await enrolled(people, me)
    people.client.headers["Accept-Language"] = language
    for attempt in (sign_in, begin_session):
        moved_clock.append(timedelta(seconds=30))
        asked = await attempt(people)
        assert (asked.status_code, asked.json()["code"]) == (401, "second_factor_required")
        assert ("телефон" in asked.json()["detail"]) == (language == "ru")
        wrong = await attempt(people, phone.wrong())
        assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_second_factor")
        code = phone.code()
        assert (await attempt(people, f" {code[:3]} {code[3:]}")).is_success
        again = await attempt(people, code)
        assert (again.status_code, again.json()["code"]) == (401, "wrong_second_factor")  # nobody replays a code
    unknown = await sign_in(people, phone.code(), password="wrong password")
    assert unknown.json()["code"] == "wrong_credentials"  # that there is a factor, only the password tells


@pytest.mark.parametrize(("late", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
async def test_a_telephones_clock_may_be_wrong_by_one_step(
    people: People, moved_clock: list[timedelta], late: float, fits: bool
) -> None:
    me, _ = await owner(people)
    phone, _ = await enrolled(people, me)
    moved_clock.append(timedelta(minutes=5, seconds=5))
    assert (await sign_in(people, phone.code(late=late))).is_success == fits


async def test_an_older_code_is_worth_nothing_after_a_newer_one(people: People, moved_clock: list[timedelta]) -> None:
    me, _ = await owner(people)
    phone, _ = await enrolled(people, me)
    moved_clock.append(timedelta(minutes=5))
    assert (await sign_in(people, phone.code())).is_success
    assert not (await sign_in(people, phone.code(late=30))).is_success


async def test_of_one_code_shown_twice_at_once_one_is_taken(people: People, moved_clock: list[timedelta]) -> None:
    me, _ = await owner(people)
    phone, codes = await enrolled(people, me)
    moved_clock.append(timedelta(minutes=5))
    for code in (phone.code(), codes[0]):
        answers = await asyncio.gather(*(sign_in(people, code) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


async def test_five_guesses_lock_even_with_the_right_password_in_between(
    people: People, moved_clock: list[timedelta]
) -> None:
    me, _ = await owner(people)
    phone, _ = await enrolled(people, me)
    moved_clock.append(timedelta(minutes=5))
    for _ in range(5):
        assert (await sign_in(people)).json()["code"] == "second_factor_required"  # forgives nothing
        body = {"current_password": PASSWORD, "new_password": "short"}
        await people.request("PUT", "/api/v1/me/password", by=me, json=body, status=422)  # neither does this
        assert (await sign_in(people, phone.wrong())).json()["code"] == "wrong_second_factor"
    assert (await sign_in(people, phone.code())).json()["code"] == "wrong_credentials"
    assert [event["data"]["failed_attempts"] for event in await people.events("account.locked")] == [5]
    moved_clock.append(timedelta(seconds=61))
    assert (await sign_in(people, phone.code())).is_success
    assert (await sign_in(people, phone.wrong())).json()["code"] == "wrong_second_factor"  # counting began anew


async def test_a_code_on_paper_works_once(people: People, moved_clock: list[timedelta]) -> None:
    me, _ = await owner(people)
    _, codes = await enrolled(people, me)
    assert (await sign_in(people, codes[3].upper())).is_success
    assert (await sign_in(people, codes[3])).json()["code"] == "wrong_second_factor"
    assert (await begin_session(people, codes[4].replace("-", " "))).status_code == 201
    assert (await people.get(FACTOR, by=me))["recovery_codes_left"] == 8
    used = await people.events("second_factor.changed")
    assert [event["data"]["recovery_codes_left"] for event in used] == [9, 8]
    renewed = await people.post(f"{FACTOR}/recovery-codes", {"password": PASSWORD, "otp": codes[5]}, by=me, status=200)
    assert not set(renewed["recovery_codes"]) & set(codes)
    assert not (await sign_in(people, codes[6])).is_success
    assert (await sign_in(people, renewed["recovery_codes"][0])).is_success


async def test_the_owner_switches_it_off_with_password_and_code(people: People, moved_clock: list[timedelta]) -> None:
    me, _ = await owner(people)
    body = {"password": PASSWORD, "otp": "123456"}
    assert (await people.post(f"{FACTOR}/disable", body, by=me, status=409))["code"] == "second_factor_off"
    phone, _ = await enrolled(people, me)
    moved_clock.append(timedelta(minutes=1))
    for given, code in (
        ({"password": "wrong password", "otp": phone.code()}, "wrong_password"),
        ({"password": PASSWORD, "otp": phone.wrong()}, "wrong_code"),
        ({"password": PASSWORD}, "missing"),
    ):
        refused = await people.post(f"{FACTOR}/disable", given, by=me, status=422)
        assert refused["errors"][0]["code"] == code
    empty = await people.request("POST", f"{FACTOR}/disable", by=me, json={"password": PASSWORD, "otp": ""})
    assert empty.status_code in (401, 422)
    assert (await people.get(FACTOR, by=me))["enabled"]
    await people.post(f"{FACTOR}/disable", {"password": PASSWORD, "otp": phone.code()}, by=me, status=204)
    assert (await sign_in(people)).is_success


async def test_a_manager_takes_it_off_and_ends_the_sessions(people: People, moved_clock: list[timedelta]) -> None:
    me, account = await owner(people)
    _, codes = await enrolled(people, me)
    session = (await begin_session(people, codes[0])).json()
    path = f"/api/v1/accounts/{account['id']}/reset-second-factor"
    await people.post(path, by=me, status=403)
    assert (await people.post(path, by=principal(*p.ALL, person_id=me.id), status=403))["code"] == "own_access"
    await people.grant(str(me.id), "chair")
    assert (await people.post(path, by=principal(p.ACCESS_MANAGE), status=403))["code"] == "beyond_own_rights"
    card = await people.post(path, status=200)
    assert (card["second_factor"], "reset_second_factor" in card["allowed_actions"]) == (False, False)
    headers = {"X-Internal-Key": INTERNAL_KEY}
    body = {"secret": session["secret"]}
    assert (await people.client.post("/internal/sessions/token", json=body, headers=headers)).status_code == 401
    assert (await sign_in(people)).is_success
    history = [item["act"] for item in (await people.get(f"/api/v1/accounts/{account['id']}/history"))["items"]]
    assert history[:2] == ["second_factor_disabled", "second_factor_changed"]
    assert "second_factor_enabled" in history


async def test_a_link_does_not_lead_past_it(people: People, moved_clock: list[timedelta]) -> None:
    maker = await people.person("Админова")
    await people.grant(maker["id"], "administrator")
    people.admin = administrator(UUID(maker["id"]))
    me, account = await owner(people)
    phone, _ = await enrolled(people, me)
    moved_clock.append(timedelta(minutes=1))
    secret = (await people.post(f"/api/v1/accounts/{account['id']}/links"))["secret"]
    assert (await people.client.post("/api/v1/auth/link/check", json={"secret": secret})).json()["second_factor"]

    async def follow(otp: str | None) -> tuple[int, str]:
        body = {"secret": secret, "password": "совсем другой пароль", "otp": otp}
        headers = {"X-Internal-Key": INTERNAL_KEY}
        answer = await people.client.post("/internal/sessions/link", json=body, headers=headers)
        return answer.status_code, answer.json().get("code", "")

    assert await follow(None) == (401, "second_factor_required")
    for _ in range(5):
        assert await follow(phone.wrong()) == (401, "wrong_second_factor")
    assert await follow(phone.code()) == (429, "too_many_requests")
    moved_clock.append(timedelta(seconds=61))
    assert (await follow(phone.code()))[0] == 201


async def test_the_operator_takes_it_off_the_last_administrator(people: People, moved_clock: list[timedelta]) -> None:
    me, _ = await owner(people)
    await enrolled(people, me)
    headers = {"X-Internal-Key": INTERNAL_KEY}
    for without, status in ((False, 401), (True, 201)):
        secret = await recover(people.database, "ivanov", without_second_factor=without)
        body = {"secret": secret, "password": "совсем другой пароль"}
        answer = await people.client.post("/internal/sessions/link", json=body, headers=headers)
        assert answer.status_code == status


async def test_where_a_role_demands_it_nothing_else_is_open_until_it_is_there(
    people: People, moved_clock: list[timedelta]
) -> None:
    settings = people.app.state.settings
    people.app.state.settings = settings.model_copy(update={"second_factor_roles": frozenset({"accountant"})})
    me, _ = await owner(people)
    await people.grant(str(me.id), "staff")

    async def token(otp: str | None = None) -> dict[str, str]:
        answer = await sign_in(people, otp)
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    async def get(path: str, headers: dict[str, str]) -> httpx.Response:
        return await people.client.get(path, headers=headers)

    assert (await get("/api/v1/people", await token())).status_code == 200  # a role that does not demand it
    await people.grant(str(me.id), "accountant")
    restricted = await token()
    for path in ("/api/v1/people", "/api/v1/branches", "/api/v1/roles"):
        refused = await get(path, restricted)
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_missing")
    shown = (await get("/api/v1/me", restricted)).json()
    assert shown["second_factor"] == {"enabled": False, "demanded": True}
    assert shown["permissions"] == {}
    holder = (await people.app.state.verifier.verify(restricted["Authorization"].removeprefix("Bearer "))).principal
    assert (holder.must_enrol, holder.grants) == (True, ())
    session = await people.app.state.verifier.verify((await begin_session(people)).json()["access_token"])
    assert session.principal.must_enrol

    phone, _ = await enrolled(people, holder)
    moved_clock.append(timedelta(seconds=30))
    assert (await get("/api/v1/people", await token(phone.code()))).status_code == 200
    moved_clock.append(timedelta(seconds=30))
    body = {"password": PASSWORD, "otp": phone.code()}
    await people.post(f"{FACTOR}/disable", body, by=me, status=204)
    assert (await get("/api/v1/people", await token())).status_code == 403


def test_a_secret_is_sealed_for_its_owner_and_survives_a_change_of_keys() -> None:
    old, new = "a" * 43, "b" * 43
    account = new_id()
    sealed = Sealing(old).seal("secret", account)
    assert b"secret" not in sealed
    both = Sealing(f"{new},{old}")
    assert both.open(sealed, account) == "secret"
    assert both.open(sealed, new_id()) is None
    assert both.open(sealed[:-1] + b"x", account) is None
    assert Sealing(new).open(both.seal("secret", account), account) == "secret"
    assert Sealing(old).open(both.seal("secret", account), account) is None
    assert Sealing(old).fingerprints("code", account)[0] in both.fingerprints("code", account)
    assert not Sealing("").is_possible
    with pytest.raises(SystemExit, match="SECOND_FACTOR_KEY"):
        Sealing("too short")
