"""SQL behind a secret code: the code, wrong ones, and what its owner is shown. Nothing here commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain.attachments import Attachment, Kind, Purpose
from services.nonconformity.domain.guesses import Guesses
from services.nonconformity.models import report_codes, used_proofs, wrong_codes

TOGETHER = b""  #: the row that counts for all households
_w = wrong_codes.c


async def one_at_a_time(session: AsyncSession, caller: bytes) -> None:
    """Wait until nobody else of this household shows a code; held until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(caller[:8], "big", signed=True))))


async def record_of(session: AsyncSession, digest: bytes) -> UUID | None:
    """Found by the index of digests: its time tells nothing of a code, whose digest nobody can steer."""
    found: UUID | None = await session.scalar(
        select(report_codes.c.nonconformity_id).where(report_codes.c.digest == digest)
    )
    return found


async def guesses(session: AsyncSession, callers: Sequence[bytes]) -> Mapping[bytes, Guesses]:
    rows = await session.execute(select(wrong_codes).where(_w.caller.in_(callers)))
    return {bytes(row.caller): Guesses(row.wrong, row.since, row.last_at) for row in rows}


async def count(
    session: AsyncSession, caller: bytes, now: datetime, *, forgotten_after: timedelta, of_watch: bool = False
) -> Guesses:
    """One more wrong code; the row is locked from here to the commit."""
    first = {"caller": caller, "wrong": 0, "since": now, "last_at": now}
    await session.execute(upsert(wrong_codes).values(first).on_conflict_do_nothing())
    row = (await session.execute(select(wrong_codes).where(_w.caller == caller).with_for_update())).one()
    counted = Guesses(row.wrong, row.since, row.last_at).with_another(
        now, forgotten_after=forgotten_after, of_watch=of_watch
    )
    values = {"wrong": counted.wrong, "since": counted.since, "last_at": counted.last_at}
    await session.execute(wrong_codes.update().where(_w.caller == caller).values(values))
    return counted


async def is_spent(session: AsyncSession, digest: bytes) -> bool:
    statement = select(literal(1)).where(select(used_proofs).where(used_proofs.c.digest == digest).exists())
    return await session.scalar(statement) is not None


async def forget(session: AsyncSession, *, proofs_before: datetime, guesses_before: datetime) -> None:
    """Delete proofs that expired, and wrong codes that count no more."""
    await session.execute(delete(used_proofs).where(used_proofs.c.expires_at < proofs_before))
    await session.execute(delete(wrong_codes).where(_w.last_at < guesses_before))


def is_shown(attachment: Attachment) -> bool:
    """Whether the nameless author sees it: the pictures they sent, and those of the fix."""
    own = attachment.purpose is Purpose.FINDING and attachment.uploader_id is None
    fix = attachment.purpose is Purpose.FIX
    return not attachment.is_draft and attachment.kind is Kind.PICTURE and (own or fix)
