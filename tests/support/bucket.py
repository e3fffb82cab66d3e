"""A bucket that speaks as much of S3 as files need: put, in parts too, get, list, delete. In memory, on loopback."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

XML = '<?xml version="1.0"?>'


@dataclass
class Bucket:
    """`objects`: {key: (content, when)}; `parts`: uploads in parts that are not finished."""

    address: str = ""
    objects: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)


@contextmanager
def running_bucket() -> Iterator[Bucket]:
    bucket = Bucket()

    class Handler(_Handler):
        held = bucket

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    bucket.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield bucket
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    held: Bucket
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        key, query = self._target()
        body = self._body()
        if "uploadId" in query:
            self.held.parts[query["uploadId"][0]][int(query["partNumber"][0])] = body
        else:
            self.held.objects[key] = (body, datetime.now(UTC))
        self._answer(200, b"", ETag='"x"')

    def do_POST(self) -> None:
        key, query = self._target()
        body = self._body()
        if "delete" in query:
            named = re.findall(r"<Key>(.*?)</Key>", body.decode())
            for one in named:
                self.held.objects.pop(one, None)
            deleted = "".join(f"<Deleted><Key>{one}</Key></Deleted>" for one in named)
            return self._xml(f"<DeleteResult>{deleted}</DeleteResult>")
        if "uploads" in query:
            upload = f"upload-{len(self.held.parts)}"
            self.held.parts[upload] = {}
            return self._xml(
                f"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
            )
        parts = self.held.parts.pop(query["uploadId"][0])
        self.held.objects[key] = (b"".join(parts[number] for number in sorted(parts)), datetime.now(UTC))
        return self._xml('<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>')

    def do_GET(self) -> None:
        key, query = self._target()
        if "list-type" in query:
            return self._list(query)
        if key not in self.held.objects:
            return self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        content, when = self.held.objects[key]
        return self._answer(200, content, ETag='"x"', **{"Last-Modified": f"{when:%a, %d %b %Y %H:%M:%S} GMT"})

    def _list(self, query: dict[str, list[str]]) -> None:
        prefix, delimiter = query.get("prefix", [""])[0], query.get("delimiter", [""])[0]
        inside = {key: held for key, held in self.held.objects.items() if key.startswith(prefix)}
        common = {
            prefix + key[len(prefix) :].split(delimiter)[0] + delimiter
            for key in inside
            if delimiter and delimiter in key[len(prefix) :]
        }
        items = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{when:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
            f'<ETag>"x"</ETag><Size>{len(content)}</Size></Contents>'
            for key, (content, when) in sorted(inside.items())
            if not any(key.startswith(one) for one in common)
        )
        items += "".join(f"<CommonPrefixes><Prefix>{escape(one)}</Prefix></CommonPrefixes>" for one in sorted(common))
        self._xml(f"<ListBucketResult><IsTruncated>false</IsTruncated>{items}</ListBucketResult>")

    def _target(self) -> tuple[str, dict[str, list[str]]]:
        self.held.requests.append(f"{self.command} {self.path}")
        parts = urlsplit(self.path)
        key = unquote(parts.path).removeprefix("/bucket").lstrip("/")
        return key, parse_qs(parts.query, keep_blank_values=True)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def _xml(self, body: str) -> None:
        self._answer(200, f"{XML}{body}".encode(), **{"Content-Type": "application/xml"})

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
