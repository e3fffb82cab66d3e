"""The tables as files: the same answers as on the screen, a column a figure."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics.exports import columns, texts
from services.analytics.journal import service as journal
from services.analytics.journal.schemas import Group, JournalFilter, JournalQuery
from services.analytics.persons import service as persons
from services.analytics.trend import service as trends
from services.analytics.trend.schemas import TrendQuery
from shared import clock
from shared.auth.principal import Principal
from shared.db.database import give_back
from shared.documents.workbook import Column, table
from shared.i18n import Locale, Text
from shared.turns import Turns

Row = TypeVar("Row")
_TURNS = Turns(2, waiting=6)  #: a spreadsheet takes a processor for itself
_WIDE, _NARROW = 40, 13


@dataclass(frozen=True, slots=True)
class File:
    name: str  #: without what follows the dot
    content: bytes


async def journal_figures(session: AsyncSession, *, principal: Principal, query: JournalQuery, locale: Locale) -> File:
    answer = await journal.journal_figures(session=session, principal=principal, query=query, locale=locale)
    total = Group(**answer.total.model_dump(), key="", label=texts.TOTAL.render(locale))
    label: columns.Figure[Group] = columns.Figure(texts.GROUPS[query.group_by], lambda row: row.label, "text")
    return await _file(session, texts.FIGURES, [label, *columns.FIGURES], [*answer.groups, total], locale)


async def trend(session: AsyncSession, *, principal: Principal, query: TrendQuery, locale: Locale) -> File:
    answer = await trends.trend(session=session, principal=principal, query=query, locale=locale)
    return await _file(session, texts.TREND, columns.TREND, answer.items, locale)


async def inspectors(session: AsyncSession, *, principal: Principal, query: JournalFilter, locale: Locale) -> File:
    answer = await persons.inspectors(session=session, principal=principal, query=query, locale=locale)
    return await _file(session, texts.INSPECTORS, columns.INSPECTORS, answer.items, locale)


async def responsibles(session: AsyncSession, *, principal: Principal, query: JournalFilter, locale: Locale) -> File:
    answer = await persons.responsibles(session=session, principal=principal, query=query, locale=locale)
    return await _file(session, texts.RESPONSIBLES, columns.RESPONSIBLES, answer.items, locale)


async def _file(
    session: AsyncSession, title: Text, figures: Sequence[columns.Figure[Row]], rows: Sequence[Row], locale: Locale
) -> File:
    headings = [
        Column(figure.heading.render(locale), figure.kind, _WIDE if figure.kind == "text" else _NARROW)
        for figure in figures
    ]
    values = [[figure.value(row) for figure in figures] for row in rows]
    name = title.render(locale)
    await give_back(session)
    async with _TURNS:
        content = await asyncio.to_thread(table, name, headings, values)
    return File(f"{name} {clock.now():%Y-%m-%d}", content)
