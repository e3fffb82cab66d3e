"""Use cases behind a secret code: how the report stands, talking with the staff, disputing, saying who one is."""

from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import domain
from services.nonconformity import repository as stored
from services.nonconformity import service as records
from services.nonconformity.by_code import wording
from services.nonconformity.by_code.photos import shown
from services.nonconformity.by_code.schemas import (
    ContactBody,
    Doing,
    Message,
    Messages,
    Original,
    Status,
    Step,
)
from services.nonconformity.comments import service as comments
from services.nonconformity.contacts import repository as contacts
from services.nonconformity.contacts import service as contact_service
from services.nonconformity.domain import Act, Caller, Record, State, format_number
from services.nonconformity.domain.comments import Comment
from services.nonconformity.errors.public import EnoughMessages, consent_needed
from services.nonconformity.repository import Found
from shared import clock
from shared.errors import InvalidInput, NotFound
from shared.i18n import Locale

MOST_MESSAGES_IN_A_ROW = 20  #: without an answer
#: The author by their code. They have the author's rights but two: a fix is verified, and a record edited, by staff.
AUTHOR = Caller(None, author=True)
_TOLD = frozenset({State.REJECTED, State.FIXED})  #: states whose reason is for the author


async def status(session: AsyncSession, *, report_id: UUID, locale: Locale) -> Status:
    """How the report stands, without the names of those who work on it."""
    found = await _found(session, report_id)
    record, names = found.record, found.names
    overdue = record.is_overdue(clock.today(names.time_zone))
    return Status(
        number=record.number,
        state=record.state,
        title=wording.title(record.state, locale),
        text=wording.explained(record.state, locale, due_on=record.due_on, overdue=overdue),
        site=names.site,
        place=record.place,
        category=names.category,
        severity=record.severity,
        description=record.description,
        proposal=record.proposal,
        found_at=record.found_at,
        registered_at=record.registered_at,
        time_zone=names.time_zone,
        due_on=record.due_on,
        overdue=overdue,
        way=_way(record, locale),
        original=await _original(session, record, locale),
        photos=await shown(session, report_id),
        contact_given=(given := await contacts.is_given(session, report_id)),
        allowed_actions=_allowed(record, given),
    )


def _way(record: Record, locale: Locale) -> list[Step]:
    return [
        Step(
            state=step.state,
            title=wording.title(step.state, locale),
            at=step.entered_at,
            reason=step.reason if step.state in _TOLD else None,
        )
        for step in record.way
    ]


async def _original(session: AsyncSession, record: Record, locale: Locale) -> Original | None:
    if record.duplicate_of_id is None:
        return None
    found = await stored.view(session, record.duplicate_of_id)
    if found is None:
        return None
    first = found.record
    return Original(
        number=format_number(first.year, first.serial), state=first.state, title=wording.title(first.state, locale)
    )


def _allowed(record: Record, contact_given: bool) -> list[Doing]:
    doing: list[Doing] = ["dispute"] if Act.DISPUTE in domain.allowed_actions(record, AUTHOR) else []
    doing += ["write", "attach", "give_contact"]
    return [*doing, "withdraw_contact"] if contact_given else doing


async def dispute(session: AsyncSession, *, report_id: UUID, reason: str, locale: Locale) -> Status:
    """The author disagrees. Raises WrongState when there is nothing to dispute."""
    found = await locked(session, report_id)
    change = domain.dispute(found.record, AUTHOR, records.now_of(found), reason=reason)
    await records.keep(session, change, category=found.names.category)
    return await status(session, report_id=report_id, locale=locale)


async def messages(session: AsyncSession, *, report_id: UUID) -> Messages:
    found = await comments.for_author(session, record_id=report_id)
    return Messages(items=[_message(one) for one in found if not one.is_removed], allowed_actions=["write"])


async def write(session: AsyncSession, *, report_id: UUID, text: str) -> Message:
    """Say something to the staff. Raises EnoughMessages after many without an answer."""
    record = (await locked(session, report_id)).record
    said = await comments.for_author(session, record_id=report_id)
    latest = said[-MOST_MESSAGES_IN_A_ROW:]
    if len(latest) == MOST_MESSAGES_IN_A_ROW and all(one.author_id is None for one in latest):
        raise EnoughMessages(most=MOST_MESSAGES_IN_A_ROW)
    return _message(await comments.write_as_author(session, record=record, text=text))


def _message(comment: Comment) -> Message:
    sender: Literal["author", "staff"] = "author" if comment.author_id is None else "staff"
    return Message(
        id=comment.id,
        sender=sender,
        text=comment.text,
        written_at=comment.written_at,
        edited_at=comment.edited_at,
    )


async def give_contact(session: AsyncSession, *, report_id: UUID, given: ContactBody) -> None:
    """Say who one is. Raises InvalidInput without consent."""
    if not given.consent:
        raise InvalidInput(errors=[consent_needed()])
    record = (await locked(session, report_id)).record
    await contact_service.give(session, record=record, name=given.name, contact=given.contact)


async def withdraw_contact(session: AsyncSession, *, report_id: UUID) -> None:
    record = (await locked(session, report_id)).record
    await contact_service.withdraw(session, record=record)


async def locked(session: AsyncSession, report_id: UUID) -> Found:
    """The report, with nobody else changing it until the transaction ends."""
    await stored.lock(session, [report_id])
    return await _found(session, report_id)


async def _found(session: AsyncSession, report_id: UUID) -> Found:
    found = await stored.view(session, report_id)
    if found is None or found.record.withdrawn:
        raise NotFound
    return found
