"""The body of an upload: streamed into unnamed temporary files, with limits of size and time.

What a body brings never is in memory as a whole, and nothing of it has a name on the disk: a process that is killed
leaves nothing behind. Where temporary files are is the usual TMPDIR.
"""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from shared.errors import FieldError, InvalidInput, TooLarge
from shared.files.errors import BrokenForm, SlowUpload
from shared.files.measuring import measure
from shared.files.settings import MIB, FilesSettings
from shared.i18n import Text

FIELD = "files"
_LONGEST_FIELD = 4096  #: bytes of a field that is no file
_UNKNOWN_FIELD = Text(ru="Такого поля в форме нет: уберите его.", en="There is no such field in the form: remove it.")
_NO_FILE = Text(ru="Приложите файл в поле files.", en="Put a file into the field “files”.")
_TOO_MANY = Text(ru="За один раз — не больше {most} файлов.", en="At most {most} files at once.")


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it came. `name` is the sender's and proves nothing."""

    name: str
    file: BinaryIO
    size: int  #: bytes


@dataclass(frozen=True, slots=True)
class Upload:
    """What a form brought. `digest` is the same for the same contents, whatever separates them in the body."""

    files: Sequence[Received]
    fields: Mapping[str, str]
    digest: bytes


@asynccontextmanager
async def receive(
    request: Request, settings: FilesSettings, *, fields: frozenset[str] = frozenset(), most: int = 10
) -> AsyncIterator[Upload]:
    """The form of a request, its files open for the length of the block; `fields`: the others that it may have.

    Raises TooLarge, SlowUpload, BrokenForm, and InvalidInput for no file, too many, or an unknown field.
    """
    form = await _parse(request, settings, most=most)
    try:
        yield await _checked(form, fields, most)
    finally:
        await form.close()


async def _parse(request: Request, settings: FilesSettings, *, most: int) -> FormData:
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise BrokenForm
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > settings.upload_limit_mib * MIB:
        raise TooLarge(limit_mib=settings.upload_limit_mib)
    stream = _limited(request, settings.upload_limit_mib)
    # One more than allowed, so that the refusal of too many can say how many are.
    parser = MultiPartParser(request.headers, stream, max_files=most + 1, max_fields=10, max_part_size=_LONGEST_FIELD)
    try:
        async with asyncio.timeout(settings.upload_seconds):
            return await parser.parse()
    except TimeoutError as error:
        raise SlowUpload(seconds=round(settings.upload_seconds)) from error
    except (MultiPartException, ClientDisconnect) as error:
        raise BrokenForm from error


async def _limited(request: Request, limit_mib: int) -> AsyncGenerator[bytes, None]:
    received = 0
    async for piece in request.stream():
        received += len(piece)
        if received > limit_mib * MIB:
            raise TooLarge(limit_mib=limit_mib)
        yield piece


async def _checked(form: FormData, allowed: frozenset[str], most: int) -> Upload:
    files, fields, wrong = [], {}, []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) and name == FIELD:
            files.append(Received(value.filename or "", value.file, value.size or 0))
        elif isinstance(value, str) and name in allowed and name not in fields:
            fields[name] = value
        else:
            wrong.append(FieldError(("body", name[:60]), "unknown_field", _UNKNOWN_FIELD))
    if len(files) > most:
        wrong.append(FieldError(("body", FIELD), "too_long", _TOO_MANY, {"most": most}))
    if not files and not wrong:
        wrong.append(FieldError(("body", FIELD), "missing", _NO_FILE))
    if wrong:
        raise InvalidInput(errors=wrong)
    return Upload(files, fields, await asyncio.to_thread(_digest, files, fields))


def _digest(files: Sequence[Received], fields: Mapping[str, str]) -> bytes:
    whole = hashlib.sha256(repr(sorted(fields.items())).encode())
    for received in files:
        whole.update(repr((received.name, received.size)).encode())
        whole.update(measure(received.file)[0])
    return whole.digest()
