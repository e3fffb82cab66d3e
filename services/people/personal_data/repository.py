"""SQL of erasures: what names a person is overwritten or deleted, what refers to them by id stays."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, exists, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.models import (
    Account,
    DataFile,
    Erasure,
    Grant,
    HistoryEntry,
    Membership,
    NameWord,
    Person,
    RecoveryCode,
    SecondFactor,
    Segment,
    SignInLink,
    SignInSession,
)
from shared.auth.principal import Scope
from shared.db.scope import in_scope

AnyRow = Row[*tuple[Any, ...]]


async def holds_roles(session: AsyncSession, person_id: UUID, today: date) -> bool:
    """Whether the person holds a role now or will."""
    standing = exists().where(
        Grant.person_id == person_id,
        Grant.withdrawn_at.is_(None),
        or_(Grant.valid_to.is_(None), Grant.valid_to >= today),
    )
    return bool(await session.scalar(select(standing)))


async def erasures(session: AsyncSession, scope: Scope, *, limit: int) -> Sequence[AnyRow]:
    """The newest erasures, of people of the scope's branches."""
    statement = (
        select(*Erasure.__table__.c)
        .join(Person, Person.id == Erasure.person_id)
        .where(in_scope(Person.branch_id, scope))
        .order_by(Erasure.number.desc())
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def account_of(session: AsyncSession, person_id: UUID) -> Account | None:
    return await session.scalar(select(Account).where(Account.person_id == person_id).with_for_update())


async def end_sessions(session: AsyncSession, person_id: UUID, now: datetime) -> Sequence[SignInSession]:
    """End the live sessions, and forget from where all of them were. The ended ones."""
    own = SignInSession.person_id == person_id
    live = (await session.scalars(select(SignInSession).where(own, SignInSession.ended_at.is_(None)))).all()
    await session.execute(
        update(SignInSession)
        .where(own)
        .values(ended_at=func.coalesce(SignInSession.ended_at, now), user_agent=None, address=None)
        .execution_options(synchronize_session=False)
    )
    return live


async def forget_keys(session: AsyncSession, account_id: UUID) -> None:
    """Delete what somebody could sign in with: the second factor, its recovery codes, one-time links."""
    for table in (SecondFactor, RecoveryCode, SignInLink):
        statement = delete(table).where(table.account_id == account_id)
        await session.execute(statement.execution_options(synchronize_session=False))


async def forget_memberships(session: AsyncSession, person_id: UUID) -> None:
    await session.execute(delete(Membership).where(Membership.person_id == person_id))


async def redact_history(session: AsyncSession, record_ids: Sequence[UUID]) -> None:
    """Which fields changed and when stays; what they held goes."""
    emptied = text(
        "(SELECT coalesce(jsonb_object_agg(field, '[null, null]'::jsonb), '{}') FROM jsonb_object_keys(changed) field)"
    )
    statement = update(HistoryEntry).where(HistoryEntry.subject_id.in_(record_ids))
    await session.execute(statement.values(changed=emptied).execution_options(synchronize_session=False))


async def forget_words(session: AsyncSession, words: Sequence[str]) -> None:
    """Take words out of the search that nobody bears any more."""
    borne = exists().where(Person.search_words.contains(array([NameWord.word])))
    await session.execute(
        delete(NameWord).where(NameWord.word.in_(words), ~borne).execution_options(synchronize_session=False)
    )


async def forget_answers(session: AsyncSession, person_id: UUID) -> None:
    """Take stored answers out that show the person, or were given to them."""
    await session.execute(
        text(
            "DELETE FROM idempotency_keys "
            "WHERE principal_id = :id OR position(convert_to(cast(:id AS text), 'UTF8') IN body) > 0"
        ).bindparams(id=person_id)
    )


async def remove_own_segments(session: AsyncSession, person_id: UUID, now: datetime) -> None:
    """Segments that only the person saw; shared ones are others' tools by now."""
    own = (Segment.owner_id == person_id, Segment.visibility == "own", Segment.removed_at.is_(None))
    await session.execute(
        update(Segment).where(*own).values(removed_at=now).execution_options(synchronize_session=False)
    )


async def drop_files(session: AsyncSession, person_id: UUID) -> None:
    await session.execute(
        update(DataFile)
        .where(DataFile.person_id == person_id, DataFile.state.in_(("ready", "waiting")))
        .values(state="expired", content=None)
        .execution_options(synchronize_session=False)
    )


async def unpurged(session: AsyncSession) -> Sequence[AnyRow]:
    """Erasures whose earlier events may still be in the stream."""
    statement = select(Erasure.id, Erasure.person_id).where(Erasure.purged_at.is_(None)).order_by(Erasure.number)
    return (await session.execute(statement)).all()


async def waits_in_outbox(session: AsyncSession, person_id: UUID) -> bool:
    """Whether an event about the person has not been published yet."""
    statement = text(
        "SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL "
        "AND topic LIKE 'events.people.person.%' AND position(convert_to(:id, 'UTF8') IN body) > 0)"
    )
    return bool(await session.scalar(statement.bindparams(id=str(person_id))))


async def forget_outbox(session: AsyncSession, person_id: UUID) -> int:
    """Delete published events about the person that still bear a name; how many."""
    statement = text(
        "DELETE FROM outbox WHERE published_at IS NOT NULL AND topic LIKE 'events.people.person.%' "
        "AND topic <> 'events.people.person.erased.v1' AND convert_from(body, 'UTF8')::json ->> 'subject' = :id"
    )
    deleted = await session.execute(statement.bindparams(id=str(person_id)))
    return deleted.rowcount  # type: ignore[attr-defined, no-any-return]  # a DELETE gives a CursorResult


async def settle(session: AsyncSession, erasure_id: UUID, purged: dict[str, int], now: datetime) -> None:
    statement = update(Erasure).where(Erasure.id == erasure_id)
    await session.execute(statement.values(purged_at=now, purged=purged))


async def files(session: AsyncSession, person_id: UUID) -> Sequence[AnyRow]:
    """The files of a person without their contents, the newest first, with who asked."""
    asker = func.concat_ws(" ", Person.last_name, Person.first_name, Person.middle_name)
    statement = (
        select(
            DataFile.id, DataFile.state, DataFile.requested_by, func.nullif(asker, "").label("requested_by_name"),
            DataFile.requested_at, DataFile.finished_at, DataFile.expires_at, DataFile.downloads,
        )
        .outerjoin(Person, Person.id == DataFile.requested_by)
        .where(DataFile.person_id == person_id)
        .order_by(DataFile.id.desc())
    )  # fmt: skip
    return (await session.execute(statement)).all()


async def waiting_file(session: AsyncSession, person_id: UUID) -> UUID | None:
    statement = select(DataFile.id).where(DataFile.person_id == person_id, DataFile.state == "waiting")
    return await session.scalar(statement)


async def take_content(session: AsyncSession, person_id: UUID, file_id: UUID, now: datetime) -> bytes | None:
    """The content of a ready file, counted as one more download; None when there is none."""
    statement = (
        update(DataFile)
        .where(DataFile.id == file_id, DataFile.person_id == person_id, DataFile.state == "ready")
        .where(DataFile.expires_at > now)
        .values(downloads=DataFile.downloads + 1)
        .returning(DataFile.content)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(statement)


async def expire_files(session: AsyncSession, now: datetime, *, stuck_since: datetime) -> None:
    """Drop contents whose time is over; what has waited since `stuck_since` has failed."""
    over = (DataFile.state == "ready", DataFile.expires_at <= now)
    await session.execute(update(DataFile).where(*over).values(state="expired", content=None))
    stuck = (DataFile.state == "waiting", DataFile.requested_at <= stuck_since)
    await session.execute(update(DataFile).where(*stuck).values(state="failed", finished_at=now))


async def own_data(session: AsyncSession, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """{table: its rows about the person}, as JSON holds them. Secrets and their hashes are nobody's to read."""
    found = {}
    for name, condition in _HELD.items():
        hidden = "{password_hash,secret_hash,sealed_secret,content,search_words,sort_key,login_key,personnel_key}"
        statement = text(
            f"SELECT to_jsonb(t) - '{hidden}'::text[] FROM {name} t WHERE {condition}"  # noqa: S608  our own words
        )
        found[name] = list((await session.scalars(statement.bindparams(id=person_id))).all())
    return found


#: {table: which rows of it are about the person :id}
_HELD = {
    "persons": "id = :id",
    "memberships": "person_id = :id",
    "consents": "person_id = :id",
    "absences": "person_id = :id OR substitute_id = :id",
    "cards": "person_id = :id",
    "grants": "person_id = :id",
    "accounts": "person_id = :id",
    "sessions": "person_id = :id",
    "sign_in_links": "person_id = :id",
    "second_factors": "person_id = :id",
    "segments": "owner_id = :id",
    "data_files": "person_id = :id",
    "history": "subject_id = :id OR actor_id = :id",
}
