"""What a comment must fulfil before it is stored: mentions of those who may see it, an answer to what is there."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import errors as common
from services.nonconformity import policies
from services.nonconformity.comments import repository
from services.nonconformity.domain import Record, Source
from services.nonconformity.domain.comments import Audience, mentioned
from services.nonconformity.errors import comments as errors
from shared.auth.principal import Principal
from shared.errors import FieldError


async def wrong_mentions(
    session: AsyncSession, record: Record, *, text: str, ids: Sequence[UUID], before: Sequence[UUID] = ()
) -> list[FieldError]:
    """Text and list name the same persons, and all of them may see the record: of its branch, or taking part.

    Whoever was mentioned `before` the edit may stay, whatever became of them since.
    """
    wrong = list(_wrong_tokens(text, ids))
    if wrong or not ids:
        return wrong
    branches = await repository.branches_of(session, ids)
    for place, person in enumerate(ids):
        if person in before:
            continue
        if person not in branches:
            wrong.append(common.unknown("person", "mention_ids", place))
        elif branches[person] != record.branch_id and person not in record.participants:
            wrong.append(errors.mention_elsewhere(place))
    return wrong


def _wrong_tokens(text: str, ids: Sequence[UUID]) -> Iterator[FieldError]:
    found = mentioned(text)
    for place, person in enumerate(ids):
        if person not in found:
            yield errors.mention_not_in_text(place)
    if set(found) - set(ids):
        yield errors.mention_not_listed()


async def wrong_reply(session: AsyncSession, record: Record, reply_to_id: UUID | None) -> list[FieldError]:
    """An answer is to a comment of the same discussion that is still there."""
    if reply_to_id is None:
        return []
    comment = await repository.get(session, record.id, reply_to_id)
    return [errors.unknown_reply()] if comment is None or comment.is_removed else []


def wrong_audience(principal: Principal, record: Record, audience: Audience) -> list[FieldError]:
    """Only a record of the open form has a status page to write to. Raises AuthorsAudience."""
    if audience is Audience.STAFF:
        return []
    if record.source is not Source.PUBLIC:
        return [errors.no_anonymous_author()]
    if not policies.may_write_to_author(principal, record):
        raise errors.AuthorsAudience
    return []
