"""Reporting a fix: with a word, with photos, or both; never with nothing to show."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import domain
from services.nonconformity import service as records
from services.nonconformity.attachments import service as attachments
from services.nonconformity.domain.attachments import Purpose
from services.nonconformity.schemas import Card
from shared.auth.principal import Principal


async def report(
    session: AsyncSession,
    *,
    principal: Principal,
    record_id: UUID,
    expected: int | None,
    comment: str | None,
    attachment_ids: Sequence[UUID],
) -> Card:
    """Say that it is fixed. `attachment_ids`: the caller's uploads for this fix, which become part of the record.

    Raises the refusals of `domain.report_fixed` and of `attachments.claim`.
    """
    shown = tuple(attachment_ids)
    decide = partial(domain.report_fixed, comment=comment, attachment_ids=shown)
    found, change = await records.decide(session, principal, record_id, expected, decide)
    await attachments.claim(session, ids=shown, uploader_id=principal.id, record=found.record, purpose=Purpose.FIX)
    return await records.store(session, principal, change, category=found.names.category)
