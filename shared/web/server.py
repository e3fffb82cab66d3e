"""How uvicorn serves an app of ours: `uvicorn.Config(create_app(), **OPTIONS)`."""

import asyncio
import socket
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class OneWrite:
    """A transport that sends what is written in one turn of the event loop together: an answer's head with its body.

    A system call, and a packet that wakes the client, cost about a tenth of all that the gateway does for a request; a
    service that answers in two wakes the gateway twice.
    """

    __slots__ = ("_call_soon", "_held", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._call_soon = transport, loop.call_soon
        self._held: bytes | None = None

    def write(self, data: bytes) -> None:
        if self._held is None:
            self._held = data
            self._call_soon(self._flush)
        else:
            held, self._held = self._held, b""
            self._transport.write(held + data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        held, self._held = self._held, None
        if held:
            self._transport.write(held)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol, answering in one packet and without delay."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        sock = transport.get_extra_info("socket")
        if sock is not None and sock.family in (socket.AF_INET, socket.AF_INET6):
            # asyncio does this only for sockets it opened itself; without it an answer in two writes waits for 40 ms.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.transport = OneWrite(transport, self.loop)  # type: ignore[assignment]


OPTIONS: dict[str, Any] = {
    "http": Protocol,
    "ws": "none",
    "proxy_headers": False,  # whom to believe about X-Forwarded-For is the gateway's to decide
    "server_header": False,
    "log_config": None,
    "access_log": False,
}
