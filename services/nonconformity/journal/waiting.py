"""What waits for whom, in SQL: the records of the journal that somebody has to do something about now."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Date, and_, cast, func, or_, select, union

from services.nonconformity.domain import UNFIXED, State
from services.nonconformity.domain.waiting import SOON, Waiting
from services.nonconformity.models import CO_EXECUTOR, branches, nonconformities, participants
from shared.auth.permissions import NONCONFORMITY_ASSIGN, NONCONFORMITY_VERIFY
from shared.auth.principal import Principal
from shared.db.scope import in_scope

_n = nonconformities.c


def waiting_for(principal: Principal, waiting: Waiting, now: datetime) -> ColumnElement[bool]:
    """The records that wait for the caller in this way. The statement has joined `branches`."""
    return _CONDITIONS[waiting](principal, now)


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """`Record.is_overdue` in SQL: the date is each branch's own."""
    return and_(_n.state.in_(UNFIXED), _n.due_on < _today(now))


def _today(now: datetime) -> ColumnElement[object]:
    return cast(func.timezone(branches.c.time_zone, now), Date)


def _executes(principal: Principal) -> ColumnElement[bool]:
    """By ids, so that two indexes find them."""
    p = participants.c
    helped = select(p.nonconformity_id).where(p.person_id == principal.id, p.role == CO_EXECUTOR)
    return _n.id.in_(union(select(_n.id).where(_n.responsible_id == principal.id), helped))


def _concerned(principal: Principal) -> ColumnElement[bool]:
    triaged = principal.scope(NONCONFORMITY_ASSIGN)
    executed = _executes(principal)
    return executed if triaged.is_empty else or_(executed, in_scope(_n.branch_id, triaged))


def _to_assign(principal: Principal, now: datetime) -> ColumnElement[bool]:
    return and_(_n.state == State.REGISTERED, in_scope(_n.branch_id, principal.scope(NONCONFORMITY_ASSIGN)))


def _to_do(principal: Principal, now: datetime) -> ColumnElement[bool]:
    return and_(_n.state.in_((State.ASSIGNED, State.IN_PROGRESS)), _executes(principal))


def _overdue(principal: Principal, now: datetime) -> ColumnElement[bool]:
    return and_(is_overdue(now), _concerned(principal))


def _due_soon(principal: Principal, now: datetime) -> ColumnElement[bool]:
    near = _n.due_on.between(_today(now), cast(func.timezone(branches.c.time_zone, now + SOON), Date))
    return and_(_n.state.in_(UNFIXED), near, _concerned(principal))


def _to_verify(principal: Principal, now: datetime) -> ColumnElement[bool]:
    verifies = in_scope(_n.branch_id, principal.scope(NONCONFORMITY_VERIFY))
    theirs = or_(_n.author_id == principal.id, verifies)
    return and_(_n.state == State.FIXED, _n.fixed_by_id.is_distinct_from(principal.id), theirs)


_CONDITIONS: Mapping[Waiting, Callable[[Principal, datetime], ColumnElement[bool]]] = {
    Waiting.TO_ASSIGN: _to_assign,
    Waiting.TO_DO: _to_do,
    Waiting.OVERDUE: _overdue,
    Waiting.DUE_SOON: _due_soon,
    Waiting.TO_VERIFY: _to_verify,
}
