"""Somebody sees where they are signed in, and ends it from afar; so do those who manage their access, nobody else."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.people.domain.devices import device
from shared import clock
from shared.auth import permissions as p
from shared.auth.principal import Principal
from shared.ids import new_id
from tests.services.people.conftest import INTERNAL_KEY, People
from tests.support.auth import principal

PASSWORD = "длинный пароль 1"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
)
YANDEX = CHROME.replace("Chrome/130.0.0.0", "Chrome/128.0.0.0 YaBrowser/24.10.0.0")
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
SESSIONS = "/api/v1/sessions"


@pytest.fixture
def moved_clock() -> Iterator[list[timedelta]]:
    """Append a duration to move the clock on by it."""
    moved: list[timedelta] = []
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    clock.use(lambda: start + sum(moved, timedelta()))
    yield moved
    clock.use(None)


async def begin(people: People, login: str, agent: str = CHROME) -> tuple[Principal, dict[str, Any]]:
    """A browser that signed in: who it is, and what the gateway knows of its session."""
    headers = {"X-Internal-Key": INTERNAL_KEY, "User-Agent": agent, "X-Client-Address": "10.0.0.1"}
    body = {"login": login, "password": PASSWORD}
    answer = await people.client.post("/internal/sessions", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    token = answer.json()["access_token"]
    return (await people.app.state.verifier.verify(token)).principal, answer.json()


async def lives(people: People, session: dict[str, Any]) -> bool:
    headers = {"X-Internal-Key": INTERNAL_KEY}
    answer = await people.client.post("/internal/sessions/token", json={"secret": session["secret"]}, headers=headers)
    return answer.status_code == 200


async def test_sessions_are_listed_with_the_device_in_words(people: People, moved_clock: list[timedelta]) -> None:
    await people.account((await people.person())["id"], "ivanov", PASSWORD)
    _, phone = await begin(people, "ivanov", IPHONE)
    moved_clock.append(timedelta(hours=1))
    me, here = await begin(people, "ivanov", YANDEX)
    moved_clock.append(timedelta(minutes=10))
    assert await lives(people, phone)
    moved_clock.append(timedelta(seconds=30))
    assert await lives(people, phone)  # so soon after, nothing is written
    first, second = (await people.get(SESSIONS, by=me))["items"]
    assert (first["id"], first["device"], first["current"]) == (here["session_id"], "Яндекс Браузер, Windows", True)
    assert (second["id"], second["device"], second["current"]) == (phone["session_id"], "Safari, iOS", False)
    assert (second["started_at"], second["last_seen_at"]) == ("2026-11-23T09:00:00Z", "2026-11-23T10:10:00Z")
    assert first["last_seen_at"] == first["started_at"]
    assert (first["address"], first["allowed_actions"]) == ("10.0.0.1", ["end"])
    answer = await people.request("GET", SESSIONS, by=me, headers={"Accept-Language": "en"})
    assert answer.json()["items"][0]["device"] == "Yandex Browser, Windows"
    assert [item["id"] for item in (await people.get(SESSIONS, by=me, q="iphone"))["items"]] == [phone["session_id"]]


@pytest.mark.parametrize("agent", [None, "", "x" * 500, "\x07", "python-httpx/0.28.1"])
def test_an_unknown_browser_is_called_unknown(agent: str | None) -> None:
    assert device(agent).ru == "Неизвестное устройство"
    assert device(agent).en == "Unknown device"


async def test_somebody_ends_their_own_sessions_and_nobody_elses(people: People) -> None:
    await people.account((await people.person())["id"], "ivanov", PASSWORD)
    await people.account((await people.person("Петров"))["id"], "petrov", PASSWORD)
    me, mine = await begin(people, "ivanov")
    he, his = await begin(people, "petrov")
    await people.request("DELETE", f"{SESSIONS}/{his['session_id']}", by=me, status=404)
    await people.request("GET", SESSIONS, by=me, params={"person_id": str(he.id)}, status=404)
    await people.post(f"{SESSIONS}/end-all", {"person_id": str(he.id)}, by=me, status=404)
    await people.request("DELETE", f"{SESSIONS}/{mine['session_id']}", by=me, status=204)
    await people.request("DELETE", f"{SESSIONS}/{mine['session_id']}", by=me, status=404)
    assert (await lives(people, mine), await lives(people, his)) == (False, True)


async def test_signing_out_everywhere_keeps_this_browser_when_asked_to(people: People) -> None:
    await people.account((await people.person())["id"], "ivanov", PASSWORD)
    others = [(await begin(people, "ivanov"))[1] for _ in range(3)]
    me, here = await begin(people, "ivanov")
    assert await people.post(f"{SESSIONS}/end-all", {"keep_current": True}, by=me, status=200) == {"ended": 3}
    assert [await lives(people, session) for session in (*others, here)] == [False, False, False, True]
    assert await people.post(f"{SESSIONS}/end-all", {}, by=me, status=200) == {"ended": 1}
    assert not await lives(people, here)
    ended = [event["subject"] for event in await people.events("session.ended")]
    assert sorted(ended) == sorted(session["session_id"] for session in (*others, here))


async def test_whoever_manages_somebodys_access_signs_them_out(people: People) -> None:
    kursk, smolensk = await people.branch("Курское"), await people.branch("Смоленское")
    person = (await people.person(branch_id=kursk))["id"]
    await people.account(person, "ivanov", PASSWORD)
    manager, stranger = (principal(p.ACCESS_MANAGE, branches=[branch]) for branch in (kursk, smolensk))
    _, one = await begin(people, "ivanov")
    _, two = await begin(people, "ivanov")
    await people.request("DELETE", f"{SESSIONS}/{one['session_id']}", by=stranger, status=404)
    await people.request("DELETE", f"{SESSIONS}/{one['session_id']}", by=manager, status=204)
    (left,) = (await people.get(SESSIONS, by=manager, person_id=person))["items"]
    assert (left["id"], left["current"], left["allowed_actions"]) == (two["session_id"], False, ["end"])
    await people.grant(person, "chair")  # now the person may do more than the manager
    (left,) = (await people.get(SESSIONS, by=manager, person_id=person))["items"]
    assert left["allowed_actions"] == []
    refused = await people.post(f"{SESSIONS}/end-all", {"person_id": person}, by=manager, status=403)
    assert refused["code"] == "beyond_own_rights"
    assert await people.post(f"{SESSIONS}/end-all", {"person_id": person}, status=200) == {"ended": 1}
    assert not await lives(people, two)
    (first, _) = await people.events("session.ended")
    assert (first["actor"], first["branch"]) == (str(manager.id), str(kursk))
    await people.post(f"{SESSIONS}/end-all", {"person_id": str(new_id())}, status=404)
