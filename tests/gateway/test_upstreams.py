"""A service that is away, silent or breaks off is named in words, takes no other with it, and comes back by itself."""

import asyncio
import time
from typing import Any

import httpx
import pytest

from gateway.circuit import FAILURES_TO_OPEN, Circuit
from tests.gateway.conftest import House, Open
from tests.gateway.servers import Reply, Seen, reply

LIST = "/api/v1/nonconformities"


async def test_a_dead_service_is_named_and_the_others_go_on(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    await gateway.get(LIST, headers=bearer)
    await house.servers["nonconformity"].kill()
    for method in ("GET", "POST"):
        answer = await gateway.request(method, LIST, headers=bearer)
        assert (answer.status_code, answer.json()["code"]) == (503, "part_unavailable")
        assert answer.json()["title"] == "Журнал несоответствий временно недоступен"
        assert "Остальные разделы работают" in answer.json()["detail"]
        assert int(answer.headers["retry-after"]) >= 1
    english = await gateway.get(LIST, headers=bearer | {"Accept-Language": "en"})
    assert english.json()["title"] == "The nonconformity journal is unavailable"
    assert (await gateway.get("/api/v1/analytics/journal", headers=bearer)).status_code == 200
    assert (await gateway.get("/api/v1/me", headers=bearer)).status_code == 200


async def test_after_five_failures_nobody_waits_for_a_silent_service(
    house: House, open_gateway: Open, bearer: dict[str, str]
) -> None:
    silent = asyncio.Event()

    async def hang(_: Seen) -> Reply:
        await silent.wait()
        return reply({})

    house.journal.behaviours[LIST] = hang
    gateway = await open_gateway(upstream_answer_seconds=0.2)
    for _ in range(FAILURES_TO_OPEN):
        answer = await gateway.post(LIST, headers=bearer)
        assert (answer.status_code, answer.json()["code"]) == (504, "part_timeout")
    asked = len(house.journal.seen)

    started = time.perf_counter()
    refused = [await gateway.post(LIST, headers=bearer) for _ in range(20)]
    assert {answer.status_code for answer in refused} == {503}
    assert time.perf_counter() - started < 0.5
    assert len(house.journal.seen) == asked

    silent.set()
    async with asyncio.timeout(5):
        while (await gateway.post(LIST, headers=bearer)).status_code != 200:
            await asyncio.sleep(0.05)
    assert len(house.journal.seen) == asked + 1  # one probe, and it closed the circuit


async def test_a_killed_service_is_used_again_as_soon_as_it_is_back(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    await house.servers["nonconformity"].kill()
    for _ in range(FAILURES_TO_OPEN + 1):
        assert (await gateway.get(LIST, headers=bearer)).status_code == 503
    assert 'profkom_gateway_circuit_open{upstream="nonconformity"} 1.0' in (await gateway.get("/metrics")).text
    await house.revive("nonconformity")
    assert (await gateway.get("/health/ready")).json()["parts"]["nonconformity"] == "ready"  # the probe closes it
    assert (await gateway.get(LIST, headers=bearer)).status_code == 200
    assert 'profkom_gateway_circuit_open{upstream="nonconformity"} 0.0' in (await gateway.get("/metrics")).text


def test_a_circuit_opens_probes_and_closes() -> None:
    now = 0.0
    circuit = Circuit(now=lambda: now)
    for _ in range(FAILURES_TO_OPEN):
        assert circuit.admits()
        circuit.failed()
    assert circuit.is_open
    assert not circuit.admits()
    pauses = []
    for _ in range(6):
        waited_since = now
        while not circuit.admits():
            now += 0.125
        pauses.append(now - waited_since)
        assert not circuit.admits()  # one probe at a time
        circuit.failed()
    assert pauses == [0.5, 1, 2, 2, 2, 2]
    now += 2
    assert circuit.admits()
    circuit.abandoned()
    assert circuit.admits()  # who left without an answer blocks nobody
    assert circuit.succeeded()
    assert circuit.admits()
    assert circuit.admits()
    circuit.failed()
    assert not circuit.is_open


async def test_requests_that_failed_together_open_the_circuit_for_one_pause(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    await gateway.get(LIST, headers=bearer)
    await house.servers["nonconformity"].kill()
    answers = await asyncio.gather(*(gateway.get(LIST, headers=bearer) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {503}
    assert {answer.headers["retry-after"] for answer in answers} == {"1"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_a_lost_connection_is_tried_again_when_that_does_no_harm(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str], method: str
) -> None:
    attempts = await _break_first(house)
    answer = await gateway.request(method, LIST, headers=bearer, content=b"{}")
    assert (answer.status_code, answer.content, attempts) == (200, b"good", [method, method])


async def test_a_post_is_never_sent_twice(gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]) -> None:
    attempts = await _break_first(house)
    answer = await gateway.post(LIST, headers=bearer, content=b"{}")
    assert (answer.status_code, answer.json()["code"]) == (502, "part_lost")
    assert "Idempotency-Key" in answer.json()["detail"]
    assert attempts == ["POST"]


async def test_a_post_goes_through_when_only_the_kept_connections_were_dead(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    await asyncio.gather(*(gateway.get(LIST, headers=bearer) for _ in range(5)))
    await house.servers["nonconformity"].kill()
    await house.revive("nonconformity")
    answer = await gateway.post(LIST, headers=bearer, json={})
    assert answer.status_code == 200
    assert len([seen for seen in house.journal.seen if seen.method == "POST"]) == 1


async def _break_first(house: House) -> list[str]:
    """Let the service reset the connection of the first request after reading it; the list grows by each method."""
    attempts: list[str] = []

    async def behave(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        attempts.append(scope["method"])
        if len(attempts) == 1:
            for connection in tuple(house.servers["nonconformity"].server_state.connections):
                connection.transport.abort()
            return
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
        await send({"type": "http.response.body", "body": b"good"})

    house.journal.raw = behave
    return attempts


@pytest.mark.parametrize("declared", [True, False])
async def test_a_service_killed_in_the_middle_of_an_answer_does_not_pass_for_a_whole_one(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str], declared: bool
) -> None:
    async def half(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"text/csv"), *([(b"content-length", b"1000000")] if declared else ())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"a" * 100_000, "more_body": True})
        await asyncio.sleep(0.1)
        for connection in tuple(house.servers["nonconformity"].server_state.connections):
            connection.transport.abort()

    house.journal.raw = half
    with pytest.raises(httpx.RemoteProtocolError):
        await gateway.get(LIST, headers=bearer)
    house.journal.raw = None
    assert (await gateway.get(LIST, headers=bearer)).status_code == 200


async def test_half_of_a_short_answer_is_asked_for_again(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    attempts = 0

    async def half_then_whole(scope: Any, receive: Any, send: Any) -> None:
        nonlocal attempts
        attempts += 1
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"8")]})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        await asyncio.sleep(0.05)
        if attempts == 1:
            for connection in tuple(house.servers["nonconformity"].server_state.connections):
                connection.transport.abort()
        await send({"type": "http.response.body", "body": b"half"})

    house.journal.raw = half_then_whole
    answer = await gateway.get(LIST, headers=bearer)
    assert (answer.status_code, answer.content, attempts) == (200, b"halfhalf", 2)


async def test_a_service_may_refuse_an_upload_before_it_has_all_of_it(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    async def refuse(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        body = b'{"code":"not_a_spreadsheet"}'
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 422, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    house.journal.raw = refuse
    files = {"file": ("a.xlsx", b"a" * 20_000_000)}
    answer = await gateway.post(f"{LIST}/imports", headers=bearer, files=files)
    assert (answer.status_code, answer.json()) == (422, {"code": "not_a_spreadsheet"})


async def test_a_crowd_at_one_service_is_told_to_come_again(
    house: House, open_gateway: Open, bearer: dict[str, str]
) -> None:
    go = asyncio.Event()

    async def slow(_: Seen) -> Reply:
        await go.wait()
        return reply({})

    house.journal.behaviours[LIST] = slow
    gateway = await open_gateway(upstream_requests=5)
    waiting = [asyncio.create_task(gateway.get(LIST, headers=bearer)) for _ in range(5)]
    while len(house.journal.asked(LIST)) < 5:
        await asyncio.sleep(0.01)
    answer = await gateway.get(LIST, headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (503, "part_busy")
    assert (await gateway.get("/api/v1/analytics/x", headers=bearer)).status_code == 200
    go.set()
    assert {(await task).status_code for task in waiting} == {200}
    assert (await gateway.get(LIST, headers=bearer)).status_code == 200


async def test_a_client_that_leaves_in_the_middle_of_an_upload_leaves_nothing_behind(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    head = (
        f"POST {LIST} HTTP/1.1\r\nHost: x\r\nAuthorization: {bearer['Authorization']}\r\nContent-Length: 500000\r\n\r\n"
    )
    _, writer = await asyncio.open_connection(gateway.base_url.host, gateway.base_url.port)
    writer.write(head.encode() + b"a" * 200_000)
    await writer.drain()
    await asyncio.sleep(0.2)
    writer.transport.abort()
    await asyncio.sleep(0.2)
    assert house.journal.seen == []
    assert not house.servers["nonconformity"].server_state.tasks
    assert (await gateway.get(LIST, headers=bearer)).status_code == 200


async def test_a_large_answer_streams_and_waits_for_a_slow_reader(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    sent = 0

    async def large(scope: Any, receive: Any, send: Any) -> None:
        nonlocal sent
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"image/jpeg")]})
        for _ in range(640):
            await send({"type": "http.response.body", "body": b"a" * 65_536, "more_body": True})
            sent += 65_536
        await send({"type": "http.response.body", "body": b""})

    house.journal.raw = large
    async with gateway.stream("GET", LIST, headers=bearer) as answer:
        pieces = answer.aiter_raw()
        received = len(await anext(pieces))
        await asyncio.sleep(0.5)
        assert sent < 25_000_000  # the rest waits at its source, not in our memory
        async for piece in pieces:
            received += len(piece)
    assert received == 640 * 65_536
