"""How uvicorn serves the gateway: what stands between it and slow or hostile clients, and an end to endless answers.

`uvicorn.Config(create_app(), **OPTIONS)`. Without them the gateway works, but a client may hold a connection for ever
by never finishing its headers, and a stop waits for the streams of live updates.
"""

import asyncio
import gc
import os
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from gateway.errors import HeadTooLarge, MalformedRequest, SlowRequest
from shared import telemetry
from shared.errors import AppError
from shared.web import server
from shared.web.problem_documents import encode
from shared.web.server import Protocol

HEAD_SECONDS = 10.0  #: for a request line and headers, and for the first of them after connecting
HEAD_BYTES = 64 * 1024


class GuardedProtocol(Protocol):
    """Limits the size and the time of a request's head, and tells the app of a stop."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._in_head = True
        self._head_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = self.loop.call_later(HEAD_SECONDS, self._on_slow_head)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self._refuse(HeadTooLarge(limit_kib=HEAD_BYTES // 1024))
            elif self._head_timer is None:
                self._head_timer = self.loop.call_later(HEAD_SECONDS, self._on_slow_head)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = True

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._head_bytes = 0
        self._stop_timer()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        super().shutdown()
        drain = getattr(self.app, "drain", None)
        if drain is not None:
            drain()

    def _on_slow_head(self) -> None:
        self._head_timer = None
        if self._in_head and not self.transport.is_closing():
            if self._head_bytes:
                self._refuse(SlowRequest())
            else:
                self.transport.close()

    def send_400_response(self, msg: str) -> None:
        self._refuse(MalformedRequest())

    def _refuse(self, error: AppError) -> None:
        """There is no request yet, so nobody has said which language they read."""
        with telemetry.thread(telemetry.accept_correlation_id(None), None, "head"):
            status, headers, content = encode(error, None)
        headers |= {"Content-Length": str(len(content)), "Connection": "close"}
        lines = "".join(f"{name.lower()}: {value}\r\n" for name, value in headers.items())
        self.transport.write(STATUS_LINE[status] + lines.encode("latin-1") + b"\r\n" + content)
        self.transport.close()

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


OPTIONS: dict[str, Any] = server.OPTIONS | {"http": GuardedProtocol}


def serve(create_app: Callable[[], Any]) -> None:
    """Serve on PROFKOM_HOST (127.0.0.1) and PROFKOM_PORT (8000) until a signal to stop."""
    app = create_app()
    gc.collect()
    gc.freeze()  # a full collection over all that start-up made is a stall of tens of milliseconds
    uvicorn.run(
        app,
        host=os.environ.get("PROFKOM_HOST", "127.0.0.1"),
        port=int(os.environ.get("PROFKOM_PORT", "8000")),
        timeout_graceful_shutdown=5,
        timeout_keep_alive=75,
        **OPTIONS,
    )
