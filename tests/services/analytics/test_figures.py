"""Every figure equals what plain Python counts, over any journal; and the records behind it are as many."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from services.analytics import service
from services.analytics.domain import FIGURES, STATES, Grouping
from services.analytics.journal import service as journal
from services.analytics.journal.schemas import JournalQuery, RecordsQuery
from shared.contracts.nonconformity import CategoryRef, NonconformityData
from shared.db.database import Database
from shared.ids import new_id
from tests.services.analytics import facts
from tests.services.analytics.facts import NOON
from tests.services.analytics.plain import PlainJournal
from tests.support.auth import administrator

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("noon")]

ZONES = {new_id(): zone for zone in ("Europe/Moscow", "Asia/Dhaka", "Pacific/Auckland", "America/Los_Angeles")}
#: The second branch is at a plant in Bangladesh, the third works at night and on its own days.
CALENDARS = {
    branch: rules
    for branch, rules in zip(
        ZONES, (None, {"country": "BD"}, {"country": None, "weekend": [1], "day_starts": "22:00", "day_hours": 1.5}),
        strict=False,
    )
    if rules
}  # fmt: skip
UNKNOWN_BRANCH = new_id()
SITES, PEOPLE = [new_id() for _ in range(3)], [new_id() for _ in range(3)]
CATEGORIES = [CategoryRef(id=new_id(), name=name) for name in ("СИЗ", "Пешеходные пути")]
GROUPINGS = get_args(Grouping)

#: Few days over the turn of a month, so that zones and both ends of a period matter in nearly every journal.
EARLIEST, TODAY = datetime(2026, 10, 30, tzinfo=UTC), NOON.date()
DAYS = [EARLIEST.date() + timedelta(days=number) for number in range(5)]


def random_record(chance: Random) -> NonconformityData:
    """A record whose way, dates and people are left to chance; half of them are closed."""
    at = found_at = EARLIEST + timedelta(minutes=chance.randrange(4 * 24 * 60))
    steps = []
    for state in [*chance.choices(STATES, k=chance.randrange(1, 6)), chance.choice(STATES + ("closed",) * 7)]:
        steps.append((state, at))
        at += timedelta(minutes=chance.randrange(-60, 9 * 24 * 60))
    fixed_at = found_at + timedelta(minutes=chance.randrange(3 * 24 * 60))
    dues = [None, TODAY, TODAY - timedelta(days=1), *(fixed_at.date() + timedelta(days=late) for late in (-1, 0, 1))]
    return facts.record(
        version=len(steps),
        found_at=found_at,
        state=steps[-1][0],
        way=facts.way(*steps),
        branch_id=chance.choice([*ZONES, UNKNOWN_BRANCH]),
        site_id=chance.choice(SITES),
        category=chance.choice(CATEGORIES),
        severity=chance.choice(("low", "medium", "high", "critical")),
        author_id=chance.choice([None, *PEOPLE]),
        source=chance.choice((None, "api", "public", "import", "bot")),
        imported=chance.random() < 0.3,
        responsible_id=chance.choice([None, *PEOPLE]),
        co_executor_ids=chance.sample(PEOPLE, k=chance.randrange(3)),
        first_due_on=chance.choice(dues),
        due_on=chance.choice(dues),
        fixed_at=chance.choice((fixed_at, fixed_at, None)),
        closed_at=steps[-1][1] if steps[-1][0] == "closed" and chance.random() < 0.9 else None,
        repeat_of_id=chance.choice((None, None, new_id())),
        withdrawn=chance.random() < 0.1,
    )


def random_journal(seed: int, size: int) -> list[NonconformityData]:
    chance = Random(seed)
    return [random_record(chance) for _ in range(size)]


# A seed, not drawn values: chance spreads over the whole journal, and a failure is repeated from two numbers.
seeds, sizes = st.integers(0, 2**32), st.sampled_from((0, 1, 40))
days = st.sampled_from(DAYS)
checked = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def load(session: AsyncSession, records: Sequence[NonconformityData]) -> None:
    """The records first and the branches after them: dates must not depend on who was heard first."""
    await service.record_events(session=session, events=[facts.event(record) for record in records])
    branches = [
        facts.branch(zone, zone=zone, branch_id=id_, calendar=CALENDARS.get(id_)) for id_, zone in ZONES.items()
    ]
    await service.record_events(session=session, events=branches)


async def asked(session: AsyncSession, **query: Any) -> Any:
    answer = await journal.journal_figures(
        session=session, principal=administrator(), query=JournalQuery(**query), locale="ru"
    )
    return answer.model_dump(mode="json")


async def ids_behind(session: AsyncSession, **query: Any) -> tuple[list[UUID], int | None]:
    """All pages, small ones, and the total that the first page tells."""
    ids: list[UUID] = []
    cursor, total = None, None
    while True:
        page = await journal.records_behind(
            session=session,
            principal=administrator(),
            query=RecordsQuery(**query, limit=4, cursor=cursor, total=cursor is None),
        )
        ids += [item.id for item in page.items]
        total = page.total if cursor is None else total
        cursor = page.next_cursor
        if cursor is None:
            return ids, total


@given(seed=seeds, size=sizes, start=st.none() | days, end=st.none() | days, group_by=st.sampled_from(GROUPINGS))
@checked
async def test_figures_equal_what_plain_python_counts(
    database: Database, seed: int, size: int, start: date | None, end: date | None, group_by: Any
) -> None:
    records = random_journal(seed, size)
    if start and end and start > end:
        start, end = end, start
    plain = PlainJournal(records, ZONES, NOON, CALENDARS).within(start, end)
    async with database.sessions() as session:  # never committed
        await load(session, records)
        answer = await asked(session, from_=start, to=end, group_by=group_by)
    assert answer["total"] == plain.figures()
    named = {group.pop("key"): group for group in answer["groups"]}
    assert all(group.pop("label") for group in named.values())
    assert named == ({} if group_by == "none" else plain.groups(group_by))


@given(
    seed=seeds,
    size=sizes,
    figure=st.sampled_from(FIGURES),
    group_by=st.sampled_from(GROUPINGS),
    sort=st.sampled_from(("found_at", "-number")),
)
@checked
async def test_the_records_behind_a_figure_are_exactly_those_it_counts(
    database: Database, seed: int, size: int, figure: Any, group_by: Any, sort: str
) -> None:
    records = random_journal(seed, size)
    plain = PlainJournal(records, ZONES, NOON, CALENDARS)
    async with database.sessions() as session:
        await load(session, records)
        ids, total = await ids_behind(session, figure=figure, group_by=group_by, sort=sort)
        assert len(ids) == len(set(ids)) == total
        assert set(ids) == plain.behind(figure)
        if group_by != "none":
            for key in plain.groups(group_by):
                in_group, count = await ids_behind(session, figure=figure, group_by=group_by, group=key, sort=sort)
                expected = plain.group(group_by, key).behind(figure)
                assert set(in_group) == expected
                assert count == len(expected)


@given(seed=seeds, size=sizes, person=st.sampled_from(PEOPLE), site=st.sampled_from(SITES))
@checked
async def test_filters_narrow_every_figure(database: Database, seed: int, size: int, person: UUID, site: UUID) -> None:
    records = random_journal(seed, size)
    plain = PlainJournal(records, ZONES, NOON, CALENDARS)
    narrowed = {
        "responsible_id": (person, plain.where(lambda r: r.responsible_id == person)),
        "inspector_id": (person, plain.where(lambda r: r.author_id == person)),
        "source": ("public", plain.where(lambda r: r.source == "public")),
        "co_executor_id": (person, plain.where(lambda r: person in r.co_executor_ids)),
        "site_id": (site, plain.where(lambda r: r.site_id == site)),
        "category_id": (CATEGORIES[0].id, plain.where(lambda r: r.category.id == CATEGORIES[0].id)),
        "branch_id": (UNKNOWN_BRANCH, plain.where(lambda r: r.branch_id == UNKNOWN_BRANCH)),
    }
    async with database.sessions() as session:
        await load(session, records)
        for field, (value, expected) in narrowed.items():
            assert (await asked(session, **{field: value}))["total"] == expected.figures(), field
