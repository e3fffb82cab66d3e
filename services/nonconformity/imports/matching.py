"""Finding the people, the site and the branch that a row names. One fits, or the row is left out with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.nonconformity.domain import STATE_NAMES, Severity, State
from services.nonconformity.imports.knowledge import Known, KnownBranch
from services.nonconformity.imports.rows import Draft, moment_of
from shared.importing import (
    Ambiguous,
    CellProblem,
    Match,
    Matched,
    Mismatch,
    NotFound,
    Unreadable,
    Values,
    fold,
    split_list,
)

NO_PLACE = "не указано"
NO_CATEGORY = "Прочее"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is left out: a code of `texts.PROBLEMS`, the field it is about, values for its sentence."""

    code: str
    field: str
    params: Mapping[str, Any]


class RowReader:
    """Reads one row after another; `problems` are those of the row just read."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.problems: list[RowProblem] = []

    def read(self, number: int, values: Values) -> Draft | None:
        """The draft of a row, or None with its problems: all of them at once, so that one correction is enough."""
        self.problems = []
        author = self._author(values)
        site = self._site(values["site"])
        responsible = self._person("responsible", values.get("responsible"))
        helpers = self._co_executors(values.get("co_executors"))
        branch = self._branch(values.get("branch"), author)
        state = self._state(values)
        if self.problems or author is None or site is None or branch is None or state is None:
            return None
        found_at = moment_of(values["found_at"], branch.time_zone, self._known.now)
        fixed = values.get("fixed_at")
        fixed_at = moment_of(fixed, branch.time_zone, self._known.now) if fixed else None
        found_on = found_at.astimezone(ZoneInfo(branch.time_zone)).date()
        self._check_dates(state, found_at, fixed_at, found_on, values.get("due_on"))
        if self.problems:
            return None
        if fixed_at:
            fixed_at = max(fixed_at, found_at)  # on the same day, only one of them with a time
        return Draft(
            row=number,
            external_number=values.get("number"),
            state=state,
            branch_id=branch.id,
            site_id=site,
            place=values.get("place") or NO_PLACE,
            category=self._category(values.get("category") or NO_CATEGORY),
            severity=values.get("severity") or Severity.MEDIUM,
            description=values["description"],
            proposal=values.get("proposal"),
            found_at=found_at,
            found_on=found_on,
            author_id=author,
            responsible_id=responsible,
            co_executor_ids=tuple(person for person in helpers if person != responsible),
            due_on=values.get("due_on"),
            fixed_at=fixed_at,
            note=values.get("note"),
        )

    def _author(self, values: Values) -> UUID | None:
        """By number, and the name must agree; by the name alone when there is no number."""
        name, number = values.get("author"), values.get("author_number")
        match = self._known.people.match(name, number)
        by_number = isinstance(match, Mismatch) or (isinstance(match, NotFound) and match.by == "personnel_number")
        return self._matched("author_number", number, match) if by_number else self._matched("author", name, match)

    def _person(self, column: str, name: str | None) -> UUID | None:
        return self._matched(column, name, self._known.people.match(name)) if name else None

    def _co_executors(self, names: str | None) -> list[UUID]:
        found = [self._person("co_executors", name) for name in split_list(names or "")]
        return list(dict.fromkeys(person for person in found if person))

    def _matched(self, column: str, written: str | None, match: Match[UUID]) -> UUID | None:
        if isinstance(match, Matched):
            return match.id
        self._refuse(*_why_not(match, self._known), field=column, value=written)
        return None

    def _site(self, written: str) -> UUID | None:
        site = self._known.sites.match(written)
        if site is None:
            self._refuse("unknown_site", field="site", value=written)
        return site

    def _branch(self, written: str | None, author: UUID | None) -> KnownBranch | None:
        """The branch that the row names, or the author's."""
        if written:
            named = [branch for branch in self._known.branches.values() if fold(branch.name) == fold(written)]
            branch = named[0] if named else None
            if branch is None:
                self._refuse("unknown_branch", field="branch", value=written)
        else:
            home = self._known.home.get(author) if author else None
            branch = self._known.branches.get(home) if home else None
            if branch is None and author:
                self._refuse("author_without_branch", field="author", value=self._known.names[author])
        if branch and not self._known.scope.includes(branch.id):
            self._refuse("foreign_branch", field="branch", value=branch.name)
        return branch

    def _category(self, written: str) -> str:
        """The category as it is called here, or the new name."""
        known = self._known.categories.get(fold(written))
        return known[1] if known else written

    def _state(self, values: Values) -> State | None:
        """As written; a journal without a status tells it by what is filled in."""
        written = values.get("status")
        if written is None:
            if values.get("fixed_at"):
                return State.CLOSED
            return State.ASSIGNED if values.get("responsible") else State.REGISTERED
        try:
            state: State = self._known.status(written)
        except CellProblem as problem:
            self._refuse(problem.code, field="status", **problem.params)
            return None
        return state

    def _check_dates(
        self, state: State, found: datetime, fixed: datetime | None, found_on: date, due_on: date | None
    ) -> None:
        if state is State.CLOSED and fixed is None:
            self._refuse("fixed_date_missing", field="fixed_at", state=STATE_NAMES[state])
        if fixed and state in (State.REGISTERED, State.ASSIGNED, State.IN_PROGRESS):
            self._refuse("fixed_but_open", field="status", state=STATE_NAMES[state])
        if fixed and fixed < found - timedelta(hours=12):
            self._refuse("fixed_before_found", field="fixed_at")
        if due_on and due_on < found_on:
            self._refuse("due_before_found", field="due_on")

    def _refuse(self, code: str, params: Mapping[str, Any] | None = None, *, field: str, **values: Any) -> None:
        self.problems.append(RowProblem(code, field, {**(params or {}), **values}))


def _why_not(match: Match[UUID], known: Known) -> tuple[str, Mapping[str, Any]]:
    """(code, params) for a person who was not found."""
    if not known.has_people:
        return "register_unknown", {}
    if isinstance(match, Ambiguous):
        return "person_ambiguous", {"names": ", ".join(sorted(known.names[person] for person in match.ids[:5]))}
    if isinstance(match, Mismatch):
        return "person_mismatch", {"known": match.known}
    if isinstance(match, NotFound) and match.by == "personnel_number":
        return "number_not_found", {}
    return ("person_unreadable" if isinstance(match, Unreadable) else "person_not_found"), {}
