"""A token that is not good is refused at the door, and nothing behind it hears of the request."""

import asyncio
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from shared.auth.principal import Principal
from tests.gateway.conftest import House, Open
from tests.support.auth import Tokens, principal


async def test_without_a_token_the_answer_is_401_and_the_service_hears_nothing(
    gateway: httpx.AsyncClient, house: House
) -> None:
    answer = await gateway.post("/api/v1/nonconformities", json={"place": "х"})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert house.journal.seen == []


async def test_a_bad_token_is_never_passed_on(
    gateway: httpx.AsyncClient, house: House, tokens: Tokens, anna: Principal, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    good = tokens.sign(anna)
    bad = {
        "expired": tokens.sign(anna, lifetime=timedelta(seconds=-1)),
        "of a stranger's key": Tokens(tmp_path / "other").sign(anna),
        "of another issuer": Tokens(tmp_path / "other", issuer="elsewhere").sign(anna),
        "cut": good[:-3],
        "changed": good[:40] + ("A" if good[40] != "A" else "B") + good[41:],
        "no token": "abc",
        "empty": "",
    }
    for token in bad.values():
        for header in (f"Bearer {token}", f"Basic {token}", token):
            answer = await gateway.get("/api/v1/categories", headers={"Authorization": header.strip()})
            assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert house.journal.seen == []
    assert (await gateway.get("/api/v1/categories", headers={"Authorization": f"bearer {good}"})).status_code == 200


async def test_a_token_is_refused_from_the_moment_it_expires(
    gateway: httpx.AsyncClient, tokens: Tokens, anna: Principal
) -> None:
    headers = {"Authorization": f"Bearer {tokens.sign(anna, lifetime=timedelta(seconds=2))}"}
    assert (await gateway.get("/api/v1/categories", headers=headers)).status_code == 200
    async with asyncio.timeout(5):
        while (await gateway.get("/api/v1/categories", headers=headers)).status_code == 200:
            await asyncio.sleep(0.1)
    assert (await gateway.get("/api/v1/categories", headers=headers)).status_code == 401


async def test_signing_in_and_the_keys_need_no_token(gateway: httpx.AsyncClient, house: House) -> None:
    form = {"username": "anna", "password": "x"}
    answer = await gateway.post("/api/v1/auth/token", data=form, headers={"Authorization": "Bearer wrong"})
    assert answer.json()["path"] == "/api/v1/auth/token"
    [seen] = house.people.service.asked("/api/v1/auth/token")
    assert seen.body == b"username=anna&password=x"
    assert "authorization" not in seen.headers
    assert (await gateway.get("/.well-known/jwks.json")).json()["keys"][0]["kty"] == "OKP"


async def test_other_paths_of_sign_in_are_closed(gateway: httpx.AsyncClient) -> None:
    assert (await gateway.get("/api/v1/auth/other")).status_code == 401


async def test_while_the_keys_cannot_be_had_the_answer_is_503_and_then_it_works(
    house: House, open_gateway: Open, bearer: dict[str, str]
) -> None:
    gateway = await open_gateway()
    await house.servers["people"].kill()
    answers = await asyncio.gather(*(gateway.get("/api/v1/categories", headers=bearer) for _ in range(20)))
    assert {(answer.status_code, answer.headers.get("retry-after")) for answer in answers} == {(503, "2")}
    await house.revive("people")
    async with asyncio.timeout(5):
        while (await gateway.get("/api/v1/categories", headers=bearer)).status_code != 200:
            await asyncio.sleep(0.1)


async def test_a_known_token_works_while_people_is_away(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    assert (await gateway.get("/api/v1/categories", headers=bearer)).status_code == 200
    await house.servers["people"].kill()
    assert (await gateway.get("/api/v1/categories", headers=bearer)).status_code == 200
    stranger = await gateway.get("/api/v1/me", headers=bearer)
    assert (stranger.status_code, stranger.json()["title"]) == (503, "Реестр членов профсоюза временно недоступен")


@pytest.mark.parametrize("kind", ["integration", "robot"])
async def test_programs_come_in_like_people(gateway: httpx.AsyncClient, tokens: Tokens, kind: str) -> None:
    holder = principal("nonconformity:read", kind=kind)  # type: ignore[arg-type]
    assert (await gateway.get("/api/v1/categories", headers=tokens.headers(holder))).status_code == 200
