"""A browser signs in with a cookie that its scripts cannot read; the services only ever see a token."""

import asyncio
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest

from shared.auth.principal import Principal
from tests.gateway.conftest import INTERNAL_KEY, House, Open
from tests.gateway.people import PASSWORD
from tests.gateway.servers import Reply, Seen

SESSION, LINK = "/api/v1/auth/session", "/api/v1/auth/link"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def account(house: House, anna: Principal) -> Principal:
    house.people.accounts["anna"] = anna
    return anna


async def sign_in(gateway: httpx.AsyncClient, password: str = PASSWORD, **headers: str) -> httpx.Response:
    return await gateway.post(SESSION, json={"login": "anna", "password": password}, headers=headers)


def cookie_of(answer: httpx.Response) -> Any:
    [header] = answer.headers.get_list("set-cookie")
    return SimpleCookie(header)["profkom_session"]


async def test_signing_in_sets_a_cookie_and_tells_no_secret(
    gateway: httpx.AsyncClient, house: House, account: Principal
) -> None:
    answer = await sign_in(gateway, **{"User-Agent": "Browser/1"})
    cookie = cookie_of(answer)
    [secret] = house.people.sessions

    assert answer.status_code == 201
    assert answer.json().keys() == {"expires_at"}
    assert cookie.value == secret
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/", "")
    assert parsedate_to_datetime(cookie["expires"]).year >= 2026
    assert answer.headers["cache-control"] == "no-store"
    [seen] = house.people.service.asked("/internal/sessions")
    assert seen.headers["x-internal-key"] == INTERNAL_KEY
    assert (seen.headers["x-client-address"], seen.headers["user-agent"]) == ("127.0.0.1", "Browser/1")


async def test_a_wrong_password_is_refused_in_the_words_of_people(
    gateway: httpx.AsyncClient, account: Principal
) -> None:
    answer = await sign_in(gateway, "не тот")
    assert (answer.status_code, answer.json()) == (401, {"code": "wrong_credentials"})
    assert "set-cookie" not in answer.headers


async def test_the_cookie_becomes_a_token_and_goes_no_further(
    gateway: httpx.AsyncClient, house: House, account: Principal
) -> None:
    await sign_in(gateway)
    answers = [await gateway.get("/api/v1/categories") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    for seen in house.journal.seen:
        assert "cookie" not in seen.headers
        verified = await house.tokens.verifier().verify(seen.headers["authorization"].removeprefix("Bearer "))
        assert verified.principal.id == account.id
    assert house.people.service.asked("/internal/sessions/token") == []  # the sign-in brought a token


async def test_a_session_tells_whose_it_is(gateway: httpx.AsyncClient, account: Principal) -> None:
    assert (await gateway.get(SESSION)).status_code == 401
    await sign_in(gateway)
    answer = await gateway.get(SESSION)
    assert answer.json() == {"person_id": str(account.id), "name": account.name}


async def test_a_crowd_with_one_cookie_asks_people_once(house: House, open_gateway: Open, account: Principal) -> None:
    first, second = await open_gateway(), await open_gateway()  # the second has never seen this session
    await sign_in(first)
    second.cookies = first.cookies
    answers = await asyncio.gather(*(second.get("/api/v1/categories") for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(house.people.service.asked("/internal/sessions/token")) == 1


async def test_a_token_is_renewed_before_it_expires(house: House, open_gateway: Open, account: Principal) -> None:
    house.people.lifetime = timedelta(seconds=31)  # renewed 30 s before
    gateway = await open_gateway()
    await sign_in(gateway)
    await gateway.get("/api/v1/categories")
    assert house.people.service.asked("/internal/sessions/token") == []
    async with asyncio.timeout(5):
        while not house.people.service.asked("/internal/sessions/token"):
            assert (await gateway.get("/api/v1/categories")).status_code == 200
            await asyncio.sleep(0.1)


async def test_an_unknown_or_ended_session_is_refused_and_its_cookie_dropped(
    gateway: httpx.AsyncClient, house: House, account: Principal
) -> None:
    answer = await gateway.get("/api/v1/categories", headers={"Cookie": "theme=dark; profkom_session=guessed"})
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")
    assert (cookie_of(answer).value, cookie_of(answer)["max-age"]) == ("", "0")
    assert house.journal.seen == []


async def test_signing_out_ends_the_session_everywhere(
    gateway: httpx.AsyncClient, house: House, account: Principal
) -> None:
    await sign_in(gateway)
    kept = gateway.cookies["profkom_session"]
    answer = await gateway.delete(SESSION, headers=SAME_ORIGIN)
    assert answer.status_code == 204
    assert "profkom_session" not in gateway.cookies
    assert house.people.sessions[kept].ended
    stolen = await gateway.get("/api/v1/categories", headers={"Cookie": f"profkom_session={kept}"})
    assert stolen.status_code == 401
    assert (await gateway.delete(SESSION)).status_code == 204  # nothing left to end


async def test_nobody_is_signed_out_while_people_cannot_be_told(
    gateway: httpx.AsyncClient, house: House, account: Principal
) -> None:
    await sign_in(gateway)
    await house.servers["people"].kill()
    answer = await gateway.delete(SESSION, headers=SAME_ORIGIN)
    assert answer.status_code == 503
    assert "profkom_session" in gateway.cookies


async def test_a_token_in_the_header_goes_before_the_cookie(
    gateway: httpx.AsyncClient, house: House, account: Principal, bearer: dict[str, str]
) -> None:
    await sign_in(gateway)
    answer = await gateway.post("/api/v1/nonconformities", json={}, headers=bearer)  # no CSRF check for programs
    assert answer.status_code == 200
    assert house.journal.seen[0].headers["authorization"] == bearer["Authorization"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (SAME_ORIGIN, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "{own}"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:99999"}, 403),
        ({"Origin": "http://[::"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "{own}", "Sec-Fetch-Site": "cross-site"}, 403),
        ({}, 403),
    ],
)
async def test_another_site_cannot_act_with_a_visitors_cookie(
    gateway: httpx.AsyncClient, house: House, account: Principal, headers: dict[str, str], status: int
) -> None:
    await sign_in(gateway)
    own = str(gateway.base_url).rstrip("/")
    sent = {name: value.format(own=own) for name, value in headers.items()}
    for method in ("POST", "PATCH", "DELETE"):
        answer = await gateway.request(method, "/api/v1/nonconformities/1", headers=sent)
        assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "cross_site_request"
        assert house.journal.seen == []
    assert (await gateway.get("/api/v1/nonconformities/1", headers=sent)).status_code == 200  # reading is harmless


async def test_another_site_cannot_sign_a_visitor_in_or_out(gateway: httpx.AsyncClient, account: Principal) -> None:
    assert (await sign_in(gateway, Origin="https://evil.example")).status_code == 403
    assert (await sign_in(gateway)).status_code == 201
    assert (await gateway.delete(SESSION, headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403


async def test_over_https_the_cookie_is_secure_when_a_trusted_proxy_says_so(
    open_gateway: Open, account: Principal
) -> None:
    trusting, wary = await open_gateway(trusted_proxies="127.0.0.0/8"), await open_gateway()
    https = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "union.example"}
    answer = await sign_in(trusting, **https)
    assert cookie_of(answer)["secure"]
    assert answer.headers["strict-transport-security"]
    assert not cookie_of(await sign_in(wary, **https))["secure"]
    behind = https | {"Origin": "https://union.example", "Cookie": f"profkom_session={cookie_of(answer).value}"}
    assert (await trusting.post("/api/v1/nonconformities", headers=behind)).status_code == 200


async def test_people_refusing_in_an_unforeseen_way_is_503(gateway: httpx.AsyncClient, house: House) -> None:
    async def confused(_: Seen) -> Reply:
        return 500, {}, b"oops"

    house.people.service.behaviours["/internal/sessions/token"] = confused
    answer = await gateway.get("/api/v1/categories", headers={"Cookie": "profkom_session=x"})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


async def test_other_methods_are_refused(gateway: httpx.AsyncClient) -> None:
    answer = await gateway.put(SESSION)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST, DELETE")


async def test_while_the_bus_is_away_people_is_asked_again_within_a_second(
    gateway: httpx.AsyncClient, house: House, account: Principal
) -> None:
    """Nobody would tell us that the session was ended."""
    await sign_in(gateway)
    assert (await gateway.get("/api/v1/categories")).status_code == 200
    [session] = house.people.sessions.values()
    session.ended = True
    loop = asyncio.get_running_loop()
    ended_at = loop.time()
    while (await gateway.get("/api/v1/categories")).status_code == 200:
        assert loop.time() - ended_at < 2
        await asyncio.sleep(0.05)


async def test_while_bus_and_people_are_away_the_signed_in_go_on(
    gateway: httpx.AsyncClient, house: House, account: Principal
) -> None:
    await sign_in(gateway)
    assert (await gateway.get("/api/v1/categories")).status_code == 200
    await house.servers["people"].kill()
    await asyncio.sleep(1)  # as long as a token is trusted without the bus
    assert (await gateway.get("/api/v1/categories")).status_code == 200


async def test_a_one_time_link_becomes_a_cookie(gateway: httpx.AsyncClient, house: House, anna: Principal) -> None:
    house.people.links["once"] = anna
    body = {"secret": "once", "password": "новый пароль"}
    assert (await gateway.post(LINK, json=body, headers={"Origin": "https://evil.example"})).status_code == 403
    answer = await gateway.post(LINK, json=body, headers=SAME_ORIGIN)
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    assert cookie_of(answer)["httponly"]
    assert (await gateway.get(SESSION)).json()["person_id"] == str(anna.id)
    again = await gateway.post(LINK, json=body)
    assert (again.status_code, again.json()["code"]) == (410, "link_unusable")
    assert "set-cookie" not in again.headers
    refused = await gateway.get(LINK)
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
