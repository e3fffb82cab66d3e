"""Real servers for the gateway's tests: uvicorn on loopback, in the test's own event loop."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import uvicorn

Json = Any


class Server(uvicorn.Server):
    """A server that leaves the process's signals alone and can be killed."""

    def __init__(self, app: Any, *, port: int = 0, **options: Any) -> None:
        options = {"log_config": None, "access_log": False, "ws": "none", "lifespan": "auto", **options}
        super().__init__(uvicorn.Config(app, timeout_graceful_shutdown=3, **options))
        # With its protocol named, so that asyncio recognises it as TCP and lets no answer wait for the next packet.
        self.listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self.listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listening.bind(("127.0.0.1", port))
        self.port: int = self.listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._task: asyncio.Task[None] | None = None
        self._stop = asyncio.Event()

    async def main_loop(self) -> None:
        """Without uvicorn's tick of 0.1 s: tests start and stop hundreds of servers."""
        await self.on_tick(0)
        await self._stop.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def begin(self) -> None:
        self._task = asyncio.create_task(self.serve(sockets=[self.listening]))
        while not self.started:
            if self._task.done():
                self._task.result()
            await asyncio.sleep(0.005)

    async def end(self) -> None:
        """Stop in order."""
        self.should_exit = True
        self._stop.set()
        if self._task is not None:
            await self._task
        self.listening.close()

    async def kill(self) -> None:
        """Go away as a killed process does: every connection is reset, the port refuses."""
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()
        self.force_exit = True
        await self.end()


@contextlib.asynccontextmanager
async def serving(app: Any, **options: Any) -> AsyncIterator[Server]:
    server = Server(app, **options)
    await server.begin()
    try:
        yield server
    finally:
        await server.end()


@dataclass
class Seen:
    """A request as it reached a service."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""

    def json(self) -> Json:
        return json.loads(self.body)


Reply = tuple[int, Mapping[str, str], bytes]
Behaviour = Callable[[Seen], Awaitable[Reply]]


def reply(value: Json, status: int = 200, **headers: str) -> Reply:
    fields = {"content-type": "application/json"} | {name.replace("_", "-"): text for name, text in headers.items()}
    return status, fields, json.dumps(value, ensure_ascii=False).encode()


@dataclass
class Service:
    """A service under the test's command: it remembers every request and behaves as it is told, path by path."""

    name: str
    seen: list[Seen] = field(default_factory=list)
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    raw: Callable[[Any, Any, Any], Awaitable[None]] | None = None  #: takes over the ASGI call itself

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return
        if self.raw is not None:
            await self.raw(scope, receive, send)
            return
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        request = Seen(scope["method"], scope["path"], scope["query_string"].decode(), headers)
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return  # nothing is done with half a request
            request.body += message["body"]
            more = message["more_body"]
        self.seen.append(request)
        status, fields, body = await self.behaviours.get(request.path, self._plain)(request)
        wire = [(name.encode(), value.encode("latin-1")) for name, value in fields.items()]
        length = [] if status in (204, 304) else [(b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": [*wire, *length]})
        await send({"type": "http.response.body", "body": body})

    async def _plain(self, request: Seen) -> Reply:
        if request.path == "/health/ready":
            return reply({"status": "ready"})
        return reply({"service": self.name, "path": request.path, "length": len(request.body)})

    def asked(self, path: str) -> list[Seen]:
        return [request for request in self.seen if request.path == path]
