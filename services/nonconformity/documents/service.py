"""Printed documents of the journal: the card of a record, the register of a list."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import errors
from services.nonconformity import service as records
from services.nonconformity.documents import cards, registers, repository
from services.nonconformity.exports import repository as exports
from services.nonconformity.exports.service import PAGE
from services.nonconformity.history import service as history
from services.nonconformity.journal import service as journal
from services.nonconformity.journal.schemas import Item, JournalQuery
from services.nonconformity.measures import service as measures
from services.nonconformity.settings import Settings
from services.nonconformity.severities import repository as severities
from shared import clock
from shared.auth.principal import Principal
from shared.db.database import give_back
from shared.documents import print_pdf, qr_svg
from shared.i18n import Locale

MOST_ROWS = 2_000  #: of one register: some 150 sheets
CARD, REGISTER = (Path(__file__).with_name(name) for name in ("card.typ", "register.typ"))


async def card(
    session: AsyncSession, *, principal: Principal, record_id: UUID, locale: Locale, settings: Settings
) -> tuple[str, bytes]:
    """(the record's number, its card as a PDF). Raises NotFound for what the caller may not see."""
    shown = await records.show(session, principal=principal, record_id=record_id)
    sheet = cards.Sheet(
        union=settings.union_name,
        locale=locale,
        now=clock.now(),
        history=await history.history(session, principal=principal, record_id=record_id, locale=locale),
        due_dates=await history.due_dates(session, principal=principal, record_id=record_id),
        severities=await severities.names(session),
        measures=(await measures.of_record(session, principal=principal, record_id=record_id)).items,
        qr=qr_svg(f"{settings.public_address.rstrip('/')}/journal/{record_id}"),
    )
    await give_back(session)
    return shown.number, await print_pdf(CARD, cards.data_of(shown, sheet))


async def register(
    session: AsyncSession, *, principal: Principal, query: JournalQuery, locale: Locale, settings: Settings
) -> bytes:
    """The whole list as a PDF. Raises TooManyRows when it is longer than `MOST_ROWS`."""
    total = await journal.counted(session, principal=principal, query=query)
    if total > MOST_ROWS:
        raise errors.TooManyRows(total=total, most=MOST_ROWS)
    items: list[Item] = []
    async for page in journal.pages(session, principal=principal, query=query, size=PAGE):
        items += page
    zones = {branch: ZoneInfo(zone) for branch, zone in (await exports.zones(session)).items()}
    names, kinds = await _names(session, query), await severities.names(session)
    await give_back(session)
    data = await asyncio.to_thread(  # two thousand rows to be typeset
        registers.data_of,
        items,
        query=query,
        names=names,
        severities=kinds,
        zones=zones,
        union=settings.union_name,
        now=clock.now(),
        home=ZoneInfo(settings.home_time_zone),
        locale=locale,
    )
    return await print_pdf(REGISTER, data)


async def _names(session: AsyncSession, query: JournalQuery) -> Mapping[UUID, str]:
    """What the ids that the list was filtered by are called."""
    asked: Sequence[UUID | None] = (
        query.branch_id, query.site_id, query.category_id, query.responsible_id, query.author_id,
    )  # fmt: skip
    return await repository.names(session, [one for one in asked if one is not None])
