"""The gateway's HTTP client against a server that says exactly these bytes."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway import wire
from gateway.wire import pool as pool_module
from gateway.wire.answer import Answer

REQUEST = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"


class Script:
    """Answers the n-th request of a connection with the n-th piece of `answers`; None closes the connection."""

    def __init__(self) -> None:
        self.answers: list[bytes | None] = []
        self.received = b""
        self.connections = 0
        self.silent = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            for answer in self.answers:
                self.received += await reader.readuntil(b"\r\n\r\n")
                if self.silent:
                    await reader.read()
                if answer is None:
                    break
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
def script() -> Script:
    return Script()


Connect = Callable[..., wire.Pool]


@pytest.fixture
async def connect(script: Script) -> AsyncIterator[Connect]:
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    pools: list[wire.Pool] = []

    def make(**options: Any) -> wire.Pool:
        defaults = {"connect_seconds": 1.0, "answer_seconds": 1.0, "most": 10}
        pools.append(wire.Pool(f"http://{host}:{port}", **defaults | options))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()
    server.close()
    await asyncio.sleep(0.02)


ANSWERS = {
    "a declared length": b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody",
    "chunks and a trailer": (
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\nx-sum: 1\r\n\r\n"
    ),
    "the end of the connection": b"HTTP/1.0 200 OK\r\n\r\nbody",
    "a word in advance": b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
async def test_a_body_may_be_ended_by(script: Script, connect: Connect, answer: bytes) -> None:
    script.answers = [answer]
    got = await connect().ask("GET", REQUEST)
    assert got.status == 200
    assert await got.read(100) == b"body"
    assert got.complete
    assert b"x-sum" not in dict(got.headers)
    assert got.header(b"link") is None


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\ncontent-length: 7\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
    ],
)
async def test_an_answer_without_a_body_leaves_the_connection_usable(
    script: Script, connect: Connect, answer: bytes
) -> None:
    script.answers = [answer, ANSWERS["a declared length"]]
    pool = connect()
    assert await (await pool.ask("GET", REQUEST)).read(100) == b""
    assert await (await pool.ask("GET", REQUEST)).read(100) == b"body"
    assert script.connections == 1


async def test_head_has_a_length_and_no_body(script: Script, connect: Connect) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n"
    script.answers = [head, ANSWERS["a declared length"]]
    pool = connect()
    answer = await pool.ask("HEAD", REQUEST)
    assert (answer.complete, answer.header(b"content-length")) == (True, "4")
    assert await (await pool.ask("GET", REQUEST)).read(100) == b"body"
    assert script.connections == 1


async def test_a_connection_that_the_service_wants_closed_is_not_used_again(script: Script, connect: Connect) -> None:
    script.answers = [b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\nbody"]
    pool = connect()
    for _ in range(2):
        assert await (await pool.ask("GET", REQUEST)).read(100) == b"body"
    assert script.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"",
        b"not http\r\n\r\n",
        b"HTTP/1.1 200",
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nbody",
    ],
)
async def test_what_is_no_answer_is_told_apart_from_one(script: Script, connect: Connect, answer: bytes | None) -> None:
    script.answers = [answer]
    with pytest.raises(wire.AnswerLost):
        await connect().ask("GET", REQUEST)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhalf\r\n",
    ],
)
async def test_half_a_body_is_not_a_body(script: Script, connect: Connect, answer: bytes) -> None:
    script.answers = [answer]
    with pytest.raises(wire.AnswerLost):
        await (await connect().ask("GET", REQUEST)).read(100)


async def test_nobody_listening_is_told_apart_from_a_lost_answer() -> None:
    pool = wire.Pool("http://127.0.0.1:1", connect_seconds=1, answer_seconds=1, most=1)
    for _ in range(2):  # a place in the pool is given back
        with pytest.raises(wire.NotConnected):
            await pool.ask("GET", REQUEST)


async def test_a_silent_service_is_given_up(script: Script, connect: Connect) -> None:
    script.answers, script.silent = [b""], True
    pool = connect(answer_seconds=0.1, most=1)
    with pytest.raises(wire.AnswerTimeout):
        await pool.ask("GET", REQUEST)
    await asyncio.sleep(0.05)
    script.silent, script.answers = False, [b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", b"never"]
    with pytest.raises(wire.AnswerTimeout):
        await pool.ask("GET", REQUEST)
    await asyncio.sleep(0.05)
    script.answers = [b"HTTP/1.1 200 OK\r\ncontent-length: 900000\r\n\r\nhalf", b"never"]
    answer = await pool.ask("GET", REQUEST)
    with pytest.raises(wire.AnswerTimeout):
        await answer.read(100)


async def test_an_idle_connection_is_dropped_in_time(
    script: Script, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "IDLE_SECONDS", 0.1)
    script.answers = [ANSWERS["a declared length"]] * 5
    pool = connect()
    await (await pool.ask("GET", REQUEST)).read(100)
    await asyncio.sleep(0.3)
    await (await pool.ask("GET", REQUEST)).read(100)
    await (await pool.ask("GET", REQUEST)).read(100)
    assert script.connections == 2


async def test_an_answer_nobody_asked_for_ends_the_connection(script: Script, connect: Connect) -> None:
    script.answers = [ANSWERS["a declared length"] * 2, ANSWERS["a declared length"]]
    pool = connect()
    assert await (await pool.ask("GET", REQUEST)).read(100) == b"body"
    await asyncio.sleep(0.05)
    assert await (await pool.ask("GET", REQUEST)).read(100) == b"body"
    assert script.connections == 2


async def test_an_answer_longer_than_wanted_is_given_up(script: Script, connect: Connect) -> None:
    script.answers = [b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n" + b"a" * 5000]
    with pytest.raises(wire.AnswerLost):
        await (await connect().ask("GET", REQUEST)).read(1000)


async def test_who_leaves_takes_the_connection_along(script: Script, connect: Connect) -> None:
    script.answers, script.silent = [b""], True
    pool = connect(most=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await pool.ask("GET", REQUEST)
    await asyncio.sleep(0.05)
    script.silent, script.answers = False, [ANSWERS["a declared length"]]
    assert await (await pool.ask("GET", REQUEST)).read(100) == b"body"


class _Line:
    """A connection that only counts."""

    released = 0

    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...
    def abort(self) -> None: ...
    def answer_complete(self, *, keep_alive: bool) -> None:
        self.released += 1


@given(cuts=st.lists(st.integers(0, 200), max_size=12), which=st.sampled_from(list(ANSWERS)))
@settings(max_examples=200, deadline=None)
def test_it_does_not_matter_where_packets_end(cuts: list[int], which: str) -> None:
    content = ANSWERS[which]

    async def parse() -> tuple[int, bytes, int]:
        line = _Line()
        answer = Answer(line, "GET", timeout=1)
        edges = [0, *sorted(min(cut, len(content)) for cut in cuts), len(content)]
        for start, end in itertools.pairwise(edges):
            if start < end:
                answer.parser.feed_data(content[start:end])
        answer.end_of_stream()
        return answer.status, await answer.read(100), line.released

    assert asyncio.run(parse()) == (200, b"body", 1)
