"""Live updates tell each viewer what they may see, at once, and never what it says."""

import asyncio
import contextlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import nats
import pytest

from deploy.local import processes
from deploy.local.nats import STOP_SIGNAL, Nats
from gateway.live import hub
from gateway.live.feed import Feed
from gateway.live.hub import Hub
from shared.auth.principal import Principal
from shared.ids import new_id
from shared.messaging.bus import Bus
from shared.waiting import cancel
from tests.gateway.conftest import ASSIGNED, LIVE, READ, House, Open, Publisher, Watch, listening, until
from tests.gateway.people import PASSWORD
from tests.gateway.servers import Reply, Seen
from tests.support.auth import Tokens, principal
from tests.support.nats import PASSWORD as NATS_PASSWORD
from tests.support.postgres import free_port


async def test_a_notice_says_what_happened_and_not_what_it_says(
    live: httpx.AsyncClient, bus: Publisher, watch: Watch, tokens: Tokens
) -> None:
    branch = new_id()
    watching = await watch(live, tokens.headers(principal(READ, branches=[branch])))
    event_id = await bus.publish("НС-1", branch=branch)
    await until(lambda: bool(watching.notices))

    [notice] = watching.notices
    assert (notice["id"], notice.get("event")) == (str(event_id), None)  # a browser's one `onmessage` hears it
    assert notice["data"].keys() == {"type", "subject", "parent", "branch", "actor", "time", "correlationid"}
    assert (notice["data"]["type"], notice["data"]["subject"]) == (ASSIGNED, "НС-1")
    assert (notice["data"]["branch"], notice["data"]["correlationid"]) == (str(branch), "click-0001")
    assert "тайна" not in json.dumps(watching.notices, ensure_ascii=False)
    assert watching.answer.headers["content-type"].startswith("text/event-stream")
    assert watching.answer.headers["x-accel-buffering"] == "no"
    assert watching.answer.headers["cache-control"] == "no-store"


async def test_each_viewer_sees_their_branches_and_what_names_them(
    live: httpx.AsyncClient, bus: Publisher, watch: Watch, tokens: Tokens
) -> None:
    kursk, smolensk = new_id(), new_id()
    people = {
        "kursk": principal(READ, branches=[kursk]),
        "smolensk": principal(READ, branches=[smolensk]),
        "everywhere": principal(READ),
        "other right": principal("people:read"),
    }
    streams = {name: await watch(live, tokens.headers(person)) for name, person in people.items()}
    await bus.publish("in Kursk", branch=kursk)
    await bus.publish("in Smolensk", branch=smolensk)
    await bus.publish("in none", branch=None)
    await bus.publish("to all", permission=None)
    await bus.publish("named", branch=smolensk, readers=f"{new_id()},{people['other right'].id}")
    await bus.publish("the end", permission=None)
    await until(lambda: all("the end" in watching.subjects for watching in streams.values()))

    seen = {name: watching.subjects[:-1] for name, watching in streams.items()}
    assert seen == {
        "kursk": ["in Kursk", "to all"],
        "smolensk": ["in Smolensk", "to all", "named"],
        "everywhere": ["in Kursk", "in Smolensk", "in none", "to all", "named"],
        "other right": ["to all", "named"],
    }


async def test_a_viewer_who_comes_back_gets_what_was_missed_and_may_be_seen(
    live: httpx.AsyncClient, bus: Publisher, watch: Watch, tokens: Tokens
) -> None:
    branch = new_id()
    headers = tokens.headers(principal(READ, branches=[branch]))
    first = await watch(live, headers)
    seen = await bus.publish("seen", branch=branch)
    await until(lambda: first.subjects == ["seen"])
    await bus.publish("missed", branch=branch)
    await bus.publish("hidden", branch=new_id())
    await bus.publish("missed too", branch=branch)
    await until(lambda: len(first.notices) == 3)

    again = await watch(live, headers | {"Last-Event-ID": str(seen)})
    await until(lambda: len(again.notices) == 2)
    assert again.subjects == ["missed", "missed too"]


async def test_a_viewer_who_was_away_too_long_is_told_to_read_anew(
    live: httpx.AsyncClient, bus: Publisher, watch: Watch, bearer: dict[str, str]
) -> None:
    unknown = await watch(live, bearer | {"Last-Event-ID": str(new_id())})
    strange = await watch(live, bearer | {"Last-Event-ID": "not an id"})
    await until(lambda: unknown.subjects == strange.subjects == ["reset"])
    fresh = await watch(live, bearer)
    await bus.publish("next", permission=None)
    await until(lambda: fresh.subjects == ["next"])


async def test_an_event_that_the_bus_delivers_twice_is_told_once(
    live: httpx.AsyncClient, bus: Publisher, watch: Watch, bearer: dict[str, str]
) -> None:
    watching = await watch(live, bearer)
    event_id = await bus.publish("once", permission=None)
    await bus.publish("once", permission=None, event_id=event_id)
    await bus.publish("end", permission=None)
    await until(lambda: "end" in watching.subjects)
    assert watching.subjects == ["once", "end"]


async def test_what_is_no_event_disturbs_nobody(
    live: httpx.AsyncClient, bus: Publisher, watch: Watch, bearer: dict[str, str]
) -> None:
    watching = await watch(live, bearer)
    for body in (b"", b"not json", b'{"id": 1}', b'{"id": "x", "type": "a\\nid: 1"}'):
        await bus._jetstream.publish("events.people.person.changed.v1", body)
    await bus.publish("good", permission=None)
    await until(lambda: watching.subjects == ["good"])


async def test_a_stream_needs_a_good_token(live: httpx.AsyncClient) -> None:
    for headers in ({}, {"Authorization": "Bearer x"}):
        answer = await live.get(LIVE, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert (await live.post(LIVE)).status_code == 405


async def test_a_stream_ends_with_the_token_that_opened_it(
    live: httpx.AsyncClient, bus: Publisher, watch: Watch, tokens: Tokens
) -> None:
    token = tokens.sign(principal(READ), lifetime=timedelta(seconds=2))
    watching = await watch(live, {"Authorization": f"Bearer {token}"})
    await bus.publish("in time")
    await until(lambda: watching.over, 4)
    assert watching.subjects == ["in time"]


async def test_signing_out_anywhere_ends_the_stream_and_the_session(
    house: House, live: httpx.AsyncClient, bus: Publisher, watch: Watch, anna: Principal
) -> None:
    house.people.accounts["anna"] = anna
    await live.post("/api/v1/auth/session", json={"login": "anna", "password": PASSWORD})
    [session] = house.people.sessions.values()
    watching = await watch(live, {})
    session.ended = True  # by an administrator, say: the gateway hears of it from the bus
    await bus.publish(str(session.id), permission="people:manage_access", kind="people.session.ended.v1")
    await until(lambda: watching.over)
    assert (await live.get("/api/v1/categories")).status_code == 401


async def test_a_session_that_ends_while_it_is_being_exchanged_is_not_kept(
    house: House, open_gateway: Open, live: httpx.AsyncClient, bus: Publisher, watch: Watch, anna: Principal
) -> None:
    house.people.accounts["anna"] = anna
    elsewhere = await open_gateway()
    await elsewhere.post("/api/v1/auth/session", json={"login": "anna", "password": PASSWORD})
    [session] = house.people.sessions.values()
    exchange, answered = house.people.service.behaviours["/internal/sessions/token"], asyncio.Event()

    async def slowly(request: Seen) -> Reply:
        answer = await exchange(request)
        await answered.wait()
        return answer

    house.people.service.behaviours["/internal/sessions/token"] = slowly
    watching = await watch(live, house.tokens.headers(anna))
    live.cookies = elsewhere.cookies
    first = asyncio.create_task(live.get("/api/v1/categories"))
    await until(lambda: bool(house.people.service.asked("/internal/sessions/token")))
    session.ended = True
    await bus.publish(str(session.id), permission=None, kind="people.session.ended.v1")
    await until(lambda: watching.subjects == [str(session.id)])
    answered.set()
    await first
    assert (await live.get("/api/v1/categories")).status_code == 401


async def test_a_person_may_open_so_many_streams_and_no_more(
    live: httpx.AsyncClient, bearer: dict[str, str], watch: Watch
) -> None:
    async with contextlib.AsyncExitStack() as windows:
        for _ in range(3):
            await windows.enter_async_context(live.stream("GET", LIVE, headers=bearer))
        answer = await live.get(LIVE, headers=bearer)
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_viewers")
    async with asyncio.timeout(5):
        while True:
            async with live.stream("GET", LIVE, headers=bearer) as answer:
                if answer.status_code == 200:  # a closed window makes room
                    break
            await asyncio.sleep(0.05)


async def test_an_idle_stream_shows_signs_of_life(open_gateway: Open, bearer: dict[str, str], watch: Watch) -> None:
    watching = await watch(await open_gateway(live_heartbeat_seconds=0.1), bearer)
    await until(lambda: watching.comments >= 3)
    assert watching.notices == []


def test_a_viewer_who_reads_too_slowly_is_told_to_read_anew(anna: Principal) -> None:
    viewer = hub.Viewer(anna, datetime.now(UTC))
    for number in range(hub.MOST_WAITING + 1):
        viewer.tell(b"%d" % number)
    viewer.tell(b"last")
    assert viewer.take() == b"event: reset\ndata: {}\n\nlast"


@pytest.fixture
def own_nats(tmp_path: Path, nats_server: Nats) -> Nats:
    """A nats-server that this test may start and stop, with the rights of the platform's users."""
    passwords = dict.fromkeys(("gateway", "operator"), NATS_PASSWORD)
    return Nats(tmp_path / "nats", port=free_port(), passwords=passwords, durable=False)


async def test_the_gateway_serves_without_the_bus_and_listens_as_soon_as_it_is_there(
    open_gateway: Open, own_nats: Nats, watch: Watch, bearer: dict[str, str]
) -> None:
    gateway = await open_gateway(nats_url=own_nats.url("gateway"))
    assert (await gateway.get("/api/v1/categories", headers=bearer)).status_code == 200
    ready = await gateway.get("/health/ready")
    assert (ready.status_code, ready.json()["parts"]["events"]) == (503, "away")

    process = own_nats.start()
    try:
        own_nats.wait_ready(process)
        await listening(gateway)
        watching = await watch(gateway, bearer)
        await _tell(own_nats, "first")
        await until(lambda: watching.subjects == ["first"])
        processes.stop(process, STOP_SIGNAL, 10)
        await until_away(gateway)
        process = own_nats.start()
        own_nats.wait_ready(process)
        await listening(gateway)
        await _tell(own_nats, "second")
        # What was said meanwhile is lost to us: the viewer hears that before anything else.
        await until(lambda: watching.subjects[-1:] == ["second"])
        assert watching.subjects == ["first", "reset", "second"]
    finally:
        processes.stop(process, STOP_SIGNAL, 10)


async def test_listening_ends_when_told_however_the_bus_refuses() -> None:
    """Cancelled 100 times in the middle of being refused: about one in twenty is not heard the first time."""
    watchers = Hub(most_viewers=1, most_per_person=1)
    for number in range(100):
        bus = Bus("nats://127.0.0.1:1", "gateway")
        task = asyncio.create_task(Feed(bus, watchers, heard=lambda *_: None, missed=lambda: None).run())
        await asyncio.sleep(number / 25_000)
        async with asyncio.timeout(2):
            await cancel(task)


async def until_away(gateway: httpx.AsyncClient) -> None:
    async with asyncio.timeout(10):
        while (await gateway.get("/health/ready")).json()["parts"]["events"] == "ready":
            await asyncio.sleep(0.05)


async def _tell(server: Nats, subject: str) -> None:
    client = await nats.connect(server.url("operator"))
    event = {"id": str(new_id()), "type": f"profkom.{ASSIGNED}", "subject": subject, "time": "2026-01-01T00:00:00Z"}
    await client.publish(f"events.{ASSIGNED}", json.dumps(event).encode())
    await client.drain()
