"""Photos of ten megabytes through the gateway at 8 connections: time, and memory before, at its peak and after.

`python -m tests.load photos`. Every photo is noise, as detailed as a photograph can be: the slowest of its size.
"""

import asyncio
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.support.callers import JOURNAL, Caller, Union
from tests.support.pictures import noise
from tests.support.platform import Platform
from tests.support.quiet import wait_quiet

CONNECTIONS, ROUNDS = 8, 4
MEGAPIXELS, QUALITY = 13, 94  #: gives ten megabytes
SETTLE_SECONDS = 3.0
MIB = 2**20
_BOUNDARY = "photo-of-the-load-test"
_PIECE = 64 * 1024


@dataclass
class Peak:
    """PSS in bytes, the most that was seen: by part, of all parts, and of the processes that live for one photo."""

    parts: dict[str, int] = field(default_factory=dict)
    together: int = 0
    decoders: int = 0

    def add(self, parts: Mapping[str, int], decoders: int) -> None:
        self.parts = {name: max(size, self.parts.get(name, 0)) for name, size in parts.items()}
        self.together = max(self.together, sum(parts.values()))
        self.decoders = max(self.decoders, decoders)


def run() -> None:
    """Start a platform of its own, load it, print what it gave."""
    environment = {"LOG_LEVEL": "warning"}
    with tempfile.TemporaryDirectory() as folder, Platform(Path(folder), environment=environment) as platform:
        union = Union(platform)
        branch = union.branch("Печорское")
        site, category = union.site("Печорская АЭС", branch), union.category("Кровли")
        inspector = union.person("Савельева Анна Марковна", branch, ("inspector", branch))
        wait_quiet(platform)
        record = inspector.made(JOURNAL, union.finding(site, category))
        path = f"{JOURNAL}/{record['id']}/attachments"
        # The first photo brings in what is imported only when it is needed.
        asyncio.run(_upload(platform.port, _request(path, inspector, noise(1)), 1))
        photo = noise(MEGAPIXELS, QUALITY)
        alone = asyncio.run(_upload(platform.port, _request(path, inspector, photo), 1))
        before = platform.memory()
        with _watching(platform) as peak:
            began = time.perf_counter()
            seconds = asyncio.run(_load(platform.port, _request(path, inspector, photo)))
            wall = time.perf_counter() - began
        time.sleep(SETTLE_SECONDS)
        _print_times(len(photo), alone[0], seconds, wall, _read_thumbnails(inspector, path))
        _print_memory(before, peak, platform.memory())
        union.close()


def _request(path: str, caller: Caller, photo: bytes) -> bytes:
    head = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="photo.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = head.encode() + photo + f"\r\n--{_BOUNDARY}--\r\n".encode()
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {caller.token}",
        f"Content-Type: multipart/form-data; boundary={_BOUNDARY}",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def _load(port: int, request: bytes) -> list[float]:
    rounds = await asyncio.gather(*(_upload(port, request, ROUNDS) for _ in range(CONNECTIONS)))
    return [seconds for one in rounds for seconds in one]


async def _upload(port: int, request: bytes, times: int) -> list[float]:
    """Seconds of each upload on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        for start in range(0, len(request), _PIECE):
            writer.write(request[start : start + _PIECE])
            await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:"))
        answer = await reader.readexactly(length)
        if b" 201 " not in head.split(b"\r\n")[0]:
            raise SystemExit(f"an upload was refused: {head.decode()}{answer.decode()}")
        seconds.append(time.perf_counter() - began)
    writer.close()
    await writer.wait_closed()
    return seconds


@contextmanager
def _watching(platform: Platform) -> Iterator[Peak]:
    """Look at the memory of all processes several times a second."""
    peak, over = Peak(), threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            peak.add(platform.memory(), _decoders(platform))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def _decoders(platform: Platform) -> int:
    """PSS of the processes that decode a photo now."""
    size = 0
    for process in platform.running().values():
        with suppress(psutil.Error):
            for child in process.children():
                if any(part.endswith("decoder.py") for part in child.cmdline()):
                    size += child.memory_full_info().pss
    return size


def _read_thumbnails(caller: Caller, path: str) -> list[float]:
    """Seconds that each thumbnail takes to come, one after another."""
    seconds = []
    for item in caller.read(path)["items"]:
        began = time.perf_counter()
        assert caller.get(item["thumbnail_url"]).status_code == 200
        seconds.append(time.perf_counter() - began)
    return seconds


def _print_times(size: int, alone: float, seconds: Sequence[float], wall: float, thumbnails: Sequence[float]) -> None:
    print(f"\nPhotos of {size / 1e6:.1f} MB through the gateway, {CONNECTIONS} connections, {len(seconds)} uploads\n")
    for what, figure in (
        ("alone, from the first byte to the answer, thumbnails made", f"{alone:.2f} s"),
        ("at these connections, median", f"{statistics.median(seconds):.2f} s"),
        ("at these connections, longest", f"{max(seconds):.2f} s"),
        ("photos a second", f"{len(seconds) / wall:.2f}"),
        ("a thumbnail read, median", f"{statistics.median(thumbnails) * 1000:.1f} ms"),
    ):
        print(f"{what:60}{figure:>10}")


def _print_memory(before: Mapping[str, int], peak: Peak, after: Mapping[str, int]) -> None:
    print(f"\n{'memory (PSS, MiB)':34}{'before':>9}{'peak':>9}{'after':>9}")
    for name in before:
        row = (before[name], peak.parts.get(name, 0), after.get(name, 0))
        print(f"{name:34}" + "".join(f"{size / MIB:9.0f}" for size in row))
    row = (sum(before.values()), peak.together, sum(after.values()))
    print(f"{'together':34}" + "".join(f"{size / MIB:9.0f}" for size in row))
    print(f"{'decoders (one photo each)':34}{0:9.0f}{peak.decoders / MIB:9.0f}{0:9.0f}")
