"""Asking an app whether it is ready, without loading an HTTP library into the supervisor."""

import re
import socket

from deploy.local.topology import LOOPBACK

ANSWER_SECONDS = 5.0
STATUS_LINE = re.compile(rb"HTTP/1\.[01] (\d{3})")


def status(port: int, path: str) -> int | None:
    """The status code that `GET path` answers on a port of loopback; `None` when nobody answers."""
    request = f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection((LOOPBACK, port), timeout=ANSWER_SECONDS) as connection:
            connection.sendall(request.encode())
            answer = STATUS_LINE.match(connection.recv(64))
    except OSError:
        return None
    return int(answer[1]) if answer else None


def ready(port: int) -> bool:
    """Tell whether the app on a port says that it and all it needs are ready."""
    return status(port, "/health/ready") == 200
