"""SQL of the news: found in what happened; all that is stored is how far somebody has read. Nothing here commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Row,
    Select,
    Text,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import Act
from services.nonconformity.domain.measures import MeasureAct
from services.nonconformity.domain.waiting import Waiting
from services.nonconformity.journal.repository import visible_to
from services.nonconformity.journal.waiting import waiting_for
from services.nonconformity.models import (
    EVERYTHING,
    branches,
    comments,
    history,
    measure_history,
    measures,
    mentions,
    news_read,
    nonconformities,
    participants,
    persons,
)
from services.nonconformity.news.schemas import MOST_UNREAD, Kind
from shared.auth.principal import Principal

_n, _h, _c, _m, _r = nonconformities.c, history.c, comments.c, mentions.c, news_read.c
_mh, _me = measure_history.c, measures.c

_ACTS: Mapping[Act, Kind] = {
    Act.ASSIGN: Kind.ASSIGNED,
    Act.REPORT_FIXED: Kind.REPORTED_FIXED,
    Act.RETURN: Kind.RETURNED,
    Act.VERIFY: Kind.VERIFIED,
    Act.REJECT: Kind.REJECTED,
    Act.DISPUTE: Kind.DISPUTED,
    Act.MERGE: Kind.MERGED,
    Act.MOVE_DUE_DATE: Kind.DUE_DATE_MOVED,
}
_NEVER = cast(null(), DateTime(timezone=True)).label("read_at")


async def newest(session: AsyncSession, principal: Principal, *, since: datetime, now: datetime) -> Sequence[Row[Any]]:
    """The newest hundred: kind, at, actor_id, actor, record_id, year, serial, description, unread."""
    sources = (
        _acts(principal, since),
        _filed(principal, since, now),
        _fixed(principal, since, now),
        _called(principal, since),
        _said(principal, since),
        _planned(principal, since),
        _completed(principal, since),
    )
    # Each source by itself: none of them has to be read whole to find the newest of all.
    found = union_all(*(select(part.subquery()) for part in sources)).subquery()
    until = select(func.max(_r.until)).where(
        _r.person_id == principal.id, _r.nonconformity_id.in_((EVERYTHING, found.c.record_id))
    )
    unread = and_(found.c.read_at.is_(None), found.c.at > func.coalesce(until.scalar_subquery(), literal(since)))
    statement = (
        select(found, persons.c.full_name.label("actor"), unread.label("unread"))
        .select_from(found.outerjoin(persons, persons.c.id == found.c.actor_id))
        .order_by(found.c.at.desc(), found.c.record_id, found.c.kind)
        .limit(MOST_UNREAD)
    )
    rows: Sequence[Row[Any]] = (await session.execute(statement)).all()
    return rows


async def read(session: AsyncSession, person_id: UUID, *, until: datetime, record_id: UUID | None) -> None:
    """Note how far somebody has read; never back. Mentions among it count as read everywhere."""
    if record_id is None:  # the marks of single records say nothing more
        done = _r.person_id == person_id, _r.until <= until, _r.nonconformity_id != EVERYTHING
        await session.execute(delete(news_read).where(*done))
    mark = insert(news_read).values(person_id=person_id, nonconformity_id=record_id or EVERYTHING, until=until)
    further = {"until": func.greatest(_r.until, mark.excluded.until)}
    await session.execute(mark.on_conflict_do_update(index_elements=["person_id", "nonconformity_id"], set_=further))
    meant = [_m.person_id == person_id, _m.read_at.is_(None), _m.mentioned_at <= until]
    if record_id is not None:
        meant.append(_m.comment_id.in_(select(_c.id).where(_c.nonconformity_id == record_id)))
    await session.execute(update(mentions).where(*meant).values(read_at=until))


def _news(kind: Any, at: ColumnElement[datetime], actor: Any, read_at: Any = _NEVER) -> Select[Any]:
    """One kind of news, of which the newest hundred matter."""
    return (
        select(
            cast(kind, Text).label("kind"), at.label("at"), actor.label("actor_id"), read_at.label("read_at"),
            _n.id.label("record_id"), _n.year, _n.serial, _n.description,
        )
        .order_by(at.desc())
        .limit(MOST_UNREAD)
    )  # fmt: skip


def _mine(principal: Principal) -> ColumnElement[bool]:
    """Records that the caller takes part in: by ids, so that three indexes find them."""
    record, part = nonconformities.alias().c, participants.c
    return _n.id.in_(
        union_all(
            select(record.id).where(record.author_id == principal.id),
            select(record.id).where(record.responsible_id == principal.id),
            select(part.nonconformity_id).where(part.person_id == principal.id),
        )
    )


def _acts(principal: Principal, since: datetime) -> Select[Any]:
    """Steps that others took with the caller's records."""
    me = str(principal.id)
    named = or_(
        _h.changed["responsible_id"][1].astext == me,
        and_(_h.changed["co_executor_ids"][1].contains([me]), not_(_h.changed["co_executor_ids"][0].contains([me]))),
    )
    kind = case(
        (and_(_h.act == Act.ASSIGN, named), Kind.ASSIGNED_TO_ME.value),
        *((_h.act == act, kind.value) for act, kind in _ACTS.items()),
    )
    return (
        _news(kind, _h.at, _h.actor_id)
        .select_from(history.join(nonconformities, _n.id == _h.nonconformity_id))
        .where(_h.act.in_(_ACTS), _h.at >= since, _by_others(_h.actor_id, principal), not_(_n.withdrawn))
        .where(_mine(principal))
    )


def _filed(principal: Principal, since: datetime, now: datetime) -> Select[Any]:
    """What was filed where the caller triages, and waits still; an imported journal is no news."""
    return (
        _news(literal(Kind.REGISTERED.value), _n.registered_at, _n.author_id)
        .select_from(_WITH_BRANCH)
        .where(waiting_for(principal, Waiting.TO_ASSIGN, now), _n.registered_at >= since, visible_to(principal))
        .where(_by_others(_n.author_id, principal), not_(_n.imported))
    )


def _fixed(principal: Principal, since: datetime, now: datetime) -> Select[Any]:
    """What waits for the caller as a verifier; of the caller's own records the step itself is told."""
    return (
        _news(literal(Kind.REPORTED_FIXED.value), _n.fixed_at, _n.fixed_by_id)
        .select_from(_WITH_BRANCH)
        .where(waiting_for(principal, Waiting.TO_VERIFY, now), _n.fixed_at >= since, visible_to(principal))
        .where(not_(_n.imported), not_(_mine(principal)))
    )


def _called(principal: Principal, since: datetime) -> Select[Any]:
    joined = mentions.join(comments, _c.id == _m.comment_id).join(nonconformities, _n.id == _c.nonconformity_id)
    return (
        _news(literal(Kind.MENTIONED.value), _m.mentioned_at, _c.author_id, _m.read_at.label("read_at"))
        .select_from(joined)
        .where(_m.person_id == principal.id, _m.mentioned_at >= since, visible_to(principal))
    )


def _said(principal: Principal, since: datetime) -> Select[Any]:
    """What others wrote in the discussions of the caller's records; who was mentioned hears of that instead."""
    called = select(_m.comment_id).where(_m.comment_id == _c.id, _m.person_id == principal.id).exists()
    return (
        _news(literal(Kind.COMMENTED.value), _c.written_at, _c.author_id)
        .select_from(comments.join(nonconformities, _n.id == _c.nonconformity_id))
        .where(_c.written_at >= since, _c.removed_at.is_(None), _by_others(_c.author_id, principal))
        .where(not_(called), not_(_n.withdrawn), _mine(principal))
    )


def _planned(principal: Principal, since: datetime) -> Select[Any]:
    """Measures that the caller was given, from the first or from another, or has to do again."""
    kind = case((_mh.act == MeasureAct.RETURN, Kind.MEASURE_RETURNED.value), else_=Kind.MEASURE_GIVEN.value)
    other = measure_history.alias().c
    handed = and_(other.measure_id == _me.id, other.act == MeasureAct.EDIT, other.changed.has_key("owner_id"))
    first = and_(_mh.act == MeasureAct.CREATE, not_(exists().where(handed)))
    anew = and_(_mh.act == MeasureAct.EDIT, _mh.changed["owner_id"][1].astext == str(principal.id))
    return (
        _news(kind, _mh.at, _mh.actor_id)
        .select_from(_MEASURES)
        .where(or_(first, anew, _mh.act == MeasureAct.RETURN), _mh.at >= since)
        .where(_me.owner_id == principal.id, _by_others(_mh.actor_id, principal), visible_to(principal))
    )


def _completed(principal: Principal, since: datetime) -> Select[Any]:
    return (
        _news(literal(Kind.MEASURE_COMPLETED.value), _mh.at, _mh.actor_id)
        .select_from(_MEASURES)
        .where(_mh.act == MeasureAct.COMPLETE, _mh.at >= since, _by_others(_mh.actor_id, principal))
        .where(not_(_n.withdrawn), _mine(principal))
    )


def _by_others(actor: Any, principal: Principal) -> ColumnElement[bool]:
    """Nobody is told what they did themselves; an author without a name is somebody else."""
    different: ColumnElement[bool] = actor.is_distinct_from(principal.id)
    return different


_WITH_BRANCH = nonconformities.join(branches, branches.c.id == _n.branch_id)
_MEASURES = measure_history.join(measures, _me.id == _mh.measure_id).join(
    nonconformities, _n.id == _me.nonconformity_id
)
