"""A finding on its way from registration to verified closure: three people of two branches, and two who look on.

At each step: who sees it and who gets a 404, what each may do next, whom the rules refuse, what the windows of all five
are told, and what the figures say.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.e2e.walk import MOVED, PROMISED, TRIAGE, VERBS, Cast, Walk, steps
from tests.support.callers import JOURNAL, Union, fields, problem
from tests.support.live import LiveFeed
from tests.support.quiet import wait_quiet


@pytest.fixture(scope="module")
def cast(union: Union) -> Cast:
    home, away = union.branch("Онежское"), union.branch("Ладожское")
    cast = Cast(
        branch=home,
        site=union.site("Онежская АЭС", home),
        category=union.category("Эстакады и переходы"),
        inspector=union.person("Соколова Вера Ильинична", home, ("inspector", home)),
        chair=union.person("Орлов Пётр Андреевич", home, ("branch_chair", home)),
        employer=union.person("Зуев Антон Львович", away, ("employer", away)),
        other_chair=union.person("Белова Нина Сергеевна", away, ("branch_chair", away)),
        bystander=union.person("Громов Олег Юрьевич", away, ("inspector", away)),
    )
    wait_quiet(union.platform)
    return cast


@pytest.fixture(scope="module")
def walk(cast: Cast) -> Iterator[Walk]:
    """The whole way, checked at every step; the tests below look at what is left of it."""
    with ExitStack() as stack:
        feeds = {
            name: stack.enter_context(LiveFeed(caller.platform.port, headers=caller.headers))
            for name, caller in cast.everybody.items()
        }
        walk = Walk(cast, feeds)
        walk.check("registered", {"inspector": ["edit"], "chair": TRIAGE}, {"filed": 1, "open": 1})
        for step in steps(cast):
            walk.do(step)
            walk.check(step.event, step.allowed, step.figures)
            for refusal in step.refused:
                walk.check_refusal(*refusal)
        yield walk


def test_each_step_is_seen_allowed_told_and_counted_as_it_should_be(
    walk: Walk, record_property: Callable[[str, object], None]
) -> None:
    record_property("slowest figure, seconds", round(walk.slowest, 3))
    card = walk.cast.inspector.read(f"{JOURNAL}/{walk.id}")
    way = ["registered", "assigned", "in_progress", "fixed", "in_progress", "fixed", "closed"]
    assert [step["state"] for step in card["way"]] == way
    assert card["fixed_by"]["id"] == walk.cast.employer.id
    assert card["responsible"]["name"] == "Зуев Антон Львович"


def test_to_those_who_may_not_see_it_no_verb_admits_that_it_exists(walk: Walk) -> None:
    for stranger in (walk.cast.other_chair, walk.cast.bystander):
        for verb, body in VERBS.items():
            problem(stranger.act(walk.id, verb, body), 404, "not_found")
        edit = stranger.client.patch(f"{JOURNAL}/{walk.id}", json={"place": "склад"}, headers={"If-Match": '"1"'})
        problem(edit, 404, "not_found")


def test_windows_of_those_who_may_not_see_it_hear_of_other_things_only(walk: Walk, union: Union) -> None:
    """The employer's window hears of it from the day that it is theirs, not before."""
    category = union.category(f"Контроль {uuid4()}")
    for name, feed in walk.feeds.items():
        feed.wait_for(subject=category)
        heard = [event["type"].split(".")[-2] for event in feed.events if event.get("subject") == walk.id]
        acts = ["registered", "assigned", "due_date_moved", "started", "fix_reported", "returned", "fix_reported",
                "verified"]  # fmt: skip
        expected = {"inspector": acts, "chair": acts, "employer": acts[1:]}
        assert heard == expected.get(name, []), name


def test_the_history_tells_who_did_what_and_why(walk: Walk) -> None:
    history = walk.cast.employer.read(f"{JOURNAL}/{walk.id}/history")["items"]
    inspector, chair, employer = (walk.cast.everybody[name].id for name in ("inspector", "chair", "employer"))
    assert [(entry["act"], entry["actor"]["id"], entry["reason"]) for entry in history] == [
        ("register", inspector, None),
        ("assign", chair, None),
        ("move-due-date", chair, "Нет деталей"),
        ("start", employer, None),
        ("report-fixed", employer, "Ступень заварена"),
        ("return", inspector, "Осталась щель"),
        ("report-fixed", employer, "Щель заделана"),
        ("verify", inspector, None),
    ]
    assert [entry["version"] for entry in history] == list(range(1, 9))
    assert history[2]["changed"]["due_on"] == [PROMISED.isoformat(), MOVED.isoformat()]


def test_the_first_promised_date_is_kept_beside_every_move(walk: Walk) -> None:
    ledger = walk.cast.inspector.read(f"{JOURNAL}/{walk.id}/due-dates")
    assert (ledger["first_due_on"], ledger["due_on"]) == (PROMISED.isoformat(), MOVED.isoformat())
    (move,) = ledger["moves"]
    assert (move["from"], move["to"], move["reason"]) == (PROMISED.isoformat(), MOVED.isoformat(), "Нет деталей")
    assert move["actor"]["id"] == walk.cast.chair.id


def test_figures_are_for_those_who_may_read_them_and_open_the_record_behind_them(walk: Walk) -> None:
    for name in ("inspector", "employer", "bystander"):
        problem(walk.cast.everybody[name].get("/api/v1/analytics/journal"), 403, "forbidden")
    journal = walk.cast.chair.read("/api/v1/analytics/journal", group_by="responsible")
    (group,) = journal["groups"]
    assert (group["key"], group["label"]) == (walk.cast.employer.id, "Зуев Антон Львович")
    assert group["on_time_first"] == {"n": 1, "on_time": 1, "share": 1.0}
    behind = walk.cast.chair.read("/api/v1/analytics/journal/records", figure="closed")
    assert [item["id"] for item in behind["items"]] == [walk.id]


def test_an_operator_follows_the_record_by_the_id_of_each_click(walk: Walk, union: Union) -> None:
    events = union.admin.walk("/api/v1/analytics/events", subject=walk.id)
    assert [event["correlation_id"] for event in events] == walk.correlation
    assert [event["version"] for event in events] == list(range(1, 9))
    assert {event["branch"] for event in events} == {walk.cast.branch}


def test_nobody_accepts_their_own_fix_whatever_they_hold(cast: Cast) -> None:
    record = cast.inspector.made(JOURNAL, {"site_id": cast.site, "place": "склад", "category_id": cast.category,
                                           "description": "Нет знака у пандуса"})  # fmt: skip
    order = {"responsible_id": cast.employer.id, "co_executor_ids": [cast.chair.id], "due_on": PROMISED.isoformat()}
    assert cast.chair.act(record["id"], "assign", order).status_code == 200
    assert cast.chair.act(record["id"], "report-fixed", {"comment": "Знак повешен"}).status_code == 200
    problem(cast.chair.act(record["id"], "verify"), 403, "own_fix")
    assert cast.inspector.act(record["id"], "verify").json()["state"] == "closed"


def test_what_was_rejected_can_be_disputed_by_its_author_and_is_triaged_again(cast: Cast) -> None:
    record = cast.inspector.made(JOURNAL, {"site_id": cast.site, "place": "склад", "category_id": cast.category,
                                           "description": "Не посыпана наледь"})  # fmt: skip
    assert fields(problem(cast.chair.act(record["id"], "reject", {}), 422, "invalid_input")) == {
        "body.reason": "missing"
    }
    assert cast.chair.act(record["id"], "reject", {"reason": "Посыпана"}).json()["state"] == "rejected"
    disputed = cast.inspector.act(record["id"], "dispute", {"reason": "Посыпана не вся"}).json()
    assert (disputed["state"], disputed["allowed_actions"]) == ("registered", ["edit"])


def test_a_due_date_is_a_date_where_the_branch_is(cast: Cast, union: Union) -> None:
    """In Kamchatka it is already the next day for half of ours: that day's yesterday is refused there."""
    far = union.branch("Авачинское", time_zone="Asia/Kamchatka")
    local = datetime.now(UTC) + timedelta(hours=12)
    chair = union.person("Камов Игорь Ильич", far, ("branch_chair", far))
    wait_quiet(union.platform)
    record = chair.made(JOURNAL, {"site_id": cast.site, "place": "склад", "category_id": cast.category,
                                  "description": "Нет освещения"})  # fmt: skip
    order = {"responsible_id": cast.employer.id, "due_on": (local.date() - timedelta(days=1)).isoformat()}
    refused = problem(chair.act(record["id"], "assign", order), 422, "invalid_input")
    assert fields(refused) == {"body.due_on": "due_date_past"}
    assert f"{local.date():%d.%m.%Y}" in refused["errors"][0]["message"]
    today = order | {"due_on": local.date().isoformat()}
    assigned = chair.act(record["id"], "assign", today).json()
    assert date.fromisoformat(assigned["due_on"]) == local.date()
    assert not assigned["overdue"]
