"""The connection to NATS: one a process and service, reconnecting for ever."""

import asyncio

import nats
from nats.aio.client import Client
from nats.js import JetStreamContext

from shared.logging import get_logger

log = get_logger(__name__)

STREAM = "EVENTS"


class Bus:
    """Connects on first use. `url` is nats://user:password@host:port (several, comma-separated, for a cluster)."""

    def __init__(self, url: str, service: str) -> None:
        self.service = service
        self._url = url
        self._client: Client | None = None
        self._connecting = asyncio.Lock()

    @property
    def is_connected(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def client(self) -> Client:
        """The connected client; raises nats.errors.Error or OSError while the server cannot be reached."""
        async with self._connecting:
            if self._client is None or self._client.is_closed:
                self._client = await nats.connect(
                    self._url.split(","),
                    name=self.service,
                    inbox_prefix=f"_INBOX_{self.service}".encode(),
                    connect_timeout=3,
                    reconnect_time_wait=0.5,
                    max_reconnect_attempts=-1,
                    allow_reconnect=True,
                    error_cb=self._on_error,
                    disconnected_cb=self._on_disconnect,
                    reconnected_cb=self._on_reconnect,
                )
        return self._client

    async def jetstream(self) -> JetStreamContext:
        return (await self.client()).jetstream(timeout=5)

    async def close(self) -> None:
        if self._client is not None and not self._client.is_closed:
            await self._client.close()

    async def _on_error(self, error: Exception) -> None:
        # A publish outside our permissions shows only here: the publisher itself just times out.
        log.warning("NATS reported an error", reason=repr(error))

    async def _on_disconnect(self) -> None:
        if self._client is None or not self._client.is_closed:  # our own `close` is no loss
            log.warning("NATS connection lost, reconnecting")

    async def _on_reconnect(self) -> None:
        log.info("NATS connection restored")
