"""The same act on many records: each succeeds or is refused by itself, all in one transaction.

All of them are locked at once and in the order of their ids, as everywhere, so two orders for the same records wait for
each other and never crosswise.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import domain, policies, repository
from services.nonconformity import service as records
from services.nonconformity.bulk import repository as bulk
from services.nonconformity.bulk.schemas import BulkAssign, BulkDueDate, Item, Outcome, Outcomes, problem
from services.nonconformity.domain import Assignment, Caller, Change, Now, Record
from services.nonconformity.repository import Found
from shared.auth.principal import Principal
from shared.errors import AppError, NotFound
from shared.i18n import Locale
from shared.web import problem_documents
from shared.web.versions import check_version

#: An act on one record that was found and locked; raises its refusal.
_Act = Callable[[Found, Caller, Now], Awaitable[Change]]


async def assign(session: AsyncSession, *, principal: Principal, order: BulkAssign, locale: Locale) -> Outcomes:
    """Name the responsible person and the others for many records."""
    named = {order.responsible_id, *(order.co_executor_ids or ()), *(order.observer_ids or ())}
    present = await repository.present_persons(session, named)

    async def act(found: Found, caller: Caller, now: Now) -> Change:
        own = _for(found.record, order)
        change = domain.assign(found.record, caller, now, order=own)
        records.require_persons(record=found.record, order=own, present=present)
        return change

    return await _each(session, principal, order.items, act, locale)


async def move_due_date(session: AsyncSession, *, principal: Principal, order: BulkDueDate, locale: Locale) -> Outcomes:
    """Give many records another due date."""
    decide = partial(domain.move_due_date, due_on=order.due_on, reason=order.reason)

    async def act(found: Found, caller: Caller, now: Now) -> Change:
        return decide(found.record, caller, now)

    return await _each(session, principal, order.items, act, locale)


def _for(record: Record, order: BulkAssign) -> Assignment:
    """The order for one of the records: people that it does not name stay, but nobody stands in two places."""
    if order.co_executor_ids is None:
        helpers = tuple(one for one in record.co_executor_ids if one != order.responsible_id)
    else:
        helpers = tuple(order.co_executor_ids)
    observers = None if order.observer_ids is None else tuple(order.observer_ids)
    return Assignment(order.responsible_id, helpers, observers, order.due_on, order.reason)


async def _each(
    session: AsyncSession, principal: Principal, items: Sequence[Item], act: _Act, locale: Locale
) -> Outcomes:
    locked = await bulk.lock_visible(session, principal, [item.id for item in items])
    found = await repository.views(session, locked)
    outcomes = {}
    for item in sorted(items, key=lambda item: item.id):
        outcomes[item.id] = await _one(session, principal, item, found.get(item.id), act, locale)
    done = sum(outcome.ok for outcome in outcomes.values())
    return Outcomes(items=[outcomes[item.id] for item in items], done=done, left=len(items) - done)


async def _one(
    session: AsyncSession, principal: Principal, item: Item, found: Found | None, act: _Act, locale: Locale
) -> Outcome:
    try:
        if found is None or not policies.may_see(principal, found.record):
            return _refused(item, None, NotFound(), locale)
        record = found.record
        check_version(record.version, item.version)
        async with session.begin_nested():
            change = await act(found, policies.caller(principal, record), records.now_of(found))
            await records.keep(session, change, category=found.names.category)
    except AppError as refusal:
        return _refused(item, found, refusal, locale)
    return Outcome(id=item.id, number=record.number, ok=True, version=change.after.version, problem=None)


def _refused(item: Item, found: Found | None, refusal: AppError, locale: Locale) -> Outcome:
    record = found.record if found else None
    return Outcome(
        id=item.id,
        number=record.number if record else None,
        ok=False,
        version=record.version if record else None,
        problem=problem(problem_documents.body(refusal, locale)),
    )
