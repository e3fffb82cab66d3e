"""From an attachment to the event that tells of it."""

from uuid import UUID

from services.nonconformity.domain import Record
from services.nonconformity.domain.attachments import Attachment
from shared import outbox
from shared.auth.permissions import NONCONFORMITY_READ
from shared.contracts.envelope import Event
from shared.contracts.nonconformity import attachments as contract


def added(record: Record, attachment: Attachment, *, actor_id: UUID | None) -> Event:
    return _event(contract.AttachmentAdded, record, attachment, actor_id, version=1)


def removed(record: Record, attachment: Attachment, *, actor_id: UUID) -> Event:
    return _event(contract.AttachmentRemoved, record, attachment, actor_id, version=2)


def _event(
    kind: type[contract.AttachmentData], record: Record, attachment: Attachment, actor_id: UUID | None, *, version: int
) -> Event:
    data = kind(
        id=attachment.id,
        version=version,
        nonconformity_id=record.id,
        purpose=attachment.purpose.value,
        owner_id=attachment.owner_id,
        uploader_id=attachment.uploader_id,
        uploaded_at=attachment.uploaded_at,
        kind=attachment.kind.value,
        media_type=attachment.media_type,
        size=attachment.size,
        width=attachment.width,
        height=attachment.height,
        removed=attachment.removed_at is not None,
        changed={"removed": (False, True)} if attachment.removed_at else {},
    )
    return outbox.build(
        data,
        subject=attachment.id,
        parent=record.id,
        actor=actor_id,
        branch=record.branch_id,
        read_permission=NONCONFORMITY_READ,
        readers=sorted(record.participants),
    )
