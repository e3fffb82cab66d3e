"""From rows to what will be written: pure, so that the check and the apply cannot differ."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from services.people.domain.membership import told_of_known, told_of_new
from services.people.domain.persons import FIELDS
from services.people.imports.knowledge import Knowledge, KnownPerson
from services.people.imports.matching import Doubt, Matcher
from services.people.imports.places import Ambiguous, Places
from shared.ids import new_id
from shared.importing import ImportLog, ParsedRow, PersonName, RowKind, TableSpec, canonical_number
from shared.importing.repeats import settle_repeats

#: Fields that a row gives as they are.
_PLAIN = ("sex", "birth_date", "position", "city", "phone", "email", "children", "subscribed_to_news")
_UNKNOWN: Mapping[str, Any] = dict.fromkeys(FIELDS)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A card to be written; `revives` is the removed one that it brings back."""

    id: UUID
    values: Mapping[str, Any]
    revives: KnownPerson | None = None


@dataclass(frozen=True, slots=True)
class ChangedPerson:
    """`values`: all fields after the change. `new_period`: the row tells of a period of membership of its own."""

    known: KnownPerson
    values: Mapping[str, Any]
    new_period: bool


@dataclass(slots=True)
class RegisterPlan:
    places: Places
    new: list[NewPerson] = field(default_factory=list)
    changed: list[ChangedPerson] = field(default_factory=list)


def make_plan(known: Knowledge, rows: Iterable[ParsedRow], log: ImportLog, spec: TableSpec) -> RegisterPlan:
    """Match every row and count what becomes of it."""
    read = list(rows)
    _settle_unnumbered(read, log, spec)
    numbers = frozenset(canonical_number(n) for row in read if (n := row.values.get("personnel_number")))
    planner = _Planner(known, Matcher(known.persons, numbers), log, is_told="is_member" in log.layout.by_field)
    for row in read:
        if log.accept(row):
            planner.take(row)
    planner.places.settle_homes()
    return planner.plan


def _settle_unnumbered(rows: list[ParsedRow], log: ImportLog, spec: TableSpec) -> None:
    """Rows that are one person by name and date of birth, where not all carry the number that would say so."""
    groups: defaultdict[tuple[Any, date], list[ParsedRow]] = defaultdict(list)
    for row in rows:
        name, born = row.values.get("full_name"), row.values.get("birth_date")
        if row.kind == RowKind.DATA and row.valid and name and born:
            groups[name.key, born].append(row)
    for group in groups.values():
        numbers = {canonical_number(n): n for row in group if (n := row.values.get("personnel_number"))}
        bare = [row for row in group if not row.values.get("personnel_number")]
        if not bare or len(group) == 1:
            continue
        if len(numbers) <= 1:
            settle_repeats(group, spec, log.layout)
            continue
        for row in bare:
            row.valid = False
            log.note(row, "several_numbers", field="personnel_number", numbers=", ".join(numbers.values()))


class _Planner:
    def __init__(self, known: Knowledge, matcher: Matcher, log: ImportLog, *, is_told: bool) -> None:
        self.places = Places(known)
        self.plan = RegisterPlan(self.places)
        self._known, self._matcher, self._log, self._is_told = known, matcher, log, is_told
        self._taken: dict[UUID, int] = {}  #: person -> the row that is about them

    def take(self, row: ParsedRow) -> None:
        name: PersonName = row.values["full_name"]
        number, born = row.values.get("personnel_number"), row.values.get("birth_date")
        match = self._matcher.match(name, number, born)
        if isinstance(match, Doubt):
            self._log.refuse(row, match.code, field="personnel_number", **match.params)
            return
        revives = None if match else self._matcher.removed(name, number, born)
        person = match or revives
        if person and person.id in self._taken:
            self._log.refuse(row, "person_twice", field="personnel_number", other=self._taken[person.id])
            return
        if not self._may_touch(row, match):
            self._log.refuse(row, "outside_your_branches", field="branch")
            return
        if self._is_into_closed(row, match):
            self._log.refuse(row, "branch_closed", field="branch")
            return
        if person:
            self._taken[person.id] = row.number
        values = self._values(row, match.values if match else _UNKNOWN)
        if match:
            self._change(match, values, row)
        else:
            self._create(values, row, revives)

    def _may_touch(self, row: ParsedRow, match: KnownPerson | None) -> bool:
        """The importer's branches must hold where the person is and where the row puts them."""
        scope = self._known.scope
        if scope.is_everywhere:
            return True
        named = row.values.get("branch")
        target = self.places.branch(named) if named else None
        if named and target is None:
            return False  # a new branch is for importers everywhere
        here = match.values["branch_id"] if match else target
        return scope.includes(here) and (target is None or scope.includes(target))

    def _is_into_closed(self, row: ParsedRow, match: KnownPerson | None) -> bool:
        """A closed branch takes nobody; who is in it and no member any more may stay as they are."""
        named = row.values.get("branch")
        here = match.values["branch_id"] if match else None
        target = self.places.branch(named) if named else here
        return target in self.places.closed and (here != target or row.values.get("is_member") is True)

    def _create(self, values: dict[str, Any], row: ParsedRow, revives: KnownPerson | None) -> None:
        membership = told_of_new(
            is_member=row.values.get("is_member"), column_there=self._is_told, joined_on=row.values.get("joined_on")
        )
        values |= {"is_member": membership.is_member, "joined_on": membership.joined_on, "left_on": None}
        self.plan.new.append(NewPerson(revives.id if revives else new_id(), values, revives))
        self._log.count("new")

    def _change(self, known: KnownPerson, values: dict[str, Any], row: ParsedRow) -> None:
        membership, new_period = told_of_known(
            known.membership, is_member=row.values.get("is_member"), joined_on=row.values.get("joined_on")
        )
        values |= {
            "is_member": membership.is_member,
            "joined_on": membership.joined_on,
            "left_on": membership.left_on,
        }
        if values == known.values:
            self._log.count("unchanged")
            return
        self.plan.changed.append(ChangedPerson(known, values, new_period))
        self._log.count("changed")

    def _values(self, row: ParsedRow, before: Mapping[str, Any]) -> dict[str, Any]:
        """All fields after the row. An empty cell erases nothing."""
        name: PersonName = row.values["full_name"]
        values = {**before, "last_name": name.last, "first_name": name.first}
        values["middle_name"] = name.middle or before["middle_name"]
        values |= {key: value for key in _PLAIN if (value := row.values.get(key)) is not None}
        number = row.values.get("personnel_number")
        if number and (before["personnel_number"] is None or _differ(number, before["personnel_number"])):
            values["personnel_number"] = number
        self._place(row, values)
        return values

    def _place(self, row: ParsedRow, values: dict[str, Any]) -> None:
        if branch := row.values.get("branch"):
            branch_id = self._branch(row, branch)
            if branch_id != values["branch_id"]:
                values |= {"branch_id": branch_id, "unit_id": None}
            if city := row.values.get("city"):
                self.places.note_city(branch_id, city)
        if unit := row.values.get("unit"):
            if values["branch_id"] is None:
                self._log.note(row, "unit_without_branch", field="unit")
            else:
                self._put(row, values, "unit", "unit_id", self.places.unit(unit, values["branch_id"]))
        if (site := row.values.get("assignment_site")) and (site_id := self._site(row, site)):
            self._put(row, values, "assignment_site", "assignment_site_id", site_id)

    def _put(self, row: ParsedRow, values: dict[str, Any], column: str, field: str, place_id: UUID) -> None:
        """The unit or site of the row, unless it was closed since; what the person had stays."""
        if place_id in self.places.closed and values[field] != place_id:
            self._log.note(row, f"{field.removesuffix('_id')}_closed", field=column, value=row.values[column])
        else:
            values[field] = place_id

    def _branch(self, row: ParsedRow, name: str) -> UUID:
        found = self.places.branch(name)
        if found is not None:
            return found
        if resembling := self.places.resembling_branch(name):
            self._log.note(row, "place_resembles", field="branch", value=name, known=resembling.known)
        return self.places.create_branch(name)

    def _site(self, row: ParsedRow, name: str) -> UUID | None:
        found = self.places.site(name)
        if isinstance(found, Ambiguous):
            self._log.note(row, "site_ambiguous", field="assignment_site", value=name)
            return None
        if found is not None:
            return found
        if not self._known.scope.is_everywhere:
            self._log.note(row, "site_unknown", field="assignment_site", value=name)
            return None
        if resembling := self.places.resembling_site(name):
            self._log.note(row, "place_resembles", field="assignment_site", value=name, known=resembling.known)
        return self.places.create_site(name)


def _differ(number: str, known: str) -> bool:
    return canonical_number(number) != canonical_number(known)
