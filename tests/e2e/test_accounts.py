"""Coming in, staying in and being shown out, through the gateway, as browsers do it."""

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pyotp

from tests.e2e.desk import LANGUAGES, said
from tests.support.callers import PASSWORD, Caller, Union, problem

SESSION, LINK, SESSIONS = "/api/v1/auth/session", "/api/v1/auth/link", "/api/v1/sessions"
_addresses = (f"127.0.1.{number}" for number in itertools.count(1))
"""One for each browser: an address may try so many sign-ins a minute, and others need theirs."""

CHOSEN = "четыре слова подряд"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
)


@contextlib.contextmanager
def browser(union: Union, language: str = "ru") -> Iterator[httpx.Client]:
    headers = {"Sec-Fetch-Site": "same-origin", "User-Agent": CHROME, "Accept-Language": language}
    transport = httpx.HTTPTransport(local_address=next(_addresses))
    with httpx.Client(base_url=union.platform.address, headers=headers, transport=transport) as opened:
        yield opened


@contextlib.contextmanager
def signed_in(union: Union, person: Caller) -> Iterator[httpx.Client]:
    with browser(union) as opened:
        begun = opened.post(SESSION, json={"login": person.login, "password": PASSWORD})
        assert begun.status_code == 201, begun.text
        yield opened


def account_of(union: Union, person_id: str) -> dict[str, Any]:
    (account,) = union.admin.read("/api/v1/accounts", person_id=person_id)["items"]
    found: dict[str, Any] = account
    return found


@LANGUAGES
def test_an_invited_person_comes_in_by_a_link_once(union: Union, language: str) -> None:
    card = {"last_name": "Новикова", "first_name": "Вера", "middle_name": "Павловна"}
    person = union.admin.made("/api/v1/people", card)["id"]
    invited = union.admin.post("/api/v1/accounts/invitations", {"items": [{"person_id": person}]}).json()["items"][0]
    secret = invited["link"]["secret"]
    with browser(union, language) as window:
        shown = window.post(f"{LINK}/check", json={"secret": secret}).json()
        assert (shown["name"], shown["login"]) == ("Новикова Вера Павловна", invited["login"])
        said(problem(window.post(LINK, json={"secret": secret, "password": "short"}), 422, "invalid_input"), language)
        assert window.post(LINK, json={"secret": secret, "password": CHOSEN}).status_code == 201
        assert window.get("/api/v1/me").json()["id"] == person
        assert [item["current"] for item in window.get(SESSIONS).json()["items"]] == [True]
    with browser(union, language) as thief:
        used = problem(thief.post(LINK, json={"secret": secret, "password": CHOSEN}), 410, "link_unusable")
        said(used, language)
        problem(thief.post(f"{LINK}/check", json={"secret": secret}), 410, "link_unusable")
        problem(thief.get("/api/v1/me"), 401, "not_authenticated")


def test_of_two_who_follow_a_link_at_once_one_comes_in(union: Union) -> None:
    person = union.person("Орлова Нина Юрьевна", None, ("member", None))
    link = union.admin.post(f"/api/v1/accounts/{account_of(union, person.id)['id']}/links").json()
    statuses: list[int] = []

    def follow() -> None:
        with browser(union) as window:
            statuses.append(window.post(LINK, json={"secret": link["secret"], "password": CHOSEN}).status_code)

    threads = [threading.Thread(target=follow) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(statuses) == [201, 410, 410, 410]


def test_a_session_ended_from_afar_is_over_within_two_seconds(
    union: Union, record_property: Callable[[str, object], None]
) -> None:
    person = union.person("Белова Инна Львовна", None, ("member", None))
    with signed_in(union, person) as here, signed_in(union, person) as there:
        listed = here.get(SESSIONS).json()["items"]
        assert {item["device"] for item in listed} == {"Chrome, Windows"}
        other = next(item["id"] for item in listed if not item["current"])
        assert there.get("/api/v1/me").status_code == 200
        assert here.delete(f"{SESSIONS}/{other}").status_code == 204
        record_property("from the end of a session to its first refusal, ms", _until_refused(there))
        assert here.get("/api/v1/me").status_code == 200
        assert union.admin.post(f"{SESSIONS}/end-all", {"person_id": person.id}).json() == {"ended": 1}
        _until_refused(here)


def test_a_withdrawn_role_counts_in_a_browser_within_two_seconds(
    union: Union, record_property: Callable[[str, object], None]
) -> None:
    person = union.person("Котова Ада Ильинична", None, ("staff", None))
    with signed_in(union, person) as window:
        assert window.get("/api/v1/people").status_code == 200
        (grant,) = union.admin.read("/api/v1/grants", person_id=person.id)["items"]
        assert union.admin.post(f"/api/v1/grants/{grant['id']}/withdraw").status_code == 200
        waited = _until_refused(window, "/api/v1/people", 403)
        record_property("from the withdrawal of a role to its first refusal, ms", waited)


def _until_refused(window: httpx.Client, path: str = "/api/v1/me", status: int = 401) -> int:
    """Milliseconds until the browser is refused; fails after two seconds."""
    started = time.monotonic()
    while (answer := window.get(path)).status_code != status:
        assert answer.status_code == 200, answer.text
        assert time.monotonic() - started < 2
        time.sleep(0.005)
    return round((time.monotonic() - started) * 1000)


@LANGUAGES
def test_a_second_factor_stands_before_browsers_and_programs(union: Union, language: str) -> None:
    person = union.person("Зорина Майя Петровна", None, ("member", None))
    credentials = {"login": person.login, "password": PASSWORD}
    with signed_in(union, person) as window:
        begun = window.post("/api/v1/me/second-factor", json={"password": PASSWORD}).json()
        assert begun["qr_svg"].startswith("<svg")
        phone = pyotp.TOTP(begun["secret"])
        used = phone.now()
        codes = window.post("/api/v1/me/second-factor/confirm", json={"otp": used}).json()["recovery_codes"]
        assert window.get("/api/v1/me").json()["second_factor"] == {"enabled": True, "demanded": False}
    with browser(union, language) as window:
        asked = problem(window.post(SESSION, json=credentials), 401, "second_factor_required")
        said(asked, language)
        replayed = problem(window.post(SESSION, json={**credentials, "otp": used}), 401, "wrong_second_factor")
        said(replayed, language)
        assert not window.cookies
        assert window.post(SESSION, json={**credentials, "otp": codes[0]}).status_code == 201
        form = {"username": person.login, "password": PASSWORD}
        said(problem(window.post("/api/v1/auth/token", data=form), 401, "second_factor_required"), language)
        assert window.post("/api/v1/auth/token", data={**form, "otp": codes[1]}).status_code == 200
        account = account_of(union, person.id)["id"]
        assert union.admin.post(f"/api/v1/accounts/{account}/reset-second-factor").status_code == 200
        assert window.post("/api/v1/auth/token", data=form).status_code == 200
        _until_refused(window)  # the reset ended the session


@LANGUAGES
def test_five_wrong_codes_lock_the_account(union: Union, language: str) -> None:
    person = union.person("Лисина Яна Олеговна", None, ("member", None))
    with signed_in(union, person) as window:
        begun = window.post("/api/v1/me/second-factor", json={"password": PASSWORD}).json()
        otp = pyotp.TOTP(begun["secret"]).now()
        codes = window.post("/api/v1/me/second-factor/confirm", json={"otp": otp}).json()["recovery_codes"]
    credentials = {"login": person.login, "password": PASSWORD}
    with browser(union, language) as window:
        for _ in range(5):
            problem(window.post(SESSION, json={**credentials, "otp": "abcdef"}), 401, "wrong_second_factor")
        said(problem(window.post(SESSION, json={**credentials, "otp": codes[0]}), 401, "wrong_credentials"), language)
        account = account_of(union, person.id)["id"]
        assert union.admin.post(f"/api/v1/accounts/{account}/unlock").status_code == 200
        assert window.post(SESSION, json={**credentials, "otp": codes[0]}).status_code == 201
