"""Reads the stream of events from any position, in order and without a hole."""

import contextlib
from collections.abc import Sequence
from typing import Final, Self

from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeout
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from shared.messaging.bus import STREAM, Bus

_BATCH: Final = 500
_FETCH_SECONDS: Final = 2.0
_FORGOTTEN_AFTER_SECONDS: Final = 300.0  #: the server drops the consumer of a reader that was killed


class StreamHole(NatsError):
    """A delivery was lost. Whoever reads starts again behind the last message that took effect."""


class StreamReader:
    """Reads behind the position `after`: `async with StreamReader(bus, after=0) as reader`.

    Nothing is acknowledged: whoever reads keeps the position. A lost delivery shows as a hole in the consumer's
    own numbering.
    """

    def __init__(self, bus: Bus, *, after: int) -> None:
        self._bus, self._name = bus, f"{bus.service}_rebuild"
        self.position = after  #: in the stream, of the last message given out
        self._taken = 0

    async def __aenter__(self) -> Self:
        self._stream = await self._bus.jetstream()
        await self._drop_consumer()
        config = ConsumerConfig(
            name=self._name,
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=self.position + 1,
            ack_policy=AckPolicy.NONE,
            inactive_threshold=_FORGOTTEN_AFTER_SECONDS,
            mem_storage=True,
        )
        await self._stream.add_consumer(STREAM, config)
        self._messages = await self._stream.pull_subscribe_bind(consumer=self._name, stream=STREAM)
        return self

    async def __aexit__(self, *_: object) -> None:
        with contextlib.suppress(NatsError, OSError, TimeoutError):
            await self._messages.unsubscribe()
            await self._drop_consumer()

    async def bounds(self) -> tuple[int, int]:
        """(first, last) position that the stream holds now; (0, 0) when it never had an event."""
        state = (await self._stream.stream_info(STREAM)).state
        return state.first_seq, state.last_seq

    async def read(self, *, last: int) -> Sequence[Msg]:
        """The next messages, none when all up to the position `last` were given out.

        Raises StreamHole, or another nats.errors.Error while the server cannot be reached.
        """
        if self.position >= last:
            return ()
        try:
            messages = await self._messages.fetch(_BATCH, timeout=_FETCH_SECONDS)
        except (TimeoutError, NatsTimeout):
            await self._check_nothing_is_left()
            return ()
        for message in messages:
            self._taken += 1
            if message.metadata.sequence.consumer != self._taken:
                raise StreamHole
        self.position = messages[-1].metadata.sequence.stream
        return messages

    async def _check_nothing_is_left(self) -> None:
        """The newest messages may have been deleted by hand: then there is an end before `last`."""
        consumer = await self._stream.consumer_info(STREAM, self._name)
        delivered = consumer.delivered.consumer_seq if consumer.delivered else 0
        if consumer.num_pending or delivered != self._taken:
            raise StreamHole

    async def _drop_consumer(self) -> None:
        with contextlib.suppress(NotFoundError):
            await self._stream.delete_consumer(STREAM, self._name)
