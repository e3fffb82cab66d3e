"""The filtered register as a spreadsheet: what the list shows its reader, and no more."""

import asyncio
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people.errors.exports import TooManyPeople
from services.people.exports import repository, texts
from services.people.persons import repository as persons
from services.people.persons.answers import card_of
from services.people.persons.schemas import PersonCard, PersonQuery
from shared.auth.principal import Principal
from shared.db.database import give_back
from shared.documents.workbook import Column, table
from shared.i18n import Locale
from shared.turns import Turns

MOST_PEOPLE = 20_000  #: of one file
_PAGE = 200
_TURNS = Turns(2, waiting=6)  #: a spreadsheet takes a processor for itself


async def workbook(session: AsyncSession, *, principal: Principal, query: PersonQuery, locale: Locale) -> bytes:
    """The people of the list as an .xlsx; private facts only of those whose private facts the caller may read.

    Raises TooManyPeople when the list is longer than `MOST_PEOPLE`: a file that tells only a part would mislead.
    """
    async with _TURNS:
        cards = await _cards(session, principal, query)
        names = await repository.place_names(session)
        await give_back(session)
        return await asyncio.to_thread(_written, cards, names, locale)


async def _cards(session: AsyncSession, principal: Principal, query: PersonQuery) -> list[PersonCard]:
    cards: list[PersonCard] = []
    page = query.model_copy(update={"limit": _PAGE, "cursor": None, "total": True})
    while True:
        rows, cursor, total = await persons.found(session, page, principal)
        if total is not None and total > MOST_PEOPLE:
            raise TooManyPeople(total=total, most=MOST_PEOPLE)
        cards += [card_of(row, principal) for row in rows]
        if cursor is None:
            return cards
        page = page.model_copy(update={"cursor": cursor, "total": False})


def _written(cards: list[PersonCard], names: Mapping[UUID, str], locale: Locale) -> bytes:
    columns = [
        Column(heading.render(locale), kind="day" if name in texts.DAYS else "text", width=width)
        for name, (heading, width) in texts.COLUMNS.items()
    ]
    return table(texts.SHEET.render(locale), columns, (_row(card, names, locale) for card in cards))


def _row(card: PersonCard, names: Mapping[UUID, str], locale: Locale) -> list[str | float | date | None]:
    """A value for each of `COLUMNS`."""
    private = card.private

    def place(place_id: UUID | None) -> str | None:
        return None if place_id is None else names.get(place_id)

    return [
        card.personnel_number, card.last_name, card.first_name, card.middle_name,
        place(card.branch_id), place(card.unit_id), card.position, card.city, place(card.assignment_site_id),
        (texts.YES if card.is_member else texts.NO).render(locale), card.joined_on, card.left_on,
        private.birth_date if private else None, private.phone if private else None, private.email if private else None,
    ]  # fmt: skip
