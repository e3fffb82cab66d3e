"""Whatever a stranger writes into a request, the gateway answers with a refusal, never with a crash."""

import asyncio
import random

import httpx

from tests.gateway.conftest import House, Open

REQUESTS = 1_500
METHODS = ("GET", "POST", "HEAD", "DELETE", "OPTIONS", "PATCH", "PUT", "TRACE", "get", "BREW")
PATHS = (
    "/",
    "/api/v1/auth/session",
    "/api/v1/auth/token",
    "/api/v1/live",
    "/api/v1/people",
    "/api/v1/people/%FF%FE?q=%ZZ&&==",
    "/api/openapi.json",
    "/api/docs/%00",
    "/api",
    "/health/ready?x",
    "/metrics",
    "*",
    "http://other.example/api/v1/people",
    "/%D0%9D" * 300,
)
HEADERS = (
    "Authorization",
    "Cookie",
    "Origin",
    "Sec-Fetch-Site",
    "X-Forwarded-For",
    "X-Correlation-ID",
    "traceparent",
    "Accept-Language",
    "Accept-Encoding",
    "If-None-Match",
    "Last-Event-ID",
    "Content-Type",
    "Connection",
    "Host",
    "Expect",
    "Upgrade",
)
VALUES = (
    "",
    " ",
    ";",
    "=",
    ",,,",
    "Bearer ",
    "Bearer ÿþ.ÿ.ÿ",
    "Bearer e30.e30.e30",
    "profkom_session",
    "profkom_session=",
    'profkom_session=ÿ"\\',
    "http://[::",
    "[::1",
    "null",
    "gzip;q=x, *;q=0",
    "ru;q=ÿ, en;q=-1, *",
    "100-continue",
    "websocket",
    "upgrade, close, ÿ",
    "multipart/form-data",
    "00-" + "0" * 60,
    "a" * 5_000,
)


async def test_nonsense_is_refused_and_never_crashes(house: House, open_gateway: Open) -> None:
    gateway = await open_gateway(rate_limit_anonymous_burst=REQUESTS * 2, rate_limit_sign_in_per_minute=REQUESTS)
    choose = random.Random(2026)  # the same nonsense every time
    crashed = []
    for _ in range(REQUESTS):
        fields = {choose.choice(HEADERS): choose.choice(VALUES) for _ in range(choose.randint(0, 5))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in ({"Host": "x"} | fields).items())
        body = choose.choice(("", "{", '{"login": 1}', "ÿ"))
        head = f"{choose.choice(METHODS)} {choose.choice(PATHS)} HTTP/1.1\r\n{lines}Content-Length: {len(body)}\r\n\r\n"
        request = (head + body).encode("latin-1")
        if (await _status(gateway, request)) in (0, 500):
            crashed.append(request)
    assert crashed == []
    assert (await gateway.get("/health/live")).status_code == 200


async def _status(gateway: httpx.AsyncClient, request: bytes) -> int:
    """The status of the answer, 0 without one."""
    reader, writer = await asyncio.open_connection(gateway.base_url.host, gateway.base_url.port)
    try:
        writer.write(request)
        async with asyncio.timeout(10):
            line = await reader.readline()
            while line.startswith(b"HTTP/1.1 100 "):
                await reader.readline()
                line = await reader.readline()
        return int(line.split()[1]) if line else 0
    except ConnectionError:
        return 0
    finally:
        writer.transport.abort()
