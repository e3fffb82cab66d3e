"""Pictures, re-encoded by a process of their own (`decoder.py`), a few at a time."""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from shared.files.errors import BadFile, PicturesBusy
from shared.logging import get_logger
from shared.turns import Turns

log = get_logger(__name__)

AT_ONCE = max(1, min(4, (os.cpu_count() or 2) - 1))  #: one core is left for those who do not send pictures
MOST_WAITING = 24  #: more would wait longer than the gateway waits for an answer
SECONDS = 40.0  #: for one picture, its wait for the processor included
_DECODER = str(Path(__file__).with_name("decoder.py"))


@dataclass(frozen=True, slots=True)
class Picture:
    """Upright, in sRGB, without metadata. `preview` is a JPEG of at most 1600 pixels a side, `thumbnail` of 320."""

    content: BinaryIO
    preview: BinaryIO
    thumbnail: BinaryIO
    media_type: str
    width: int
    height: int

    @property
    def endings(self) -> tuple[str, ...]:
        return (".png",) if self.media_type == "image/png" else (".jpg", ".jpeg")


class PictureMaker:
    """`most_pixels`: a picture with more is refused by its header, before it is decoded."""

    def __init__(self, *, most_pixels: int) -> None:
        self._most_pixels = most_pixels
        self._turns = Turns(AT_ONCE, waiting=MOST_WAITING, busy=lambda: PicturesBusy(retry_after=10))

    async def make(self, source: BinaryIO, into: contextlib.ExitStack) -> Picture:
        """Re-encode a picture. What is made are unnamed temporary files, closed by `into`.

        Raises BadFile for one that is broken or too large, PicturesBusy when too many wait.
        """
        async with self._turns:
            content, preview, thumbnail = (_temporary(into) for _ in range(3))
            made = await self._decode(source, (content, preview, thumbnail))
        return Picture(content, preview, thumbnail, **made)

    async def _decode(self, source: BinaryIO, outputs: Sequence[BinaryIO]) -> dict[str, Any]:
        source.seek(0)
        descriptors = [file.fileno() for file in outputs]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            _DECODER,
            str(self._most_pixels),
            *(str(number) for number in descriptors),
            stdin=source.fileno(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            pass_fds=descriptors,
            env={},
        )
        try:
            async with asyncio.timeout(SECONDS):
                said, complaint = await process.communicate()
        except TimeoutError as error:
            log.warning("a picture took too long to decode")
            raise BadFile("broken_picture") from error
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode != 0:  # the kernel's limits, or a fault of a codec
            log.warning("decoder ended", code=process.returncode, complaint=complaint[-500:].decode("utf-8", "replace"))
            raise BadFile("broken_picture")
        answer: dict[str, Any] = json.loads(said)
        if code := answer.pop("refused", None):
            log.info("picture refused", code=code, reason=answer.pop("reason", None))
            raise BadFile(code, **answer)
        return answer


def _temporary(into: contextlib.ExitStack) -> BinaryIO:
    """A file without a name: nothing of it is left when the process is killed."""
    return into.enter_context(tempfile.TemporaryFile())
