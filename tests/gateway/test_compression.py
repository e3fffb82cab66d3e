"""Long answers leave compressed for those who can read that, and only for them."""

import gzip
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.gateway.conftest import House
from tests.gateway.servers import Reply, Seen, reply

LIST = "/api/v1/nonconformities"
LONG = [{"description": f"Ограждение {number}"} for number in range(1000)]
GZIP = {"Accept-Encoding": "gzip"}


async def raw(gateway: httpx.AsyncClient, headers: dict[str, str], method: str = "GET") -> tuple[httpx.Response, bytes]:
    async with gateway.stream(method, LIST, headers=headers) as answer:
        return answer, b"".join([piece async for piece in answer.aiter_raw()])


@pytest.fixture(autouse=True)
def long_list(house: House) -> None:
    async def behave(_: Seen) -> Reply:
        return reply(LONG, etag='"5"')

    house.journal.behaviours[LIST] = behave


async def test_a_long_list_is_compressed(gateway: httpx.AsyncClient, bearer: dict[str, str]) -> None:
    answer, content = await raw(gateway, bearer | GZIP)
    plain, whole = await raw(gateway, bearer | {"Accept-Encoding": "identity"})
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "accept-encoding")
    assert gzip.decompress(content) == whole
    assert len(content) < len(whole) / 5
    assert answer.headers["etag"] == '"5"'  # it is the record's version, which If-Match sends back
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize("offered", ["gzip;q=0", "br", "", "gzip; q=0.0, br"])
async def test_nobody_gets_what_they_did_not_ask_for(
    gateway: httpx.AsyncClient, bearer: dict[str, str], offered: str
) -> None:
    answer, content = await raw(gateway, bearer | {"Accept-Encoding": offered})
    assert "content-encoding" not in answer.headers
    assert content.startswith(b"[{")


async def test_short_answers_and_pictures_stay_as_they_are(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    for value in (reply({"id": 1}), (200, {"content-type": "image/jpeg"}, b"p" * 50_000)):

        async def behave(_: Seen, value: Reply = value) -> Reply:
            return value

        house.journal.behaviours[LIST] = behave
        answer, content = await raw(gateway, bearer | GZIP)
        assert "content-encoding" not in answer.headers
        assert content == value[2]


async def test_what_is_compressed_already_is_not_compressed_again(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    async def behave(_: Seen) -> Reply:
        return 200, {"content-type": "application/json", "content-encoding": "gzip"}, gzip.compress(b"{}" * 9000, 0)

    house.journal.behaviours[LIST] = behave
    answer, content = await raw(gateway, bearer | GZIP)
    assert answer.headers.get_list("content-encoding") == ["gzip"]
    assert gzip.decompress(content) == b"{}" * 9000


async def test_an_answer_that_comes_in_pieces_is_compressed_as_it_comes(
    gateway: httpx.AsyncClient, house: House, bearer: dict[str, str]
) -> None:
    async def pieces(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/csv")]})
        async for line in _lines():
            await send({"type": "http.response.body", "body": line, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    house.journal.raw = pieces
    answer, content = await raw(gateway, bearer | GZIP)
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(content) == b"".join([line async for line in _lines()])


async def _lines() -> AsyncIterator[bytes]:
    for number in range(2000):
        yield f"{number};Ограждение отсутствует\n".encode()
