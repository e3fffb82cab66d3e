"""The walk of a finding: who takes part, each act, and what must be true after it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.support.callers import JOURNAL, Caller, problem
from tests.support.live import LiveFeed

TODAY = datetime.now(UTC).date()
PROMISED, MOVED = TODAY + timedelta(days=14), TODAY + timedelta(days=21)
VERBS: Mapping[str, Any] = {
    "assign": {"responsible_id": str(uuid4()), "due_on": PROMISED.isoformat()},
    "start": None,
    "report-fixed": {"comment": "Ступень заварена"},
    "verify": None,
    "return": {"reason": "Осталась щель"},
    "reject": {"reason": "Не подтвердилось"},
    "dispute": {"reason": "Не согласна"},
    "unmerge": {"reason": "Это другое"},
    "merge": {"into_id": str(uuid4())},
    "move-due-date": {"due_on": MOVED.isoformat(), "reason": "Нет деталей"},
}
TRIAGE = ["edit", "assign", "reject", "merge"]
FIGURES_SECONDS = 5.0
"""A tenth of a second is usual; the machine may be running other tests."""


@dataclass
class Cast:
    """Who takes part. The first three see the record sooner or later, the last two never."""

    branch: str
    site: str
    category: str
    inspector: Caller
    chair: Caller
    employer: Caller
    other_chair: Caller
    bystander: Caller

    @property
    def everybody(self) -> dict[str, Caller]:
        names = ("inspector", "chair", "employer", "other_chair", "bystander")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Step:
    """One act and what must be true after it. `allowed`: who sees the record, and what each may do with it then."""

    who: str
    verb: str
    body: Any
    state: str
    event: str
    allowed: Mapping[str, list[str]]
    refused: tuple[tuple[str, str, Any, int, str], ...] = ()
    """(who, verb, body, status, code) of acts that are refused after it."""
    figures: Mapping[str, int] = field(default_factory=dict)


def steps(cast: Cast) -> list[Step]:
    order = {"responsible_id": cast.employer.id, "due_on": PROMISED.isoformat()}
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assigned = [*TRIAGE, "move-due-date"]
    return [
        Step(
            "chair", "assign", order, "assigned", "assigned",
            allowed={"inspector": [], "chair": assigned, "employer": ["start", "report-fixed"]},
            refused=(
                ("inspector", "assign", order, 403, "triage_only"),
                ("inspector", "move-due-date", VERBS["move-due-date"], 403, "triage_only"),
                ("employer", "assign", order, 403, "triage_only"),
                ("chair", "start", None, 403, "executors_only"),
                ("inspector", "report-fixed", None, 403, "executors_only"),
                ("employer", "verify", None, 403, "verifiers_only"),
                ("chair", "verify", None, 409, "wrong_state"),
                ("chair", "move-due-date", {"due_on": yesterday, "reason": "Раньше"}, 422, "invalid_input"),
                ("chair", "move-due-date", {"due_on": MOVED.isoformat()}, 422, "invalid_input"),
            ),
            figures={"filed": 1, "open": 1, "closed": 0},
        ),
        Step(
            "chair", "move-due-date", VERBS["move-due-date"], "assigned", "due_date_moved",
            allowed={"inspector": [], "chair": assigned, "employer": ["start", "report-fixed"]},
            figures={"filed": 1, "open": 1},
        ),
        Step(
            "employer", "start", None, "in_progress", "started",
            allowed={"inspector": [], "chair": assigned, "employer": ["report-fixed"]},
            refused=(
                ("employer", "start", None, 409, "wrong_state"),
                ("employer", "report-fixed", None, 422, "invalid_input"),
                ("employer", "report-fixed", {"comment": "  "}, 422, "invalid_input"),
            ),
            figures={"filed": 1, "open": 1},
        ),
        Step(
            "employer", "report-fixed", {"comment": "Ступень заварена"}, "fixed", "fix_reported",
            allowed={"inspector": ["verify", "return"], "chair": ["verify", "return"], "employer": []},
            refused=(
                ("employer", "verify", None, 403, "verifiers_only"),
                ("inspector", "return", {}, 422, "invalid_input"),
                ("inspector", "return", {"reason": "  "}, 422, "invalid_input"),
                ("chair", "reject", VERBS["reject"], 409, "wrong_state"),
            ),
            figures={"filed": 1, "open": 1, "closed": 0},
        ),
        Step(
            "inspector", "return", VERBS["return"], "in_progress", "returned",
            allowed={"inspector": [], "chair": assigned, "employer": ["report-fixed"]},
            figures={"filed": 1, "open": 1},
        ),
        Step(
            "employer", "report-fixed", {"comment": "Щель заделана"}, "fixed", "fix_reported",
            allowed={"inspector": ["verify", "return"], "chair": ["verify", "return"], "employer": []},
            figures={"filed": 1, "open": 1},
        ),
        Step(
            "inspector", "verify", None, "closed", "verified",
            allowed={"inspector": ["dispute"], "chair": [], "employer": []},
            refused=(
                ("chair", "dispute", VERBS["dispute"], 403, "author_only"),
                ("chair", "edit", None, 409, "wrong_state"),
                ("employer", "report-fixed", None, 409, "wrong_state"),
            ),
            figures={"filed": 1, "open": 0, "closed": 1},
        ),
    ]  # fmt: skip


class Walk:
    """The record, and how it looks to each of the cast."""

    def __init__(self, cast: Cast, feeds: Mapping[str, LiveFeed]) -> None:
        self.cast, self.feeds = cast, feeds
        self.slowest = 0.0
        self.correlation: list[str] = []
        filing = f"walk-{uuid4()}"
        finding = {"site_id": cast.site, "place": "машинный зал", "category_id": cast.category, "severity": "high",
                   "description": "Ступень маршевой лестницы сломана"}  # fmt: skip
        key = {"Idempotency-Key": str(uuid4()), "X-Correlation-Id": filing}
        first, again = (cast.inspector.post(JOURNAL, finding, headers=key) for _ in range(2))
        assert (first.status_code, again.status_code) == (201, 201), first.text
        assert again.headers["Idempotent-Replay"] == "true"
        assert again.json() == first.json()
        self.id = str(first.json()["id"])
        self.correlation.append(filing)

    def do(self, step: Step) -> None:
        """Act, with the version in If-Match that the actor has just read."""
        actor = self.cast.everybody[step.who]
        read = actor.get(f"{JOURNAL}/{self.id}")
        trace = f"walk-{uuid4()}"
        answer = actor.act(
            self.id, step.verb, step.body, **{"If-Match": read.headers["etag"], "X-Correlation-Id": trace}
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["state"] == step.state
        assert answer.json()["version"] == read.json()["version"] + 1
        self.correlation.append(trace)

    def check(self, event: str, allowed: Mapping[str, list[str]], figures: Mapping[str, int]) -> None:
        self.check_sight(allowed)
        self.check_windows(event, allowed)
        self.check_figures(figures)

    def check_sight(self, allowed: Mapping[str, list[str]]) -> None:
        """Each sees what is theirs to see, in the card, the list, the history and the ledger."""
        for name, caller in self.cast.everybody.items():
            listed = self.id in {item["id"] for item in caller.walk(JOURNAL)}
            views = [caller.get(f"{JOURNAL}/{self.id}{part}") for part in ("", "/history", "/due-dates")]
            if name in allowed:
                assert listed, name
                assert [view.status_code for view in views] == [200] * 3, name
                assert views[0].json()["allowed_actions"] == allowed[name], name
            else:
                assert not listed, name
                for view in views:
                    problem(view, 404, "not_found")

    def check_windows(self, event: str, allowed: Mapping[str, list[str]]) -> None:
        """The step reaches the open windows of those who see the record, with the id of the click that made it."""
        for name in allowed:
            told = self.feeds[name].wait_for(subject=self.id, correlationid=self.correlation[-1])
            assert told["type"] == f"nonconformity.nonconformity.{event}.v1", name

    def check_figures(self, figures: Mapping[str, int]) -> None:
        """The chair's figures move by themselves, the other branch's stay where they are."""
        began = time.monotonic()
        while True:
            total = self.cast.chair.read("/api/v1/analytics/journal", branch_id=self.cast.branch)["total"]
            if {name: total[name] for name in figures} == figures:
                break
            assert time.monotonic() - began < FIGURES_SECONDS, (total, figures)
            time.sleep(0.02)
        self.slowest = max(self.slowest, time.monotonic() - began)
        assert self.cast.other_chair.read("/api/v1/analytics/journal")["total"]["filed"] == 0

    def check_refusal(self, who: str, verb: str, body: Any, status: int, code: str) -> None:
        """Refused with its own code, and nothing has changed."""
        caller = self.cast.everybody[who]
        before = caller.get(f"{JOURNAL}/{self.id}")
        if verb == "edit":
            headers = {"If-Match": before.headers["etag"]}
            answer = caller.client.patch(f"{JOURNAL}/{self.id}", json={"place": "склад"}, headers=headers)
        else:
            answer = caller.act(self.id, verb, body)
        problem(answer, status, code)
        assert caller.get(f"{JOURNAL}/{self.id}").json() == before.json()
