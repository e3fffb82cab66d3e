"""The trend adds up: with the journal, with itself, and with the records behind each week."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.analytics.trend import service
from services.analytics.trend.schemas import TrendQuery
from shared import clock
from shared.auth.permissions import ANALYTICS_READ
from shared.contracts.nonconformity import NonconformityData
from shared.db.database import Database
from shared.ids import new_id
from tests.services.analytics import facts
from tests.services.analytics.conftest import Ask, Record
from tests.services.analytics.facts import NOON
from tests.services.analytics.plain import PlainJournal, period
from tests.services.analytics.test_figures import CALENDARS, ZONES, ids_behind, load, random_journal
from tests.support.auth import administrator, principal

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("noon")]
MONDAY = date(2026, 11, 2)


def week(number: int) -> date:
    return MONDAY + timedelta(weeks=number)


async def test_each_week_says_what_came_what_went_and_what_is_left(ask: Ask, record_events: Record) -> None:
    journal = [
        facts.closed(week(0), week(0), week(2)),
        facts.closed(week(0) + timedelta(days=6), week(1), week(1)),
        facts.record(found_at=facts.NOON - timedelta(days=20)),  # 3 November
        facts.record(state="rejected", found_at=NOON, way=facts.way(("registered", NOON), ("rejected", NOON))),
    ]
    await record_events(facts.events(*journal))
    items = (await ask("/journal/trend")).json()["items"]
    told = [(item["key"], item["filed"], item["closed"], item["open_at_end"]) for item in items]
    assert told == [("2026-W45", 3, 0, 3), ("2026-W46", 0, 1, 2), ("2026-W47", 0, 1, 1), ("2026-W48", 1, 0, 1)]
    assert (items[0]["starts_on"], items[0]["ends_on"]) == ("2026-11-02", "2026-11-08")
    assert items[0]["label"] == "2–8 ноября 2026"
    part = (await ask("/journal/trend", from_="2026-11-09", to="2026-11-10", language="en")).json()["items"]
    assert [(item["key"], item["open_at_end"], item["label"]) for item in part] == [
        ("2026-W46", 2, "9–15 November 2026")
    ]
    months = (await ask("/journal/trend", step="month")).json()["items"]
    assert [(item["key"], item["filed"], item["label"]) for item in months] == [("2026-11", 4, "ноябрь 2026")]


async def test_an_empty_journal_has_an_empty_trend_and_a_period_of_quiet_weeks(ask: Ask) -> None:
    assert (await ask("/journal/trend")).json() == {"as_of": None, "items": []}
    quiet = (await ask("/journal/trend", from_="2025-12-29", to="2026-01-05")).json()["items"]
    assert [(item["key"], item["label"]) for item in quiet] == [
        ("2026-W01", "29 декабря 2025 – 4 января 2026"),
        ("2026-W02", "5–11 января 2026"),
    ]


async def test_the_last_week_is_the_one_that_the_branch_lives_in(ask: Ask, record_events: Record) -> None:
    kurchatov, anadyr = new_id(), new_id()
    here, there = facts.branch(branch_id=kurchatov), facts.branch(branch_id=anadyr, zone="Asia/Kamchatka")
    records = facts.record(branch_id=kurchatov), facts.record(branch_id=anadyr)
    await record_events([here, there, *facts.events(*records)])
    clock.use(lambda: datetime(2026, 11, 29, 13, tzinfo=UTC))  # Sunday; in Kamchatka, Monday

    async def last_week(**query: Any) -> str:
        key: str = (await ask("/journal/trend", **query)).json()["items"][-1]["key"]
        return key

    assert await last_week(branch_id=kurchatov) == "2026-W48"
    assert await last_week(branch_id=anadyr) == "2026-W49"
    assert await last_week(as_=principal(ANALYTICS_READ, branches=[kurchatov])) == "2026-W48"


async def test_a_long_trend_is_its_last_520_weeks_and_counts_what_was_open_before(
    ask: Ask, record_events: Record
) -> None:
    await record_events(facts.events(facts.record()))
    items = (await ask("/journal/trend", from_="1950-01-01", to="2199-12-31")).json()["items"]
    assert (len(items), items[-1]["ends_on"], items[0]["open_at_end"]) == (520, "2200-01-05", 1)
    for days in ({"from_": "0001-01-01"}, {"to": "9999-12-31"}):
        assert (await ask("/journal/trend", **days)).status_code == 422


async def test_a_trend_shows_only_the_branches_that_one_may_see(ask: Ask, record_events: Record) -> None:
    mine, foreign = new_id(), new_id()
    await record_events(facts.events(facts.record(branch_id=mine), facts.record(branch_id=foreign)))
    reader = principal(ANALYTICS_READ, branches=[mine])
    assert [item["filed"] for item in (await ask("/journal/trend", as_=reader)).json()["items"]] == [1, 0]
    assert (await ask("/journal/trend", as_=principal("people:read"))).status_code == 403
    assert (await ask("/journal/trend", group_by="week")).status_code == 422


@given(seed=st.integers(0, 2**32), step=st.sampled_from(("week", "month")))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_trend_equals_what_plain_python_counts_and_its_records(
    database: Database, seed: int, step: Any
) -> None:
    records = random_journal(seed, 30)
    plain = PlainJournal(records, ZONES, NOON, CALENDARS)
    filed = Counter(period(plain.day(record, record.found_at), step) for record in plain.records)
    closed = Counter(_closed(plain, record, step) for record in plain.records if record.state == "closed")
    async with database.sessions() as session:
        await load(session, records)
        query = TrendQuery(step=step)
        answer = await service.trend(session=session, principal=administrator(), query=query, locale="ru")
        assert {item.key: item.filed for item in answer.items if item.filed} == filed
        assert {item.key: item.closed for item in answer.items if item.closed} == closed
        assert answer.items[-1].open_at_end == len(plain.behind("open"))
        busiest = max(answer.items, key=lambda item: item.closed)
        if busiest.closed:
            group_by: Any = f"closed_{step}"
            ids, total = await ids_behind(session, figure="closed", group_by=group_by, group=busiest.key)
            assert len(ids) == total == busiest.closed


def _closed(plain: PlainJournal, record: NonconformityData, step: str) -> str:
    ended = plain.ended_on(record)
    assert ended is not None
    return period(ended, step)
