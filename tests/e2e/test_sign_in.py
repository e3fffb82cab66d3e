"""Signing in as a browser does, and what happens to those who try to sign in as somebody else."""

from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.desk import Desk
from tests.support.callers import JOURNAL, PASSWORD, Union, problem
from tests.support.live import LiveFeed
from tests.support.waiting import wait_until

SESSION = "/api/v1/auth/session"


@pytest.fixture
def browser(desk: Desk) -> Iterator[httpx.Client]:
    """A browser in which the inspector has signed in."""
    address = desk.union.platform.address
    with httpx.Client(base_url=address, headers={"Sec-Fetch-Site": "same-origin"}, trust_env=False) as browser:
        begun = browser.post(SESSION, json={"login": desk.inspector.login, "password": PASSWORD})
        assert begun.status_code == 201, begun.text
        cookie = begun.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        yield browser


def test_a_browser_works_with_a_cookie_that_scripts_cannot_read(desk: Desk, browser: httpx.Client) -> None:
    assert browser.get(SESSION).json() == {"person_id": desk.inspector.id, "name": "Савельева Анна Марковна"}
    assert browser.post(JOURNAL, json=desk.finding()).status_code == 201
    assert browser.get("/api/v1/sessions").json()["items"][0]["current"] is True


@pytest.mark.parametrize("origin", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}])
def test_another_site_cannot_act_with_the_visitors_cookie(
    desk: Desk, browser: httpx.Client, origin: dict[str, str]
) -> None:
    before = desk.count()
    del browser.headers["Sec-Fetch-Site"]
    problem(browser.post(JOURNAL, json=desk.finding(), headers=origin), 403, "cross_site_request")
    problem(browser.post(JOURNAL, json=desk.finding()), 403, "cross_site_request")
    assert desk.count() == before


def test_signing_out_closes_the_session_everywhere(browser: httpx.Client) -> None:
    cookie = browser.cookies["profkom_session"]
    assert browser.delete(SESSION).status_code == 204
    assert "profkom_session" not in browser.cookies
    problem(browser.get("/api/v1/me", headers={"Cookie": f"profkom_session={cookie}"}), 401, "session_ended")


def test_five_wrong_passwords_close_an_account_until_an_administrator_opens_it(union: Union) -> None:
    person = union.person("Тихонова Алла Борисовна", None, ("member", None))
    credentials = {"username": person.login, "password": PASSWORD}
    with httpx.Client(base_url=union.platform.address, trust_env=False) as client:
        for _ in range(5):
            wrong = credentials | {"password": "wrong-password"}
            problem(client.post("/api/v1/auth/token", data=wrong), 401, "wrong_credentials")
        problem(client.post("/api/v1/auth/token", data=credentials), 401, "wrong_credentials")
        (account,) = union.admin.read("/api/v1/accounts", person_id=person.id)["items"]
        assert account["locked_until"] is not None
        assert "unlock" in account["allowed_actions"]
        assert union.admin.post(f"/api/v1/accounts/{account['id']}/unlock").status_code == 200
        assert client.post("/api/v1/auth/token", data=credentials).status_code == 200


def test_a_withdrawn_role_counts_no_more_from_the_next_token_on(union: Union, desk: Desk) -> None:
    person = union.person("Юдина Рита Олеговна", None, ("chair", None))
    assert person.get(f"{JOURNAL}/{desk.record['id']}").status_code == 200
    (grant,) = union.admin.read("/api/v1/grants", person_id=person.id)["items"]
    assert union.admin.post(f"/api/v1/grants/{grant['id']}/withdraw").status_code == 200
    person.sign_in()
    problem(person.get(f"{JOURNAL}/{desk.record['id']}"), 404, "not_found")


def test_a_closed_account_ends_its_sessions_and_live_updates(union: Union, desk: Desk) -> None:
    person = union.person("Шилов Марк Денисович", None, ("member", None))
    with httpx.Client(base_url=union.platform.address, trust_env=False) as browser:
        assert browser.post(SESSION, json={"login": person.login, "password": PASSWORD}).status_code == 201
        cookie = {"Cookie": f"profkom_session={browser.cookies['profkom_session']}"}
        with LiveFeed(union.platform.port, headers=cookie) as window:
            (account,) = union.admin.read("/api/v1/accounts", person_id=person.id)["items"]
            assert union.admin.post(f"/api/v1/accounts/{account['id']}/disable").status_code == 200
            wait_until(lambda: window.ended, 10)
        problem(browser.get("/api/v1/me"), 401, "session_ended")
    problem(
        person.client.post("/api/v1/auth/token", data={"username": person.login, "password": PASSWORD}),
        401,
        "wrong_credentials",
    )
