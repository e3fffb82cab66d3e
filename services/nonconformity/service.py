"""Use cases of the journal. One call is one part of the caller's transaction; nothing here commits.

Every change goes the same way: the record is locked and read, `domain` decides, `repository` stores, `events` tells.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import domain, errors, events, policies, repository
from services.nonconformity.domain import (
    Act,
    Assignment,
    Caller,
    Change,
    Now,
    Record,
    Source,
    State,
    Step,
    format_number,
)
from services.nonconformity.errors.places import closed_places
from services.nonconformity.errors.severities import inactive_severity
from services.nonconformity.numbers import repository as numbers
from services.nonconformity.observers.joining import joined
from services.nonconformity.repeats import repository as repeats
from services.nonconformity.repeats.repository import NO_REPEATS
from services.nonconformity.repeats.schemas import repeats_of
from services.nonconformity.repository import Found, term_ends_on
from services.nonconformity.schemas import Card, Edit, Names, NewNonconformity, card
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.errors import FieldError, InvalidInput, NotFound
from shared.ids import new_id
from shared.web.versions import check_version

_CLOCK_SKEW = timedelta(minutes=5)  #: a phone's clock may run ahead of ours

#: An act of `domain` with its own arguments filled in: decides over a locked record, or raises its refusal.
Decision = Callable[[Record, Caller, Now], Change]


async def show(session: AsyncSession, *, principal: Principal, record_id: UUID) -> Card:
    """Raises NotFound also for what the caller may not see."""
    return await _card(session, principal, await visible(session, principal, record_id))


async def ready(session: AsyncSession, *, principal: Principal, new: NewNonconformity) -> tuple[Card, Found]:
    """A finding that the caller may file, and its card with a blank in place of the number: `enter` gives it.

    The caller is its author.
    """
    if principal.kind != "person":
        raise errors.PersonsOnly

    def admit(branch_id: UUID) -> None:
        if not policies.may_file(principal, branch_id):
            raise errors.FilingElsewhere

    entry = await prepare(session, new=new, record_id=new_id(), author_id=principal.id, source=Source.API, admit=admit)
    around = await repeats.before(session, principal, entry.record) if entry.record.repeat_of_id else NO_REPEATS
    return _shown(principal, entry, around).model_copy(update={"number": new_id().hex}), entry


async def prepare(
    session: AsyncSession,
    *,
    new: NewNonconformity,
    record_id: UUID,
    author_id: UUID | None,
    source: Source,
    admit: Callable[[UUID], None],
) -> Found:
    """A finding that is in order and may be filed, before it has a number; from whom and by which door is decided.

    `admit` raises when it may not be filed in the branch of this id.
    """
    at = clock.now()
    known = await repository.references(
        session,
        author_id=author_id,
        branch_id=new.branch_id,
        site_id=new.site_id,
        category_id=new.category_id,
        severity=new.severity,
        place=new.place,
        record_id=record_id,
        registered_at=at,
    )
    if author_id is not None and known.author is None:
        raise errors.CallerUnknown
    wrong = _wrong_references(known.site, known.category, known.category_active)
    if not known.severity_active:
        wrong.append(inactive_severity())
    if known.branch is None:
        wrong.append(errors.unknown("branch", "branch_id") if new.branch_id else errors.branch_needed())
    wrong += closed_places(site=known.site_closed, branch=known.branch_closed)
    wrong += _wrong_moment(new.found_at, at)
    if wrong:
        raise InvalidInput(errors=wrong)
    admit(known.branch_id)
    record = _new_record(new, record_id, author_id=author_id, branch_id=known.branch_id, at=at, zone=known.time_zone)
    ends_on = term_ends_on(at, known.time_zone, known.due_days)
    record = replace(record, source=source, repeat_of_id=known.repeat_of_id, term_ends_on=ends_on)
    names = Names(
        branch=known.branch,
        time_zone=known.time_zone,
        site=known.site,
        category=known.category,
        persons={author_id: known.author} if author_id else {},
    )
    return Found(record, names)


async def enter(session: AsyncSession, entry: Found, *, answer: Mapping[str, Any] | None = None) -> str:
    """Store a prepared finding under the next number of the year, which is answered, and tell of it.

    Takes the year's counter, which others wait for until the commit: do this last. `answer`: as in `numbers`.
    """
    record = entry.record
    event = events.of_new(Act.REGISTER, record, actor_id=record.author_id, category=entry.names.category)
    return format_number(record.year, await numbers.register(session, record, event, answer=answer))


def _new_record(
    new: NewNonconformity, record_id: UUID, *, author_id: UUID | None, branch_id: UUID, at: datetime, zone: str
) -> Record:
    return Record(
        id=record_id,
        year=clock.today(zone).year,
        serial=0,
        branch_id=branch_id,
        site_id=new.site_id,
        place=new.place,
        category_id=new.category_id,
        severity=new.severity,
        description=new.description,
        proposal=new.proposal,
        found_at=new.found_at or at,
        registered_at=at,
        author_id=author_id,
        way=(Step(State.REGISTERED, at, author_id),),
    )


async def edit(session: AsyncSession, *, principal: Principal, record_id: UUID, expected: int, changes: Edit) -> Card:
    """Change fields; those that keep their value change nothing, no version and no event."""
    await repository.lock(session, [record_id])
    found = await visible(session, principal, record_id)
    record = found.record
    check_version(record.version, expected)
    now = now_of(found)
    values = {name: getattr(changes, name) for name in changes.model_fields_set}
    change = domain.edit(record, policies.caller(principal, record), now, values=values)
    if not change.changed:
        return await _card(session, principal, found)
    known = await repository.references(
        session,
        author_id=record.author_id,
        branch_id=record.branch_id,
        site_id=change.after.site_id,
        category_id=change.after.category_id,
        severity=change.after.severity,
        place=change.after.place,
        record_id=record.id,
        registered_at=record.registered_at,
    )
    # What was retired since stays where it is; only a new choice has to be one in use.
    kept = change.after.category_id == record.category_id
    wrong = _wrong_references(known.site, known.category, kept or known.category_active)
    wrong += closed_places(site=known.site_closed and change.after.site_id != record.site_id, branch=False)
    if change.after.severity is not record.severity and not known.severity_active:
        wrong.append(inactive_severity())
    wrong += _wrong_moment(changes.found_at, now.at)
    if wrong:
        raise InvalidInput(errors=wrong)
    if change.changed.keys() & {"site_id", "place", "category_id"}:
        change = replace(change, after=replace(change.after, repeat_of_id=known.repeat_of_id))
    return await store(session, principal, change, category=known.category)


async def assign(
    session: AsyncSession, *, principal: Principal, record_id: UUID, expected: int | None, order: Assignment
) -> Card:
    """Name who is to fix it, with whom and by when. Raises the refusals of `domain.assign`, and unknown persons."""
    found, change = await decide(session, principal, record_id, expected, partial(domain.assign, order=order))
    present = await repository.present_persons(session, named_by(order))
    require_persons(record=found.record, order=order, present=present)
    return await store(session, principal, change, category=found.names.category)


async def act(
    session: AsyncSession, *, principal: Principal, record_id: UUID, expected: int | None, decision: Decision
) -> Card:
    """Do what `decision` says to a record. Raises NotFound, StaleVersion, and the refusals of the rules."""
    found, change = await decide(session, principal, record_id, expected, decision)
    return await store(session, principal, change, category=found.names.category)


async def decide(
    session: AsyncSession, principal: Principal, record_id: UUID, expected: int | None, decision: Decision
) -> tuple[Found, Change]:
    """Lock and read the record and decide over it: nobody else can until the transaction ends. Nothing is stored yet.

    Raises NotFound, StaleVersion, and the refusals of the rules.
    """
    await repository.lock(session, [record_id])
    found = await visible(session, principal, record_id)
    record = found.record
    check_version(record.version, expected)
    return found, decision(record, policies.caller(principal, record), now_of(found))


async def keep(session: AsyncSession, change: Change, *, category: str) -> None:
    """Store a change and tell of it; `category` is what the record's category is called afterwards."""
    change = await joined(session, change)
    await repository.save(session, change)
    await outbox.add(session, events.of_change(change, category=category))


async def store(session: AsyncSession, principal: Principal, change: Change, *, category: str) -> Card:
    """As `keep`; answers the record's card for the one who did it."""
    await keep(session, change, category=category)
    found = await repository.view(session, change.after.id)
    assert found is not None
    return await _card(session, principal, found)


def now_of(found: Found) -> Now:
    """This moment, with the date that it is in the record's branch."""
    return Now(clock.now(), clock.today(found.names.time_zone))


async def visible(session: AsyncSession, principal: Principal, record_id: UUID) -> Found:
    """The record, when the caller may see it; else NotFound."""
    found = await repository.view(session, record_id)
    if found is None or not policies.may_see(principal, found.record):
        raise NotFound
    return found


def named_by(order: Assignment) -> set[UUID]:
    """Everybody whom an order of triage names."""
    return {order.responsible_id, *order.co_executor_ids, *(order.observer_ids or ())}


def require_persons(*, record: Record, order: Assignment, present: Collection[UUID]) -> None:
    """Newly named persons must be `present` in the register; who had that part before may have left it since."""
    fields: list[tuple[str, Sequence[UUID], Collection[UUID | None]]] = [
        ("responsible_id", (order.responsible_id,), {record.responsible_id}),
        ("co_executor_ids", order.co_executor_ids, set(record.co_executor_ids)),
        ("observer_ids", order.observer_ids or (), set(record.participants)),
    ]
    missing = [
        errors.unknown("person", name, *([place] if name.endswith("s") else []))
        for name, ids, before in fields
        for place, person in enumerate(ids)
        if person not in before and person not in present
    ]
    if missing:
        raise InvalidInput(errors=missing)


def _wrong_references(site: str | None, category: str | None, category_active: bool | None) -> list[FieldError]:
    wrong = []
    if site is None:
        wrong.append(errors.unknown("site", "site_id"))
    if category is None:
        wrong.append(errors.unknown("category", "category_id"))
    elif not category_active:
        wrong.append(errors.inactive_category())
    return wrong


def _wrong_moment(found_at: datetime | None, now: datetime) -> list[FieldError]:
    return [errors.found_in_future()] if found_at is not None and found_at > now + _CLOCK_SKEW else []


async def _card(session: AsyncSession, principal: Principal, found: Found) -> Card:
    around = await repeats.around(session, principal, found.record) if found.among_repeats else NO_REPEATS
    return _shown(principal, found, around)


def _shown(principal: Principal, found: Found, around: repeats.Around) -> Card:
    record = found.record
    return card(
        record,
        found.names,
        today=clock.today(found.names.time_zone),
        repeats=repeats_of(*around),
        allowed_actions=domain.allowed_actions(record, policies.caller(principal, record)),
    )
