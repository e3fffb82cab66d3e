"""Live updates as a browser's window receives them."""

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from tests.support.waiting import wait_until


class LiveFeed:
    """An open `/api/v1/live`; `with LiveFeed(...) as feed:` collects what arrives until the block ends."""

    def __init__(self, port: int, *, headers: Mapping[str, str]) -> None:
        """`headers` say who listens: an Authorization or a Cookie."""
        self.events: list[dict[str, Any]] = []
        """The `data` of each event, as parsed from JSON, with `event` and `id` beside it."""
        self.ended = False
        """The platform has closed the stream."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._connection.request("GET", "/api/v1/live", headers=dict(headers))
        assert isinstance(self._connection.sock, socket.socket)
        self._socket = self._connection.sock
        self._answer = self._connection.getresponse()
        assert self._answer.status == 200, self._answer.read()
        self._reader = threading.Thread(target=self._read, daemon=True)

    def wait_for(self, count: int = 1, patience: float = 10.0, **expected: Any) -> dict[str, Any]:
        """The `count`-th event that has these values; fails when there is none after `patience` seconds."""

        def matching() -> list[dict[str, Any]]:
            return [e for e in self.events if all(e.get(name) == value for name, value in expected.items())]

        wait_until(lambda: len(matching()) >= count, patience)
        return matching()[count - 1]

    def _read(self) -> None:
        fields: dict[str, str] = {}
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            while line := self._answer.readline():
                name, _, value = line.decode().rstrip("\r\n").partition(":")
                if name:
                    fields[name] = fields.get(name, "") + value.removeprefix(" ")
                elif "data" in fields:
                    self._take(fields)
                    fields = {}
                else:
                    fields = {}
        self.ended = True

    def _take(self, fields: dict[str, str]) -> None:
        data = json.loads(fields["data"])
        self.events.append({"event": fields.get("event"), "id": fields.get("id"), **data})

    def __enter__(self) -> Self:
        self._reader.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._reader.join(10)
        self._connection.close()
