"""The gateway's ear on the bus: every event as it is published, from now on.

A core subscription, no consumer: what is missed while the bus is away is not made up for, viewers are told instead.
"""

import asyncio
from collections.abc import Callable

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from pydantic import ValidationError

from gateway.live.hub import Hub
from gateway.live.notice import Envelope, Notice
from shared.logging import get_logger
from shared.messaging.bus import Bus

log = get_logger(__name__)

SUBJECTS = "events.>"
LOOK_SECONDS = 1.0


class Feed:
    """Listens for as long as `run` runs; the bus may come and go meanwhile.

    `heard` gets every event, before the viewers do; `missed` is called when some may have passed unheard.
    """

    def __init__(
        self, bus: Bus, hub: Hub, *, heard: Callable[[Envelope, bytes], None], missed: Callable[[], None]
    ) -> None:
        self._bus, self._hub, self._heard, self._missed = bus, hub, heard, missed
        self._client: Client | None = None
        self._reconnects = 0

    @property
    def is_listening(self) -> bool:
        """Events reach us now."""
        return self._client is not None and self._client.is_connected

    async def run(self) -> None:
        """Subscribe as soon as the bus is there, then watch for gaps; until cancelled."""
        while True:
            try:
                if self._client is None or self._client.is_closed:
                    await self._subscribe()
                self._note_gap()
            except (nats.errors.Error, OSError, TimeoutError) as error:
                log.warning("no live updates: the bus is away", reason=repr(error))
            await asyncio.sleep(LOOK_SECONDS)

    async def _subscribe(self) -> None:
        client = await self._bus.client()
        await client.subscribe(SUBJECTS, cb=self._on_message)
        await client.flush(timeout=5)
        self._client, self._reconnects = client, client.stats["reconnects"]
        self._forget()
        log.info("listening to the bus")

    def _note_gap(self) -> None:
        if self._client is not None and self._client.stats["reconnects"] != self._reconnects:
            self._reconnects = self._client.stats["reconnects"]
            self._forget()

    def _forget(self) -> None:
        self._missed()
        self._hub.forget()

    async def _on_message(self, message: Msg) -> None:
        self._note_gap()
        try:
            event = Envelope.model_validate_json(message.data)
        except ValidationError as error:
            log.warning("not an event", subject=message.subject, reason=error.error_count())
            return
        self._heard(event, message.data)
        self._hub.publish(Notice.of(event))
