"""From a comment to the event that tells of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.nonconformity.domain import Record
from services.nonconformity.domain.comments import Comment
from services.nonconformity.domain.records import to_json
from shared import outbox
from shared.auth.permissions import NONCONFORMITY_READ
from shared.contracts.envelope import Event
from shared.contracts.nonconformity import comments as contract


def added(record: Record, comment: Comment, *, attachment_ids: Sequence[UUID]) -> Event:
    return _event(
        contract.CommentAdded,
        record,
        comment,
        comment.author_id,
        new=comment.mention_ids,
        attachment_ids=attachment_ids,
    )


def edited(record: Record, before: Comment, after: Comment, *, attachment_ids: Sequence[UUID]) -> Event:
    new = [person for person in after.mention_ids if person not in before.mention_ids]
    changed = {
        name: (to_json(getattr(before, name)), to_json(getattr(after, name))) for name in ("mention_ids", "edited_at")
    }
    return _event(
        contract.CommentEdited,
        record,
        after,
        after.author_id,
        new=new,
        attachment_ids=attachment_ids,
        changed={name: pair for name, pair in changed.items() if pair[0] != pair[1]},
    )


def removed(record: Record, comment: Comment) -> Event:
    return _event(
        contract.CommentRemoved,
        record,
        comment,
        comment.removed_by_id,
        changed={"removed_at": (None, to_json(comment.removed_at))},
    )


def _event(
    kind: type[contract.CommentData],
    record: Record,
    comment: Comment,
    actor_id: UUID | None,
    *,
    new: Sequence[UUID] = (),
    attachment_ids: Sequence[UUID] = (),
    changed: Mapping[str, tuple[Any, Any]] | None = None,
) -> Event:
    data = kind(
        id=comment.id,
        version=comment.version,
        nonconformity_id=record.id,
        number=record.number,
        author_id=comment.author_id,
        audience=comment.audience.value,
        text=None if comment.is_removed else comment.text,
        mention_ids=comment.mention_ids,
        new_mention_ids=new,
        reply_to_id=comment.reply_to_id,
        attachment_ids=attachment_ids,
        written_at=comment.written_at,
        edited_at=comment.edited_at,
        removed_at=comment.removed_at,
        removed_by_id=comment.removed_by_id,
        changed=changed or {},
    )
    return outbox.build(
        data,
        subject=comment.id,
        parent=record.id,
        actor=actor_id,
        branch=record.branch_id,
        read_permission=NONCONFORMITY_READ,
        readers=sorted(record.participants),
    )
