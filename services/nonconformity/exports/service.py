"""The filtered journal as a spreadsheet."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import errors
from services.nonconformity.exports import repository, texts
from services.nonconformity.exports.workbook import ExportRow, JournalBook
from services.nonconformity.journal import service as journal
from services.nonconformity.journal.schemas import Item, JournalQuery
from services.nonconformity.severities import repository as severities
from shared.auth.principal import Principal
from shared.db.database import give_back
from shared.i18n import Locale
from shared.turns import Turns

MOST_ROWS = 20_000  #: of one file; about 10 s of work
PAGE = 200  #: records read at once: 8 ms of the event loop; with 500 it is 150, most of it collecting garbage
_TURNS = Turns(2, waiting=6)  #: a spreadsheet takes a processor for itself
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class _Words:
    """What all rows need to be told in the reader's words: clocks by branch, names by severity."""

    zones: Mapping[UUID, ZoneInfo]
    severities: Mapping[str, str]


async def workbook(session: AsyncSession, *, principal: Principal, query: JournalQuery, locale: Locale) -> IO[bytes]:
    """The records of the list as an .xlsx in a temporary file, to be read from its beginning and closed.

    Raises TooManyRows when the list is longer than `MOST_ROWS`: a file that tells only a part would mislead.
    """
    total = await journal.counted(session, principal=principal, query=query)
    if total > MOST_ROWS:
        raise errors.TooManyRows(total=total, most=MOST_ROWS)
    words = _Words(
        zones={branch: ZoneInfo(zone) for branch, zone in (await repository.zones(session)).items()},
        severities={code: name.render(locale) for code, name in (await severities.names(session)).items()},
    )
    await give_back(session)
    target = tempfile.TemporaryFile()  # noqa: SIM115  closed by whoever sends it
    try:
        async with _TURNS, _folder() as folder:
            await _write(session, target, folder, principal, query, locale, words)
    except BaseException:
        await asyncio.to_thread(target.close)
        raise
    target.seek(0)
    return target


@asynccontextmanager
async def _folder() -> AsyncIterator[str]:
    """For what xlsxwriter puts aside. To give megabytes back to the disk may take a tenth of a second: in a thread."""
    folder = await asyncio.to_thread(tempfile.TemporaryDirectory)
    try:
        yield folder.name
    finally:
        await asyncio.to_thread(folder.cleanup)


async def _write(
    session: AsyncSession,
    target: IO[bytes],
    folder: str,
    principal: Principal,
    query: JournalQuery,
    locale: Locale,
    words: _Words,
) -> None:
    """Rows are read on the event loop, and written in a thread while nothing waits for them."""
    title = texts.SHEET.render(locale)
    book = await asyncio.to_thread(JournalBook, target, locale=locale, title=title, temporary_folder=folder)
    async for items in journal.pages(session, principal=principal, query=query, size=PAGE):
        rows = await _rows(session, items, words)
        await asyncio.to_thread(book.add, rows)
    await asyncio.to_thread(book.close)


async def _rows(session: AsyncSession, items: list[Item], words: _Words) -> list[ExportRow]:
    details = await repository.details(session, [UUID(item["id"]) for item in items])
    rows = []
    for item in items:
        more = details[UUID(item["id"])]
        rows.append(
            ExportRow(
                item,
                zone=words.zones[UUID(item["branch"]["id"])],
                severity=words.severities[item["severity"]],
                proposal=more.proposal,
                co_executors=more.co_executors,
            )
        )
    return rows


async def chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    """The file from where it stands to its end, which closes it."""
    try:
        while chunk := await asyncio.to_thread(file.read, _CHUNK):
            yield chunk
    finally:
        await asyncio.to_thread(file.close)
