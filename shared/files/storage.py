"""Where files are kept: a folder, or a bucket of S3, behind one address.

Objects lie in folders `<service>/<day>/<random id>`; a folder belongs to one row of one service. None is overwritten.
"""

import asyncio
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit
from uuid import UUID

from shared.errors import NotFound
from shared.files.errors import StorageAway
from shared.logging import get_logger

if TYPE_CHECKING:
    from obstore.store import ObjectStore

log = get_logger(__name__)

PART_BYTES = 5 * 2**20  #: the least that S3 takes for a part
FOLDER_PART_BYTES = 2**20
PUTS_AT_ONCE = 2  #: each holds a part or two in memory
READ_BYTES = 256 * 1024


def new_folder(service: str, day: date, id_: UUID) -> str:
    return f"{service}/{day:%Y-%m-%d}/{id_}"


class Storage:
    """`url`: file:///folder, or s3://bucket/prefix with the usual AWS_* variables.

    Every method raises StorageAway when the storage does not answer.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        parts = urlsplit(url)
        #: The folder, when it is one.
        self.root = Path(unquote(parts.path)) if parts.scheme == "file" else None
        self._puts = asyncio.Semaphore(PUTS_AT_ONCE)
        if self.root is None and parts.scheme != "s3":
            raise SystemExit(f"Profkom: FILES_URL is {url!r}; give file:///folder or s3://bucket/prefix")

    @cached_property
    def _store(self) -> "ObjectStore":
        from obstore.store import LocalStore, S3Store

        if self.root is None:
            return S3Store.from_url(
                self.url,
                # Whether the way to it is encrypted is for the operator's AWS_ENDPOINT_URL to say.
                client_options={"timeout": "30s", "connect_timeout": "3s", "allow_http": True},
                retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
            )
        return LocalStore(self.root, mkdir=True, automatic_cleanup=True)

    async def put(self, key: str, file: BinaryIO) -> None:
        """Keep a file under a new key. On return it is on the disk, not only in its cache."""
        import obstore

        size = file.seek(0, 2)
        file.seek(0)
        part = PART_BYTES if self.root is None else FOLDER_PART_BYTES
        with _answering():
            async with self._puts:
                await obstore.put_async(
                    self._store, key, file, use_multipart=size > part, chunk_size=part, max_concurrency=1
                )
            if self.root is not None:
                await asyncio.to_thread(_settle, self.root / key)

    async def read(self, key: str) -> tuple[int, AsyncIterator[bytes]]:
        """(size in bytes, pieces of the object). Raises NotFound."""
        import obstore

        with _answering():
            try:
                found = await obstore.get_async(self._store, key)
            except FileNotFoundError as error:
                raise NotFound from error
        return found.meta["size"], _pieces(found.stream(min_chunk_size=READ_BYTES))

    async def delete(self, folder: str) -> None:
        """Delete all objects of a folder; none being there is as good."""
        import obstore

        with _answering():
            keys = [item["path"] async for page in obstore.list(self._store, prefix=folder) for item in page]
            for key in keys:
                try:
                    await obstore.delete_async(self._store, key)
                except FileNotFoundError:
                    continue

    async def days(self, service: str) -> Sequence[date]:
        """The days on which a service kept something that is still there."""
        import obstore

        with _answering():
            found = await obstore.list_with_delimiter_async(self._store, prefix=service)
        names = (prefix.rstrip("/").rpartition("/")[2] for prefix in found["common_prefixes"])
        return sorted(date.fromisoformat(name) for name in names if len(name) == 10 and name[:4].isdigit())

    async def folders(self, service: str, day: date) -> dict[str, datetime]:
        """{folder: when its latest object was kept} of one day."""
        import obstore

        latest: dict[str, datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=UTC))
        with _answering():
            async for page in obstore.list(self._store, prefix=f"{service}/{day:%Y-%m-%d}"):
                for item in page:
                    folder = item["path"].rpartition("/")[0]
                    latest[folder] = max(latest[folder], item["last_modified"])
        return dict(latest)

    async def forget_halves(self, *, before: datetime) -> int:
        """Delete what a killed process left half-written in a folder; a bucket does so by a rule of its own."""
        root = self.root
        return 0 if root is None else await asyncio.to_thread(_forget_halves, root, before.timestamp())


def _settle(path: Path) -> None:
    """Let the file and its entry in the directory survive a loss of power, as the row that names it does."""
    for name in (path, path.parent, path.parent.parent):
        descriptor = os.open(name, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _forget_halves(root: Path, before: float) -> int:
    """The storage library writes to `<key>#<number>` and renames."""
    forgotten = 0
    for folder, _, names in os.walk(root):
        for name in names:
            half = Path(folder, name)
            if "#" in name and half.stat().st_mtime < before:
                half.unlink(missing_ok=True)
                forgotten += 1
    return forgotten


async def _pieces(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for piece in stream:
        yield bytes(piece)


@contextmanager
def _answering() -> Iterator[None]:
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, OSError) as error:
        log.warning("storage of files does not answer", reason=type(error).__name__)
        raise StorageAway(retry_after=5) from error
