"""Nobody can take the door away from the others: not by many requests, not by large ones, not by slow ones."""

import asyncio
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from gateway import limits
from gateway.errors import RateLimited
from gateway.limits import Buckets
from shared.addresses import household
from shared.auth import permissions
from shared.auth.principal import Principal
from tests.gateway.conftest import House, Open
from tests.load.client import Request, measure
from tests.support.auth import Tokens, principal
from tests.support.memory import resident_bytes

MIB = 2**20
JSON = {"Content-Type": "application/json"}


async def test_a_stranger_who_asks_too_often_is_told_when_to_come_again(open_gateway: Open) -> None:
    gateway = await open_gateway(rate_limit_anonymous_per_second=2, rate_limit_anonymous_burst=5)
    answers = [await gateway.get("/api/v1/people", headers={"Accept-Language": "en"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    last = answers[-1]
    assert last.json()["code"] == "too_many_requests"
    assert last.json()["detail"] == "Wait 1 s and try again."
    assert last.headers["retry-after"] == "1"
    assert last.headers["ratelimit-policy"] == '"anonymous";q=5;w=3'
    assert last.headers["ratelimit"] == '"anonymous";r=0;t=1'
    await asyncio.sleep(1)
    assert (await gateway.get("/api/v1/people")).status_code == 401


async def test_each_person_has_a_limit_of_their_own(open_gateway: Open, tokens: Tokens, anna: Principal) -> None:
    gateway = await open_gateway(rate_limit_signed_in_per_second=1, rate_limit_signed_in_burst=3)
    busy, other = tokens.headers(anna), tokens.headers(principal())
    assert [(await gateway.get("/api/v1/people", headers=busy)).status_code for _ in range(4)] == [200] * 3 + [429]
    assert (await gateway.get("/api/v1/people", headers=other)).status_code == 200


async def test_passwords_cannot_be_tried_without_end(open_gateway: Open, house: House) -> None:
    gateway = await open_gateway(rate_limit_sign_in_per_minute=3)
    form = {"username": "anna", "password": "guess"}
    token = [(await gateway.post("/api/v1/auth/token", data=form)).status_code for _ in range(2)]
    session = [
        (await gateway.post("/api/v1/auth/session", json={"login": "a", "password": "b"})).status_code for _ in range(2)
    ]
    assert (token, session) == ([200, 200], [401, 429])
    assert (await gateway.get("/.well-known/jwks.json")).status_code == 200  # the keys are not counted with passwords


async def test_an_address_is_what_a_trusted_proxy_says_and_nobody_else(open_gateway: Open) -> None:
    strict = {"rate_limit_anonymous_per_second": 0.1, "rate_limit_anonymous_burst": 2}
    trusting, wary = await open_gateway(**strict, trusted_proxies="127.0.0.1, 10.0.0.0/8"), await open_gateway(**strict)

    async def ask(gateway: httpx.AsyncClient, hops: str) -> int:
        return (await gateway.get("/api/v1/people", headers={"X-Forwarded-For": hops})).status_code

    invented = [await ask(wary, f"192.0.2.{number}") for number in range(4)]
    assert invented == [401, 401, 429, 429]
    # The last stranger counts: what stands before it was written by the stranger, what comes after is ours.
    hidden = [await ask(trusting, f"192.0.2.{number}, 203.0.113.9, 10.1.2.3") for number in range(3)]
    assert hidden == [401, 401, 429]
    assert await ask(trusting, "203.0.113.10, 10.1.2.3") == 401
    one_household = [await ask(trusting, f"2001:db8::{number}") for number in range(3)]
    assert one_household == [401, 401, 429]
    assert await ask(trusting, "2001:db8:0:1::1") == 401


def test_an_address_is_counted_by_what_a_subscriber_owns() -> None:
    assert household("2001:db8:1:2:3::4") == household("2001:db8:1:2:ffff::1") != household("2001:db8:1:3::")
    assert household("::ffff:192.0.2.1") == household("192.0.2.1") != household("192.0.2.2")
    assert household("not an address") == "not an address"


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    now = 100.0
    bucket = Buckets("test", per_second=2, burst=3, now=lambda: now)

    def granted(count: int) -> int:
        return sum(_is_granted(bucket) for _ in range(count))

    assert granted(10) == 3
    now += 1
    assert granted(10) == 2
    now += 100
    assert granted(10) == 3


def _is_granted(bucket: Buckets) -> bool:
    try:
        bucket.take("key")
    except RateLimited:
        return False
    return True


def test_the_memory_of_buckets_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEYS", 100)
    bucket = Buckets("test", per_second=1, burst=1)
    for key in range(1000):
        bucket.take(key)
    assert len(bucket) == 100
    with pytest.raises(RateLimited):
        bucket.take(999)  # the busiest are remembered


async def test_ten_thousand_requests_from_one_address_leave_the_door_open(
    open_gateway: Open, house: House, bearer: dict[str, str]
) -> None:
    gateway = await open_gateway()
    await gateway.get("/api/v1/categories", headers=bearer)
    before = resident_bytes()
    address = str(gateway.base_url)
    flooding = asyncio.ensure_future(
        measure(address, lambda _: Request("GET", "/api/v1/people"), connections=20, seconds=60, most=10_000)
    )
    slowest = 0.0
    while not flooding.done():
        started = time.perf_counter()
        assert (await gateway.get("/api/v1/categories", headers=bearer)).status_code == 200
        slowest = max(slowest, time.perf_counter() - started)
        await asyncio.sleep(0.05)
    statuses = flooding.result().statuses
    assert sum(statuses.values()) == 10_000
    assert statuses.keys() <= {401, 429}
    assert statuses[429] > 5_000
    assert slowest < 2
    assert resident_bytes() - before < 40 * MIB


async def test_a_body_that_is_too_large_is_refused_before_it_is_sent(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    almost = await gateway.post("/api/v1/nonconformities", content=b"a" * (2 * MIB), headers=bearer | JSON)
    assert almost.json()["length"] == 2 * MIB
    answer = await gateway.post("/api/v1/nonconformities", content=b"a" * (2 * MIB + 1), headers=bearer | JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.json()["detail"].startswith("Предел — 2 МиБ")
    assert len(house.journal.seen) == 1


async def test_an_upload_may_be_larger_and_has_a_limit_too(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    photo = {"file": ("photo.jpg", b"p" * (24 * MIB), "image/jpeg")}
    good = await gateway.post("/api/v1/nonconformities/imports", files=photo, headers=bearer)
    assert good.json()["length"] > 24 * MIB
    heavy = {"file": ("photo.jpg", b"p" * (26 * MIB), "image/jpeg")}
    answer = await gateway.post("/api/v1/nonconformities/imports", files=heavy, headers=bearer)
    assert answer.status_code == 413
    assert answer.json()["detail"].startswith("Предел — 25 МиБ")
    assert len(house.journal.seen) == 1


async def test_a_body_of_undeclared_length_is_counted_as_it_comes(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    async def stream(size: int) -> AsyncIterator[bytes]:
        for _ in range(size // 65536):
            yield b"a" * 65536

    good = await gateway.post("/api/v1/nonconformities", content=stream(2 * MIB), headers=bearer | JSON)
    assert good.json()["length"] == 2 * MIB
    answer = await gateway.post("/api/v1/nonconformities", content=stream(10 * MIB), headers=bearer | JSON)
    assert answer.status_code == 413
    assert len(house.journal.seen) == 1  # the half that came was taken for nothing


async def test_a_refusal_reaches_a_client_that_uploads_200_mb(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str], tmp_path: Path
) -> None:
    large = tmp_path / "large"
    with large.open("wb") as hole:
        hole.truncate(200 * 10**6)

    async def stream() -> AsyncIterator[bytes]:
        with large.open("rb") as file:
            while piece := file.read(MIB):
                yield piece

    url = str(gateway.base_url.join("/api/v1/nonconformities/imports"))
    multipart = bearer | {"Content-Type": "multipart/form-data; boundary=x"}
    declared = multipart | {"Content-Length": str(200 * 10**6)}
    for headers in (multipart, declared, {}):
        answer = await gateway.post(url, content=stream(), headers=headers)
        assert answer.status_code == (413 if headers else 401)
        assert answer.json()["code"] == ("too_large" if headers else "not_authenticated")

    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl here")
    for form in (["-F", f"file=@{large}"], ["-T", str(large), "-X", "POST"], ["-T", "-", "-X", "POST"]):
        command = [curl, "-sS", "-H", f"Authorization: {bearer['Authorization']}", *form, "-w", "\n%{http_code}", url]
        with large.open("rb") as file:
            done = await asyncio.to_thread(subprocess.run, command, stdin=file, capture_output=True, timeout=60)
        body, _, status = done.stdout.decode().rpartition("\n")
        assert (status, '"too_large"' in body) == ("413", True), done.stderr.decode()
    assert house.journal.seen == []


async def test_a_client_that_falls_silent_in_the_middle_is_let_go(
    open_gateway: Open, house: House, bearer: dict[str, str]
) -> None:
    gateway = await open_gateway(body_idle_seconds=0.3)
    head = f"POST /api/v1/categories HTTP/1.1\r\nHost: x\r\nAuthorization: {bearer['Authorization']}\r\n"
    for length, sent in ((1000, b"a"), (500_000, b"a" * 100_000)):  # held before it is passed on, and while it is
        reader, writer = await asyncio.open_connection(gateway.base_url.host, gateway.base_url.port)
        writer.write(head.encode() + b"Content-Length: %d\r\n\r\n" % length + sent)
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        assert answer.startswith(b"HTTP/1.1 408 ")
        writer.close()
        await writer.wait_closed()
    assert house.journal.seen == []


async def test_a_whole_upload_has_a_time_limit_however_steadily_it_trickles(
    open_gateway: Open, house: House, bearer: dict[str, str]
) -> None:
    gateway = await open_gateway(upload_seconds=1)

    async def trickle() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b"a"
            await asyncio.sleep(0.1)

    started = time.perf_counter()
    answer = await gateway.post("/api/v1/categories", content=trickle(), headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (408, "slow_request")
    assert time.perf_counter() - started < 8
    assert house.journal.seen == []


async def test_a_slow_but_living_upload_arrives(open_gateway: Open, house: House, bearer: dict[str, str]) -> None:
    gateway = await open_gateway(body_idle_seconds=0.5, upstream_answer_seconds=0.5)

    async def trickle() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b"a" * 10_000
            await asyncio.sleep(0.1)

    answer = await gateway.post("/api/v1/categories", content=trickle(), headers=bearer)
    assert answer.json()["length"] == 100_000


async def test_what_anybody_may_send_is_counted_and_measured_more_strictly(open_gateway: Open, house: House) -> None:
    gateway = await open_gateway(rate_limit_form_per_minute=3, form_body_limit_mib=1, body_limit_mib=2)
    form = "/api/v1/public/nonconformities"
    assert (await gateway.post(form, content=b"x" * (MIB + 1), headers=JSON)).status_code == 413
    answers = [(await gateway.post(f"{form}/by-code/messages", json={})).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert (await gateway.get(f"{form}/form")).status_code == 200  # to look is no sending
    anna = house.tokens.headers(principal(*permissions.ALL))
    large = await gateway.post("/api/v1/nonconformities", content=b"x" * (MIB + 1), headers={**JSON, **anna})
    assert large.status_code == 200
