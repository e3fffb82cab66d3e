"""Keeping what was received: each file judged by its bytes, pictures re-encoded, the results put into the storage."""

import asyncio
import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal
from uuid import UUID

from shared import clock
from shared.errors import AppError, FieldError
from shared.files.documents import examine
from shared.files.errors import BadFile, FilesRefused
from shared.files.intake import FIELD, Received
from shared.files.measuring import measure
from shared.files.naming import shown_name
from shared.files.pictures import PictureMaker
from shared.files.settings import MIB, FilesSettings
from shared.files.sniffing import HEAD_BYTES, sniff
from shared.files.storage import Storage, new_folder
from shared.ids import new_id
from shared.logging import get_logger

log = get_logger(__name__)

CONTENT, PREVIEW, THUMBNAIL = "content", "1600.jpg", "320.jpg"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the storage. `id` is random; `size`, `sha256` and `media_type` are of what is served."""

    id: UUID
    folder: str
    name: str
    kind: Literal["picture", "document"]
    media_type: str
    size: int  #: bytes
    sha256: bytes
    width: int | None = None  #: pixels
    height: int | None = None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file that may be kept: the objects it becomes, and what they are."""

    objects: dict[str, BinaryIO]
    name: str
    kind: Literal["picture", "document"]
    media_type: str
    width: int | None = None
    height: int | None = None


class FileKeeper:
    """The files of one service."""

    def __init__(self, settings: FilesSettings) -> None:
        self.storage = Storage(settings.storage_url)
        self.service, self.settings = settings.service, settings
        self._limit_mib = settings.file_limit_mib
        self._pictures = PictureMaker(most_pixels=settings.picture_limit_megapixels * 1_000_000)

    async def keep(self, received: Sequence[Received]) -> list[Kept]:
        """Keep all of them, or none. Until a row that names them is committed, they are anybody's to sweep away.

        Raises FilesRefused with the reason for each bad one, StorageAway, PicturesBusy.
        """
        with contextlib.ExitStack() as open_files:
            ready, wrong = [], list[FieldError]()
            for position, one in enumerate(received):
                try:
                    ready.append(await self._prepare(one, open_files))
                except BadFile as bad:
                    wrong.append(bad.at(FIELD, position))
            if wrong:
                raise FilesRefused(errors=wrong)
            kept: list[Kept] = []
            folders = [new_folder(self.service, clock.now().date(), new_id()) for _ in ready]
            try:
                for folder, file in zip(folders, ready, strict=True):
                    kept.append(await self._store(folder, file))
            except BaseException:
                await self.discard(folders[: len(kept) + 1])
                raise
            return kept

    async def discard(self, folders: Iterable[str]) -> None:
        """Delete what no row will name; what cannot be deleted now is swept away later."""
        for folder in folders:
            with contextlib.suppress(AppError):
                await self.storage.delete(folder)

    async def _prepare(self, received: Received, open_files: contextlib.ExitStack) -> _Ready:
        file = received.file
        if received.size > self._limit_mib * MIB:
            raise BadFile("file_too_large", limit_mib=self._limit_mib)
        file.seek(0)
        sniffed = sniff(file.read(HEAD_BYTES))
        if sniffed.family == "picture":
            picture = await self._pictures.make(file, open_files)
            objects = {CONTENT: picture.content, PREVIEW: picture.preview, THUMBNAIL: picture.thumbnail}
            name = shown_name(received.name, endings=picture.endings, fallback="Фото")
            return _Ready(objects, name, "picture", picture.media_type, picture.width, picture.height)
        document = await asyncio.to_thread(examine, file, sniffed.family, received.name)
        name = shown_name(received.name, endings=document.endings, fallback="Документ")
        return _Ready({CONTENT: file}, name, "document", document.media_type)

    async def _store(self, folder: str, ready: _Ready) -> Kept:
        content = ready.objects[CONTENT]
        digest, size = await asyncio.to_thread(measure, content)
        for name, file in ready.objects.items():
            await self.storage.put(f"{folder}/{name}", file)
        return Kept(
            id=UUID(folder.rpartition("/")[2]),
            folder=folder,
            name=ready.name,
            kind=ready.kind,
            media_type=ready.media_type,
            size=size,
            sha256=digest,
            width=ready.width,
            height=ready.height,
        )
