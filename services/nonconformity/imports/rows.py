"""From a row of a journal to a record: its state, its way, and what makes two rows the same finding. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from services.nonconformity.domain import Record, Severity, Source, State, Step
from shared.importing import canonical_number, fold

#: What journals write for a state. A duplicate is a rejected record here: the row does not say of what.
STATUS_WORDS: Mapping[State, tuple[str, ...]] = {
    State.REGISTERED: (
        "зарегистрировано", "зарегистрирован", "новое", "новая", "выявлено", "открыто", "не рассмотрено", "registered",
        "new", "open",
    ),
    State.ASSIGNED: (
        "назначен ответственный", "назначено", "назначен", "поручено", "передано", "передано исполнителю",
        "направлено", "не начато", "assigned",
    ),
    State.IN_PROGRESS: (
        "в работе", "выполняется", "исполняется", "устраняется", "в процессе", "начато", "не устранено",
        "не выполнено", "просрочено", "на контроле", "частично устранено", "in progress",
    ),
    State.FIXED: (
        "на проверке", "устранено на проверке", "ожидает проверки", "на подтверждении", "доложено",
        "доложено об устранении", "выполнено не проверено", "reported fixed", "fixed",
    ),
    State.CLOSED: (
        "устранено", "устранено в срок", "устранено с опозданием", "устранен", "закрыто", "закрыт", "выполнено",
        "исполнено", "завершено", "проверено", "подтверждено", "снято с контроля", "принято", "done", "closed",
    ),
    State.REJECTED: (
        "отклонено", "отклонен", "отказано", "не подтвердилось", "не подтверждено", "отменено", "аннулировано",
        "не является несоответствием", "дубликат", "дубль", "повтор", "rejected", "cancelled", "duplicate",
    ),
}  # fmt: skip

_NOON = time(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A row whose people, site and dates are all understood. `category` is a name: it may have to be created."""

    row: int
    external_number: str | None
    state: State
    branch_id: UUID
    site_id: UUID
    place: str
    category: str
    severity: Severity
    description: str
    proposal: str | None
    found_at: datetime
    found_on: date  #: the same in the branch's zone
    author_id: UUID
    responsible_id: UUID | None
    co_executor_ids: tuple[UUID, ...]
    due_on: date | None
    fixed_at: datetime | None
    note: str | None

    @property
    def key(self) -> bytes:
        """Which finding it is: the journal's own number within its year, or else what, where, when and by whom."""
        if self.external_number:
            parts = ["number", str(self.found_on.year), canonical_number(self.external_number)]
        else:
            found = self.found_at.isoformat()
            parts = ["finding", str(self.site_id), fold(self.place), fold(self.description), found, str(self.author_id)]
        return _hash(parts)

    @property
    def digest(self) -> bytes:
        """What the row says: the same digest means that importing it again changes nothing."""
        return _hash(
            [
                self.state, str(self.branch_id), str(self.site_id), self.place, fold(self.category), self.severity,
                self.description, self.proposal or "", self.found_at.isoformat(), str(self.author_id),
                str(self.responsible_id), *sorted(map(str, self.co_executor_ids)), str(self.due_on),
                self.fixed_at.isoformat() if self.fixed_at else "", self.note or "",
            ]
        )  # fmt: skip


def _hash(parts: list[str]) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode()).digest()[:16]


def moment_of(written: datetime, zone: str, now: datetime) -> datetime:
    """A moment as the journal's branch meant it.

    A date without a time is put at noon: at midnight, another zone would show it as the day before.
    """
    local = datetime.combine(written.date(), _NOON if written.time() == time() else written.time(), ZoneInfo(zone))
    return min(local, now)


def record_of(draft: Draft, *, record_id: UUID, serial: int, category_id: UUID) -> Record:
    """The record that a row makes."""
    fixed_at = draft.fixed_at if draft.state in (State.FIXED, State.CLOSED) else None
    return Record(
        id=record_id,
        year=draft.found_on.year,
        serial=serial,
        external_number=draft.external_number,
        state=draft.state,
        branch_id=draft.branch_id,
        site_id=draft.site_id,
        place=draft.place,
        category_id=category_id,
        severity=draft.severity,
        description=draft.description,
        proposal=draft.proposal,
        found_at=draft.found_at,
        registered_at=draft.found_at,
        author_id=draft.author_id,
        responsible_id=draft.responsible_id,
        co_executor_ids=draft.co_executor_ids,
        first_due_on=draft.due_on,
        due_on=draft.due_on,
        fixed_at=fixed_at,
        closed_at=fixed_at if draft.state is State.CLOSED else None,
        source=Source.IMPORT,
        imported=True,
        way=_way(draft),
    )


def _way(draft: Draft) -> tuple[Step, ...]:
    """The way as far as a journal tells it: it knows when a finding was made and fixed, and nothing in between.

    So a step between is dated by the last date known before it, and nobody is named as having taken it.
    """
    found, fixed = draft.found_at, draft.fixed_at or draft.found_at
    steps = [Step(State.REGISTERED, found)]
    if draft.state is State.REJECTED:
        return (*steps, Step(State.REJECTED, fixed))
    if draft.state is State.ASSIGNED or (draft.responsible_id and draft.state is not State.REGISTERED):
        steps.append(Step(State.ASSIGNED, found))
    if draft.state is State.IN_PROGRESS:
        steps.append(Step(State.IN_PROGRESS, found))
    if draft.state in (State.FIXED, State.CLOSED):
        steps.append(Step(State.FIXED, fixed))
    if draft.state is State.CLOSED:
        steps.append(Step(State.CLOSED, fixed))
    return tuple(steps)
