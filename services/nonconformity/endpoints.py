"""/api/v1/nonconformities: file a finding, read it, and the verbs that walk it to its closure.

A record of a branch that the caller may not see is 404 for every verb. If-Match is optional on verbs: the rules hold
without it, it only protects against acting on what one has not read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response

from services.nonconformity import domain, service
from services.nonconformity.deps import CanFile, CurrentPrincipal, IfMatch, RequiredIfMatch, Session
from services.nonconformity.domain import Assignment
from services.nonconformity.fixes import service as fixes
from services.nonconformity.fixes.schemas import FixBody
from services.nonconformity.schemas import (
    AssignBody,
    Card,
    DueDateBody,
    Edit,
    NewNonconformity,
    ReasonBody,
)
from services.nonconformity.service import Decision
from shared.web.idempotency import LateAnswer
from shared.web.routing import service_router
from shared.web.versions import etag

PATH = "/api/v1/nonconformities"
router = service_router(prefix=PATH, tags=["nonconformities"])


def answer(card: Card, status: int = 200, **headers: str) -> Response:
    """The card as it is: built by us, so it is not validated a second time on its way out."""
    return Response(
        card.model_dump_json(), status_code=status, media_type="application/json", headers=etag(card.version) | headers
    )


@dataclass(frozen=True, slots=True)
class _Verb:
    """What every verb asks for: whose act it is, on which record, and the version that was read."""

    record_id: UUID
    session: Session
    principal: CurrentPrincipal
    expected: IfMatch

    async def do(self, decision: Decision) -> Response:
        card = await service.act(
            self.session, principal=self.principal, record_id=self.record_id, expected=self.expected, decision=decision
        )
        return answer(card)


Verb = Annotated[_Verb, Depends()]


@router.post("", status_code=201, response_model=Card)
async def register(new: NewNonconformity, session: Session, principal: CanFile) -> Response:
    """File a finding. Its number is the next of the year; the answer's `ETag` is its version."""
    card, entry = await service.ready(session, principal=principal, new=new)

    async def number(kept: Mapping[str, Any] | None) -> str:
        return await service.enter(session, entry, answer=kept)

    # The year's counter is held from the number to the commit, so the answer is made before it.
    return LateAnswer(answer(card, 201, Location=f"{PATH}/{card.id}"), blank=card.number, fill=number)


@router.get("/{record_id:uuid}", response_model=Card)
async def show(record_id: UUID, session: Session, principal: CurrentPrincipal) -> Response:
    """A record in full; `allowed_actions` are the verbs that the caller may use on it now."""
    return answer(await service.show(session, principal=principal, record_id=record_id))


@router.patch("/{record_id:uuid}", response_model=Card)
async def edit(
    record_id: UUID, changes: Edit, session: Session, principal: CurrentPrincipal, expected: RequiredIfMatch
) -> Response:
    """Correct what was written. The author may until it is assigned, an editor of the branch's journal later too."""
    return answer(
        await service.edit(session, principal=principal, record_id=record_id, expected=expected, changes=changes)
    )


@router.post("/{record_id:uuid}/assign", response_model=Card)
async def assign(body: AssignBody, verb: Verb) -> Response:
    """Triage: name the responsible person, co-executors, observers and the due date; again to change them."""
    order = Assignment(
        responsible_id=body.responsible_id,
        co_executor_ids=tuple(body.co_executor_ids),
        observer_ids=None if body.observer_ids is None else tuple(body.observer_ids),
        due_on=body.due_on,
        reason=body.reason,
    )
    card = await service.assign(
        verb.session, principal=verb.principal, record_id=verb.record_id, expected=verb.expected, order=order
    )
    return answer(card)


@router.post("/{record_id:uuid}/start", response_model=Card)
async def start(verb: Verb) -> Response:
    """The responsible person or a co-executor begins the work."""
    return await verb.do(domain.start)


@router.post("/{record_id:uuid}/report-fixed", response_model=Card)
async def report_fixed(verb: Verb, body: FixBody | None = None) -> Response:
    """The responsible person or a co-executor says that it is fixed, in words or with photos.

    Photos are uploaded before, with the purpose `fix`. Somebody else has to verify it.
    """
    told = body or FixBody()
    card = await fixes.report(
        verb.session,
        principal=verb.principal,
        record_id=verb.record_id,
        expected=verb.expected,
        comment=told.comment,
        attachment_ids=told.attachment_ids,
    )
    return answer(card)


@router.post("/{record_id:uuid}/verify", response_model=Card)
async def verify(verb: Verb) -> Response:
    """The author or a verifier of the branch accepts the fix; never the one who reported it."""
    return await verb.do(domain.verify)


@router.post("/{record_id:uuid}/return", response_model=Card)
async def send_back(body: ReasonBody, verb: Verb) -> Response:
    """The author or a verifier sends the reported fix back into work, and says why."""
    return await verb.do(partial(domain.send_back, reason=body.reason))


@router.post("/{record_id:uuid}/reject", response_model=Card)
async def reject(body: ReasonBody, verb: Verb) -> Response:
    """Triage: this is no nonconformity, and why. The author may dispute it."""
    return await verb.do(partial(domain.reject, reason=body.reason))


@router.post("/{record_id:uuid}/dispute", response_model=Card)
async def dispute(body: ReasonBody, verb: Verb) -> Response:
    """The author disagrees: what was rejected or marked a duplicate is triaged again, what was closed is reopened."""
    return await verb.do(partial(domain.dispute, reason=body.reason))


@router.post("/{record_id:uuid}/move-due-date", response_model=Card)
async def move_due_date(body: DueDateBody, verb: Verb) -> Response:
    """Triage: another due date, and why. The first one is kept, and `/due-dates` lists every move of it."""
    return await verb.do(partial(domain.move_due_date, due_on=body.due_on, reason=body.reason))
