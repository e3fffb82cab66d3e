"""What callers of analytics can rely on: their branches only, words in their language, clear refusals."""

from datetime import timedelta
from typing import Any

import pytest

from services.analytics.consumers import HANDLERS
from services.analytics.freshness.jobs import CaughtUp
from shared import clock
from shared.auth.permissions import ALL, ANALYTICS_READ, OPERATIONS_MANAGE
from shared.contracts.nonconformity import Assigned
from shared.db.database import Database
from shared.ids import new_id
from shared.messaging.bus import Bus
from shared.messaging.consumer import Consumer
from tests.services.analytics import facts
from tests.services.analytics.asking import FIGURES, GROUPINGS, running
from tests.services.analytics.conftest import Ask, Record
from tests.services.analytics.facts import NOON
from tests.support.auth import principal

pytestmark = pytest.mark.anyio

OURS, THEIRS = new_id(), new_id()


@pytest.fixture
async def two_branches(record_events: Record) -> None:
    """Two findings of ours, one of them closed, and three of theirs, found at the same place by the same people."""
    site, anna = new_id(), new_id()
    same: dict[str, Any] = {"site_id": site, "author_id": anna, "responsible_id": anna, "severity": "critical"}
    told = [facts.branch("Курское", branch_id=OURS), facts.branch("Аккую", branch_id=THEIRS)]
    told += [facts.site("АЭС Аккую", site_id=site), facts.person("Иванова", "Анна", person_id=anna)]
    told += facts.history(NOON - timedelta(days=20), branch_id=OURS, **same)
    told += facts.events(facts.record(branch_id=OURS, due_on=NOON.date() - timedelta(days=2), **same))
    told += facts.events(*(facts.record(branch_id=THEIRS, **same) for _ in range(3)))
    await record_events(told)


@pytest.mark.usefixtures("two_branches", "noon")
async def test_no_figure_counts_a_record_of_another_branch(ask: Ask) -> None:
    chair = principal(ANALYTICS_READ, branches=[OURS])
    for group_by in GROUPINGS:
        answer = (await ask("/journal", as_=chair, group_by=group_by)).json()
        assert answer["total"]["filed"] == 2
        assert sum(group["filed"] for group in answer["groups"]) == (0 if group_by == "none" else 2)
    for figure in FIGURES:
        seen = (await ask("/journal/records", as_=chair, figure=figure, total=True)).json()
        assert seen["total"] == len(seen["items"]) <= 2
    assert (await ask("/journal", as_=chair, branch_id=THEIRS)).json()["total"]["filed"] == 0
    behind = await ask("/journal/records", as_=chair, group_by="branch", group=THEIRS, total=True)
    assert behind.json() == {"items": [], "next_cursor": None, "total": 0}
    assert (await ask("/freshness", as_=chair)).json()["records"] == 2
    assert (await ask("/journal")).json()["total"]["filed"] == 5


@pytest.mark.usefixtures("two_branches")
async def test_a_permission_held_nowhere_opens_nothing(ask: Ask) -> None:
    for stranger in (principal(), principal(ANALYTICS_READ, branches=[]), principal(*(ALL - {ANALYTICS_READ}))):
        for path in ("/journal", "/journal/records", "/freshness"):
            refused = await ask(path, as_=stranger)
            assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


@pytest.mark.usefixtures("two_branches", "noon")
async def test_groups_are_named_in_the_callers_language_and_sensibly_ordered(ask: Ask, record_events: Record) -> None:
    nobody, months_ago = facts.record(branch_id=OURS, found_at=NOON - timedelta(days=70)), NOON.replace(year=2025)
    await record_events(facts.events(nobody, facts.record(branch_id=OURS, found_at=months_ago, severity="low")))

    async def labels(group_by: str, language: str = "ru") -> list[str]:
        answer = await ask("/journal", group_by=group_by, language=language)
        return [group["label"] for group in answer.json()["groups"]]

    assert await labels("month") == ["ноябрь 2025", "сентябрь 2026", "ноябрь 2026"]
    assert await labels("month", "en") == ["November 2025", "September 2026", "November 2026"]
    assert await labels("state") == ["Зарегистрировано", "Устранено"]
    assert await labels("severity") == ["Критическая", "Средняя", "Низкая"]
    assert await labels("severity", "en") == ["Critical", "Medium", "Low"]
    for version, name in ((2, "Опасная для жизни"), (1, "Прежняя")):
        await record_events([facts.severity(version=version, name_ru=name, name_en="Deadly")])
    assert await labels("severity") == ["Опасная для жизни", "Средняя", "Низкая"]
    assert await labels("severity", "en") == ["Deadly", "Medium", "Low"]
    assert await labels("branch") == ["Курское", "Аккую"]
    assert await labels("responsible") == ["Иванова Анна", "Ответственный не назначен"]
    assert await labels("site") == ["АЭС Аккую", "Название ещё не получено", "Название ещё не получено"]
    assert (await labels("category"))[0] == "Электробезопасность"


@pytest.mark.usefixtures("noon")
async def test_figures_of_a_known_journal(ask: Ask, record_events: Record) -> None:
    """One small journal worked out by hand, so that a reader sees what every figure means."""
    day = NOON.date()
    on = {days: day - timedelta(days=days) for days in range(60)}
    journal = [
        facts.closed(on[30], on[20], on[10], first_due_on=on[20], due_on=on[20]),  # in time on the very day
        facts.closed(on[40], on[20], on[19], first_due_on=on[25], due_on=on[20]),  # only as the due date was moved
        facts.closed(on[12], on[10], on[10], first_due_on=on[11], due_on=on[11]),  # late
        facts.closed(on[9], on[9], on[9]),  # no due date
        facts.record(due_on=on[1]),
        facts.record(due_on=day),  # today is not yet late
        facts.record(state="fixed", due_on=on[5]),  # reported: it is the inspector who is awaited
        facts.record(state="rejected", due_on=on[5]),
        facts.record(state="duplicate"),
    ]
    await record_events(facts.events(*journal))
    total = (await ask("/journal")).json()["total"]
    counts = {name: total[name] for name in ("filed", "open", "overdue", "closed", "rejected", "duplicate")}
    assert counts == {"filed": 9, "open": 3, "overdue": 1, "closed": 4, "rejected": 1, "duplicate": 1}
    assert total["on_time_first"] == {"n": 3, "on_time": 1, "share": pytest.approx(1 / 3)}
    assert total["on_time_last"] == {"n": 3, "on_time": 2, "share": pytest.approx(2 / 3)}
    assert total["cycle"] == {
        "n": 4,
        "median_days": 11.0,  # of 0, 2, 20, 21
        "p90_days": pytest.approx(20.7),
        "median_working_days": 7.6875,  # of 0, 2, 13 and three hours, 15 without three: the 4th of November is off
        "p90_working_days": 14.25,
    }
    in_progress = total["states"]["in_progress"]
    assert (in_progress["n"], in_progress["median_days"], in_progress["p90_days"]) == (4, 6.0, pytest.approx(17.0))
    assert set(total["states"]["closed"].values()) == {0, None}


async def test_an_empty_journal_has_figures_too(ask: Ask) -> None:
    answer = (await ask("/journal", group_by="month")).json()
    assert (answer["as_of"], answer["groups"], answer["total"]["filed"]) == (None, [], 0)
    assert answer["total"]["on_time_first"] == {"n": 0, "on_time": 0, "share": None}
    assert (await ask("/freshness")).json() == {
        "as_of": None,
        "lag_seconds": None,
        "last_event_at": None,
        "records": 0,
    }


@pytest.mark.parametrize(
    ("path", "query", "code", "words"),
    [
        ("/journal", {"from": "2026-12-01", "to": "2026-11-01"}, "invalid", "Конец периода раньше его начала"),
        ("/journal", {"from": "вчера"}, "date_from_datetime_parsing", "Дата нужна вида"),
        ("/journal", {"group_by": "mood"}, "literal_error", "state, source."),
        ("/journal", {"branch_id": "1 OR 1=1"}, "uuid_parsing", "Это не идентификатор"),
        ("/journal", {"colour": "red"}, "extra_forbidden", "Такого поля нет"),
        ("/journal/records", {"figure": "mood"}, "literal_error", "Выберите одно из"),
        ("/journal/records", {"group": "2026-11"}, "group_without_group_by", "только вместе с group_by"),
        ("/journal/records", {"group_by": "month", "group": "2026-13"}, "unknown_group", "Такой группы нет"),
        ("/journal/records", {"group_by": "site", "group": "none"}, "unknown_group", "Такой группы нет"),
        ("/journal/records", {"group_by": "state", "group": "'; --"}, "unknown_group", "Такой группы нет"),
        ("/journal/records", {"sort": "mood"}, "unknown_sort", "Нет такой сортировки"),
        ("/journal/records", {"cursor": "garbage"}, "invalid_cursor", "Откройте список сначала"),
        ("/journal/records", {"limit": 1000}, "less_than_equal", "не больше 200"),
        ("/journal/records", {"group_by": "month", "group": "2026-11\x00"}, "unknown_group", "Такой группы нет"),
        ("/events", {}, "missing", "Обязательное поле"),
        ("/events", {"subject": "a\x00"}, "invalid", "невидимые управляющие знаки"),
    ],
)
async def test_bad_input_gets_its_own_clear_answer(
    ask: Ask, path: str, query: dict[str, Any], code: str, words: str
) -> None:
    refused = await ask(path, **query)
    assert refused.status_code == 422
    problem = refused.json()
    assert [error["code"] for error in problem["errors"]] == [code]
    assert words in problem["errors"][0]["message"]
    assert len(problem["errors"][0]["loc"]) == 2, "the words stand at a field"


@pytest.mark.usefixtures("two_branches")
async def test_an_operator_sees_what_happened_to_a_record(ask: Ask, record_events: Record) -> None:
    boris = new_id()
    first = facts.record(branch_id=OURS)
    changed = facts.newer(
        first, Assigned, state="assigned", reason="срочно", changed={"state": ("registered", "assigned")}
    )
    told = [facts.event(first), facts.event(changed, actor=boris)]
    told[1] = told[1].model_copy(update={"correlationid": "click-00000001"})
    await record_events([*reversed(told), facts.person("Ёлкин", "Борис", person_id=boris)])
    operator = principal(OPERATIONS_MANAGE, branches=[OURS])
    trail = (await ask("/events", as_=operator, subject=first.id, total=True)).json()
    assert [item["type"].split(".")[3] for item in trail["items"]] == ["registered", "assigned"]
    last = trail["items"][1]
    assert (last["actor_name"], last["correlation_id"], last["version"]) == ("Ёлкин Борис", "click-00000001", 2)
    assert (last["changed"], last["reason"]) == ({"state": ["registered", "assigned"]}, "срочно")
    page = (await ask("/events", as_=operator, subject=first.id, limit=1, sort="-time")).json()
    assert page["items"] == [last]
    following = await ask("/events", as_=operator, subject=first.id, limit=1, sort="-time", cursor=page["next_cursor"])
    assert following.json()["items"] == trail["items"][:1]
    of_theirs = await ask("/events", as_=principal(OPERATIONS_MANAGE, branches=[THEIRS]), subject=first.id)
    assert of_theirs.json()["items"] == []
    assert (await ask("/events", as_=principal(ANALYTICS_READ), subject=first.id)).status_code == 403


async def test_figures_say_up_to_which_moment_they_are_complete(
    ask: Ask, database: Database, bus: Bus, publish: Record, record_events: Record
) -> None:
    record = facts.event(facts.record())
    await record_events([record])
    fresh = (await ask("/freshness")).json()
    assert clock.now() - record.time < timedelta(seconds=60)
    assert fresh["as_of"] == fresh["last_event_at"]
    async with running(Consumer(database, bus, HANDLERS)):
        await publish([record])
        started = clock.now()
        async with running(CaughtUp(database, bus)):
            while (shown := (await ask("/journal")).json())["as_of"] <= fresh["as_of"]:
                assert clock.now() - started < timedelta(seconds=10)
    quiet = (await ask("/freshness")).json()
    assert quiet["as_of"] == shown["as_of"] > quiet["last_event_at"]
    assert 0 <= quiet["lag_seconds"] < 10


async def test_only_who_operates_everywhere_may_rebuild(ask: Ask) -> None:
    here = principal(OPERATIONS_MANAGE, branches=[OURS])
    for method, path in (("POST", "/rebuild"), ("GET", "/rebuild"), ("POST", "/rebuild/cancel")):
        assert (await ask(path, method=method, as_=here)).status_code == 403


async def test_a_rebuild_is_asked_for_followed_and_cancelled(ask: Ask) -> None:
    assert (await ask("/rebuild")).status_code == 404
    assert (await ask("/rebuild/cancel", method="POST")).json()["code"] == "no_rebuild_running"
    asked = await ask("/rebuild", method="POST")
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert (await ask("/rebuild", method="POST")).json() == asked.json()
    assert (await ask("/rebuild")).json() == asked.json()
    cancelled = await ask("/rebuild/cancel", method="POST")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    again = await ask("/rebuild", method="POST")
    assert again.json()["id"] != asked.json()["id"]
