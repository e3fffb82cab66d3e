"""Whoever knows the password gets in, with what they hold today; whoever guesses learns nothing and is slowed down."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from joserfc.jwk import KeySet

from services.people.passwords import Passwords, Verdict
from services.people.sign_in.jobs import SessionJobs
from shared import clock
from shared.auth import permissions as p
from shared.auth.tokens import verify
from shared.errors import TooManyRequests
from tests.services.people.conftest import ADMIN_LOGIN, ADMIN_PASSWORD, INTERNAL_KEY, People

PASSWORD = "длинный пароль 1"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
        clock.use(lambda: self.now)

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def time() -> Iterator[Clock]:
    yield Clock()
    clock.use(None)


async def worker_of(people: People, login: str = "ivanov", **person: Any) -> Any:
    """Somebody with an account; answers the account."""
    return await people.account((await people.person(**person))["id"], login, PASSWORD)


async def inside(people: People, path: str, body: dict[str, Any], key: str | None = INTERNAL_KEY) -> httpx.Response:
    headers = {"X-Internal-Key": key} if key is not None else {}
    return await people.client.post(f"/internal/sessions{path}", json=body, headers=headers)


async def test_the_first_administrator_signs_in_and_may_do_everything_everywhere(people: People) -> None:
    answer = await people.sign_in(ADMIN_LOGIN, ADMIN_PASSWORD)
    assert answer.status_code == 200
    token = answer.json()
    assert (token["token_type"], token["expires_in"]) == ("bearer", 1800)
    me = (await people.client.get("/api/v1/me", headers={"Authorization": f"Bearer {token['access_token']}"})).json()
    assert me["permissions"] == dict.fromkeys(sorted(p.ALL), "*")
    assert me["roles"] == [{"code": "administrator", "name": "Администратор", "branch_id": None, "valid_to": None}]
    assert me["name"] == "Администратор платформы"


async def test_the_published_keys_verify_a_token(people: People) -> None:
    jwks = (await people.client.get("/.well-known/jwks.json")).json()
    assert all("d" not in key for key in jwks["keys"])
    token = (await people.sign_in(ADMIN_LOGIN, ADMIN_PASSWORD)).json()["access_token"]
    verified = verify(token, KeySet.import_key_set(jwks), issuer="profkom")
    assert verified.principal.holds(p.ACCESS_MANAGE)


async def test_the_login_is_read_without_regard_to_case_and_the_password_with(people: People) -> None:
    await worker_of(people, "Ivanov.I")
    assert (await people.sign_in(" iVANOV.i ", PASSWORD)).status_code == 200
    assert (await people.sign_in("ivanov.i", PASSWORD.upper())).status_code == 401


async def test_every_refusal_is_the_same_answer(people: People) -> None:
    disabled, removed = await worker_of(people, "closed"), await worker_of(people, "removed")
    await people.post(f"/api/v1/accounts/{disabled['id']}/disable", status=200)
    await people.sql("UPDATE persons SET removed_at = now() WHERE id = :id", id=removed["person_id"])
    await worker_of(people, "locked")
    for _ in range(5):
        await people.sign_in("locked", "wrong password")
    answers = [
        await people.sign_in(*attempt)
        for attempt in (
            ("nobody", PASSWORD),
            ("closed", PASSWORD),
            ("removed", PASSWORD),
            ("locked", PASSWORD),
            (ADMIN_LOGIN, "wrong password"),
            ("nul\x00", PASSWORD),
            ("' OR 1=1 --", PASSWORD),
        )
    ]
    assert {answer.status_code for answer in answers} == {401}
    bodies = [{**answer.json(), "correlation_id": ""} for answer in answers]
    assert all(body == bodies[0] for body in bodies)
    assert bodies[0]["code"] == "wrong_credentials"


async def test_a_refusal_takes_its_time_for_known_and_unknown_logins(people: People) -> None:
    people.app.state.settings = people.app.state.settings.model_copy(update={"refusal_seconds": 0.4})
    await worker_of(people)
    loop = asyncio.get_running_loop()
    for login in ("ivanov", "nobody"):
        started = loop.time()
        await people.sign_in(login, "wrong password")
        assert 0.4 <= loop.time() - started < 2


async def test_five_failures_lock_and_every_further_one_locks_for_longer(people: People, time: Clock) -> None:
    await worker_of(people)

    async def opens(password: str = PASSWORD) -> bool:
        return (await people.sign_in("ivanov", password)).status_code == 200

    for _ in range(5):
        assert not await opens("wrong password")
    assert not await opens()
    time.forward(seconds=59)
    assert not await opens()
    time.forward(seconds=2)
    assert not await opens("wrong password")  # the sixth: two minutes
    time.forward(seconds=119)
    assert not await opens()
    time.forward(seconds=2)
    assert await opens()
    assert not await opens("wrong password")  # counting began anew
    assert await opens()

    locked = await people.events("account.locked")
    assert [event["data"]["failed_attempts"] for event in locked] == [5, 6]
    until = datetime.fromisoformat(locked[1]["data"]["locked_until"])
    assert until - datetime.fromisoformat(locked[1]["time"]) == timedelta(minutes=2)


async def test_old_failures_are_forgiven_after_a_day(people: People, time: Clock) -> None:
    await worker_of(people)
    for _ in range(4):
        await people.sign_in("ivanov", "wrong password")
    time.forward(hours=25)
    await people.sign_in("ivanov", "wrong password")
    assert (await people.sign_in("ivanov", PASSWORD)).status_code == 200


async def test_guesses_made_at_once_count_no_further_than_the_lock(people: People) -> None:
    await worker_of(people)
    await asyncio.gather(*(people.sign_in("ivanov", f"guess number {n}") for n in range(9)))
    (account,) = await people.sql("SELECT failed_attempts FROM accounts WHERE login_key = 'ivanov'")
    assert account.failed_attempts == 5


async def test_a_right_password_is_worth_nothing_once_guesses_beside_it_locked_the_account(people: People) -> None:
    """Else a crowd of parallel guesses would have more tries than five."""
    await worker_of(people)
    verify = people.app.state.passwords.verify

    async def slowly(password: str, stored: str | None) -> Verdict:
        verdict: Verdict = await verify(password, stored)
        if password == PASSWORD:
            for number in range(5):
                await people.sign_in("ivanov", f"guess number {number}")
        return verdict

    people.app.state.passwords.verify = slowly
    assert (await people.sign_in("ivanov", PASSWORD)).status_code == 401


async def test_a_session_begun_while_its_account_was_closed_gives_no_token(people: People) -> None:
    await worker_of(people)
    session = (await inside(people, "", {"login": "ivanov", "password": PASSWORD})).json()
    await people.sql("UPDATE accounts SET disabled = true WHERE login_key = 'ivanov'")
    assert (await inside(people, "/token", {"secret": session["secret"]})).status_code == 401


async def test_a_flood_of_sign_ins_is_sent_away_and_not_queued_for_ever() -> None:
    passwords = Passwords(memory_kib=1024, passes=20, threads=1, queue=3)
    try:
        results = await asyncio.gather(*(passwords.verify("guess", None) for _ in range(20)), return_exceptions=True)
    finally:
        passwords.close()
    refused = [result for result in results if isinstance(result, TooManyRequests)]
    assert len(refused) == 16
    assert refused[0].headers == {"Retry-After": "2"}


async def test_the_loop_goes_on_while_passwords_are_checked() -> None:
    passwords = Passwords(memory_kib=32_768, passes=10, threads=1, queue=3)
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.005)
            ticks += 1

    ticking = asyncio.create_task(tick())
    try:
        await passwords.verify("guess", await passwords.hash("secret"))
    finally:
        ticking.cancel()
        passwords.close()
    assert ticks >= 3


async def test_a_token_holds_the_grants_in_force_today_merged_by_branch(people: People, time: Clock) -> None:
    kursk, smolensk, tver = [await people.branch(name) for name in ("Курское", "Смоленское", "Тверское")]
    account = await worker_of(people, branch_id=kursk)
    person = account["person_id"]
    await people.grant(person, "inspector", kursk)
    await people.grant(person, "inspector", smolensk)
    await people.grant(person, "member")
    await people.grant(person, "activist", tver, valid_from="2026-12-01")
    await people.grant(person, "branch_chair", tver, valid_from="2026-01-01", valid_to="2026-11-22")
    token = (await people.sign_in("ivanov", PASSWORD)).json()["access_token"]
    principal = (await people.app.state.verifier.verify(token)).principal
    assert principal.scope(p.NONCONFORMITY_VERIFY).branches == {kursk, smolensk}
    assert principal.scope(p.NONCONFORMITY_FILE).is_everywhere
    assert not principal.holds(p.ANALYTICS_READ)
    assert len(principal.grants) == 2

    me = await people.get("/api/v1/me", by=principal)
    assert me["permissions"][p.NONCONFORMITY_VERIFY] == sorted(map(str, (kursk, smolensk)))
    assert [role["code"] for role in me["roles"]] == ["inspector", "inspector", "member"]
    assert me["person"]["last_name"] == "Иванов"
    time.now = datetime.combine(date(2026, 12, 1), datetime.min.time(), UTC)
    token = (await people.sign_in("ivanov", PASSWORD)).json()["access_token"]
    principal = (await people.app.state.verifier.verify(token)).principal
    assert principal.scope(p.PEOPLE_READ).branches == {kursk, smolensk, tver}


async def test_a_session_gives_fresh_tokens_until_it_is_ended(people: People, time: Clock) -> None:
    account = await worker_of(people)
    browser = {"X-Internal-Key": INTERNAL_KEY, "User-Agent": "Firefox\x07", "X-Client-Address": "10.0.0.1"}
    credentials = {"login": "Ivanov", "password": PASSWORD}
    started = await people.client.post("/internal/sessions", json=credentials, headers=browser)
    assert started.status_code == 201
    session = started.json()
    assert session["expires_in"] == 300
    principal = (await people.app.state.verifier.verify(session["access_token"])).principal
    assert str(principal.session_id) == session["session_id"]
    assert not principal.holds(p.PEOPLE_READ)

    await people.grant(account["person_id"], "inspector")
    fresh = (await inside(people, "/token", {"secret": session["secret"]})).json()
    assert fresh["session_id"] == session["session_id"]
    assert (await people.app.state.verifier.verify(fresh["access_token"])).principal.holds(p.PEOPLE_READ)

    listed = (await people.get("/api/v1/sessions", by=principal))["items"]
    assert [(item["address"], item["current"]) for item in listed] == [("10.0.0.1", True)]
    assert (await inside(people, "/end", {"secret": session["secret"]})).status_code == 204
    assert (await inside(people, "/end", {"secret": session["secret"]})).status_code == 204
    ended = await inside(people, "/token", {"secret": session["secret"]})
    assert (ended.status_code, ended.json()["code"]) == (401, "not_authenticated")
    assert [event["subject"] for event in await people.events("session.started", "session.ended")] == [
        session["session_id"]
    ] * 2


async def test_a_session_ends_by_itself_after_two_weeks(people: People, time: Clock) -> None:
    await worker_of(people)
    session = (await inside(people, "", {"login": "ivanov", "password": PASSWORD})).json()
    time.forward(days=13, hours=23)
    assert (await inside(people, "/token", {"secret": session["secret"]})).status_code == 200
    time.forward(hours=2)
    assert (await inside(people, "/token", {"secret": session["secret"]})).status_code == 401


async def test_sessions_that_are_over_for_long_are_forgotten(people: People, time: Clock) -> None:
    await worker_of(people)
    for _ in range(2):
        ended = (await inside(people, "", {"login": "ivanov", "password": PASSWORD})).json()
        await inside(people, "/end", {"secret": ended["secret"]})
        time.forward(days=80)
    live = (await inside(people, "", {"login": "ivanov", "password": PASSWORD})).json()
    await SessionJobs(people.database).forget()
    left = {str(row.id) for row in await people.sql("SELECT id FROM sessions")}
    assert left == {live["session_id"], ended["session_id"]}


async def test_the_secret_itself_is_kept_nowhere(people: People) -> None:
    await worker_of(people)
    secret = (await inside(people, "", {"login": "ivanov", "password": PASSWORD})).json()["secret"]
    assert len(secret) >= 43
    rows = await people.sql("SELECT sessions::text || (SELECT string_agg(body::text, '') FROM outbox) FROM sessions")
    assert secret not in rows[0][0]
    assert secret.encode().hex() not in rows[0][0]


@pytest.mark.parametrize("key", [None, "", "wrong", INTERNAL_KEY + "x"])
async def test_without_its_key_the_internal_door_is_not_there(people: People, key: str | None) -> None:
    for path in ("", "/token", "/end"):
        answer = await people.client.post(
            f"/internal/sessions{path}", content=b"{broken", headers={"X-Internal-Key": key} if key is not None else {}
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "internal" not in str(people.app.openapi()["paths"])


async def test_an_installation_without_an_internal_key_keeps_the_door_shut(people: People) -> None:
    settings = people.app.state.settings
    people.app.state.settings = settings.model_copy(update={"internal_key": type(settings.internal_key)("")})
    answer = await inside(people, "/end", {"secret": "x"}, key="")
    assert answer.status_code == 404


async def test_the_owner_changes_the_password_and_other_browsers_are_signed_out(people: People) -> None:
    await worker_of(people)
    here = (await inside(people, "", {"login": "ivanov", "password": PASSWORD})).json()
    there = (await inside(people, "", {"login": "ivanov", "password": PASSWORD})).json()
    me = (await people.app.state.verifier.verify(here["access_token"])).principal

    async def change(current: str, new: str, status: int) -> Any:
        body = {"current_password": current, "new_password": new}
        answer = await people.request("PUT", "/api/v1/me/password", by=me, json=body, status=status)
        return answer.json()["errors"][0] if answer.content else None

    assert (await change("wrong password", "совсем другой пароль", 422))["code"] == "wrong_password"
    assert (await change(PASSWORD, "short", 422))["loc"] == ["body", "new_password"]
    assert (await change(PASSWORD, PASSWORD, 422))["code"] == "same_password"
    await change(PASSWORD, "совсем другой пароль", 204)
    assert (await inside(people, "/token", {"secret": here["secret"]})).status_code == 200
    assert (await inside(people, "/token", {"secret": there["secret"]})).status_code == 401
    assert (await people.sign_in("ivanov", PASSWORD)).status_code == 401
    assert (await people.sign_in("ivanov", "совсем другой пароль")).status_code == 200
    for _ in range(4):
        await change("wrong password", "совсем другой пароль 2", 422)
    await change("совсем другой пароль", "совсем другой пароль 2", 204)
    for _ in range(5):
        await change("wrong password", "совсем другой пароль 3", 422)
    await change("совсем другой пароль 2", "совсем другой пароль 3", 422)  # guessing is slowed down here too
