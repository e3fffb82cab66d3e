"""The local bus: each user may do what its service does, and nothing else."""

import asyncio
import stat
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import NotFoundError

from deploy.local import streams
from deploy.local.nats import Nats
from deploy.local.topology import OPERATOR, STREAM

pytestmark = pytest.mark.usefixtures("empty_events")
PATIENCE = 0.3


@asynccontextmanager
async def signed_in(server: Nats, user: str) -> AsyncIterator[tuple[Client, list[str]]]:
    """A client of this user, and the refusals that the server told it of."""
    refusals: list[str] = []

    async def note(error: Exception) -> None:
        refusals.append(str(error).lower())

    client = await nats.connect(server.url(user), inbox_prefix=f"_INBOX_{user}".encode(), error_cb=note)
    try:
        yield client, refusals
    finally:
        await client.close()


async def stored(server: Nats) -> int:
    async with signed_in(server, OPERATOR) as (client, _):
        return (await client.jsm().stream_info(STREAM)).state.messages


async def refused(act: Callable[[], Coroutine[Any, Any, object]], refusals: list[str]) -> bool:
    """Tell whether the server forbids it: the caller only times out, the reason comes beside."""
    with pytest.raises((NatsError, asyncio.TimeoutError)):
        await act()
    return any("permissions violation" in refusal for refusal in refusals)


async def test_a_service_publishes_its_own_events(nats_server: Nats) -> None:
    async with signed_in(nats_server, "people") as (client, _):
        await client.jetstream().publish("events.people.person.created.v1", b"{}")
    assert await stored(nats_server) == 1


@pytest.mark.parametrize("subject", ["events.nonconformity.finding.registered.v1", "events.analytics.x.y.v1"])
async def test_a_service_cannot_publish_in_the_name_of_another(nats_server: Nats, subject: str) -> None:
    async with signed_in(nats_server, "people") as (client, refusals):
        stream = client.jetstream(timeout=PATIENCE)
        assert await refused(lambda: stream.publish(subject, b"{}"), refusals)
    assert await stored(nats_server) == 0


async def test_the_gateway_hears_every_event_and_cannot_send_any(nats_server: Nats) -> None:
    async with signed_in(nats_server, "gateway") as (gateway, refusals):
        heard = await gateway.subscribe("events.>")
        await gateway.flush()
        async with signed_in(nats_server, "people") as (people, _):
            await people.jetstream().publish("events.people.person.created.v1", b"{}")
        assert (await heard.next_msg(5)).subject == "events.people.person.created.v1"
        stream = gateway.jetstream(timeout=PATIENCE)
        assert await refused(lambda: stream.publish("events.people.person.created.v1", b"{}"), refusals)


async def test_a_service_consumes_others_events_through_its_own_consumer(nats_server: Nats) -> None:
    async with signed_in(nats_server, "people") as (people, _):
        for number in range(3):
            await people.jetstream().publish("events.people.person.created.v1", b"%d" % number)
    async with signed_in(nats_server, "analytics") as (analytics, refusals):
        stream = analytics.jetstream()
        config = ConsumerConfig(
            durable_name="analytics",
            filter_subjects=["events.people.>", "events.nonconformity.>"],
            ack_policy=AckPolicy.EXPLICIT,
        )
        await stream.add_consumer(STREAM, config)
        subscription = await stream.pull_subscribe_bind(durable="analytics", stream=STREAM)
        messages = await subscription.fetch(3, timeout=5)
        for message in messages:
            await message.ack_sync()
        assert [message.data for message in messages] == [b"0", b"1", b"2"]
        assert (await subscription.consumer_info()).num_ack_pending == 0
        assert refusals == []


async def test_a_service_cannot_take_messages_of_anothers_consumer(nats_server: Nats) -> None:
    async with signed_in(nats_server, OPERATOR) as (operator, _):
        await operator.jetstream().publish("events.people.person.created.v1", b"{}")
        await operator.jetstream().add_consumer(STREAM, ConsumerConfig(durable_name="analytics"))
    async with signed_in(nats_server, "people") as (client, refusals):
        stream = client.jetstream(timeout=PATIENCE)
        subscription = await stream.pull_subscribe_bind(durable="analytics", stream=STREAM)
        assert await refused(lambda: subscription.fetch(1, timeout=PATIENCE), refusals)
        for forbidden in (
            lambda: stream.delete_consumer(STREAM, "analytics"),
            lambda: stream.add_consumer(STREAM, ConsumerConfig(durable_name="analytics")),
            lambda: stream.delete_stream(STREAM),
            lambda: stream.purge_stream(STREAM),
        ):
            refusals.clear()
            assert await refused(forbidden, refusals)


async def test_a_service_cannot_listen_to_anothers_answers(nats_server: Nats) -> None:
    async with signed_in(nats_server, "people") as (client, refusals):
        await client.subscribe("_INBOX_analytics.>")
        await client.flush()
        await asyncio.sleep(0.1)
        assert any("permissions violation" in refusal for refusal in refusals)


async def test_analytics_reads_the_stream_from_the_start_in_order(nats_server: Nats) -> None:
    async with signed_in(nats_server, "people") as (people, _):
        for number in range(5):
            await people.jetstream().publish("events.people.person.created.v1", b"%d" % number)
    async with signed_in(nats_server, "analytics") as (analytics, refusals):
        stream = analytics.jetstream()
        ordered = await stream.subscribe("events.>", stream=STREAM, ordered_consumer=True)
        assert [(await ordered.next_msg(5)).data for _ in range(5)] == [b"0", b"1", b"2", b"3", b"4"]
        assert (await stream.get_msg(STREAM, seq=5, direct=True)).data == b"4"
        await stream.add_consumer(STREAM, ConsumerConfig(durable_name="analytics_rebuild", ack_policy=AckPolicy.NONE))
        rebuild = await stream.pull_subscribe_bind(durable="analytics_rebuild", stream=STREAM)
        assert len(await rebuild.fetch(5, timeout=5)) == 5
        assert await stream.delete_consumer(STREAM, "analytics_rebuild")
        assert refusals == []


async def test_a_wrong_password_is_refused(nats_server: Nats) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", nats_server.port)
    try:
        assert (await reader.readline()).startswith(b"INFO ")
        writer.write(b'CONNECT {"user":"people","pass":"guess","verbose":false}\r\nPING\r\n')
        assert b"Authorization Violation" in await asyncio.wait_for(reader.readline(), 5)
    finally:
        writer.close()
        await writer.wait_closed()


async def test_passwords_of_the_bus_are_closed_to_others(nats_server: Nats) -> None:
    assert stat.S_IMODE((nats_server.folder / "nats.conf").stat().st_mode) == 0o600
    assert stat.S_IMODE(nats_server.folder.stat().st_mode) == 0o700


async def test_declaring_the_stream_again_keeps_events_and_mends_settings(nats_server: Nats, nats_url: str) -> None:
    async with signed_in(nats_server, OPERATOR) as (operator, _):
        await operator.jetstream().publish("events.people.person.created.v1", b"{}")
        spoiled = streams.stream_config()
        spoiled.max_msgs = 10
        await operator.jsm().update_stream(spoiled)
        await streams.ensure_stream(nats_url)
        info = await operator.jsm().stream_info(STREAM)
        assert (info.state.messages, info.config.max_msgs, info.config.allow_direct) == (1, -1, True)
        await operator.jsm().delete_stream(STREAM)
        with pytest.raises(NotFoundError):
            await operator.jsm().stream_info(STREAM)
        await streams.ensure_stream(nats_url)
        assert (await operator.jsm().stream_info(STREAM)).config.duplicate_window == streams.DUPLICATE_WINDOW
