"""Measures of a record under /api/v1/nonconformities/{id}/measures, and of all records under /api/v1/measures.

Whoever may see the record sees its measures. If-Match is needed for edits, optional for verbs.
"""

from dataclasses import dataclass
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from services.nonconformity.deps import CurrentPrincipal, IfMatch, RequiredIfMatch, Session
from services.nonconformity.domain import measure_acts as acts
from services.nonconformity.measures import service
from services.nonconformity.measures.schemas import (
    Completion,
    Extension,
    MeasureEdit,
    MeasurePage,
    MeasureQuery,
    MeasureReason,
    Measures,
    MeasureView,
    NewMeasure,
)
from services.nonconformity.measures.service import Decision
from shared.web.queries import documented, query_of
from shared.web.routing import service_router
from shared.web.versions import tagged

PATH = "/api/v1/nonconformities"
router = service_router(prefix=PATH, tags=["measures"])
across = service_router(prefix="/api/v1/measures", tags=["measures"])


@across.get("", openapi_extra=documented(MeasureQuery))
async def list_measures(
    query: Annotated[MeasureQuery, query_of(MeasureQuery)], session: Session, principal: CurrentPrincipal
) -> MeasurePage:
    """Measures of all records that the caller may see: `mine=true&open=true`, `overdue=true`, `expires_before=`."""
    return await service.listed(session, principal=principal, query=query)


@router.get("/{record_id:uuid}/measures")
async def list_measures_of_a_record(record_id: UUID, session: Session, principal: CurrentPrincipal) -> Measures:
    """All measures of a record, cancelled ones too, in the order they were planned."""
    return await service.of_record(session, principal=principal, record_id=record_id)


@router.post("/{record_id:uuid}/measures", status_code=201)
async def create_measure(
    record_id: UUID, new: NewMeasure, session: Session, principal: CurrentPrincipal, response: Response
) -> MeasureView:
    """Plan a measure. A compensating one holds until `expires_on` and is to be done before."""
    measure = await service.create(session, principal=principal, record_id=record_id, new=new)
    response.headers["Location"] = f"{PATH}/{record_id}/measures/{measure.id}"
    return tagged(measure, response)


@router.get("/{record_id:uuid}/measures/{measure_id:uuid}")
async def get_measure(
    record_id: UUID, measure_id: UUID, session: Session, principal: CurrentPrincipal, response: Response
) -> MeasureView:
    measure = await service.show(session, principal=principal, record_id=record_id, measure_id=measure_id)
    return tagged(measure, response)


@router.patch("/{record_id:uuid}/measures/{measure_id:uuid}")
async def edit_measure(
    record_id: UUID,
    measure_id: UUID,
    changes: MeasureEdit,
    session: Session,
    principal: CurrentPrincipal,
    expected: RequiredIfMatch,
    response: Response,
) -> MeasureView:
    """Change what is to be done, by whom or until when, while it is not reported done. A moved date needs a reason."""
    measure = await service.edit(
        session,
        principal=principal,
        record_id=record_id,
        measure_id=measure_id,
        expected=expected,
        changes=changes,
    )
    return tagged(measure, response)


@dataclass(frozen=True, slots=True)
class _Verb:
    """What every verb asks for: whose act it is, on which measure, and the version that was read."""

    record_id: UUID
    measure_id: UUID
    session: Session
    principal: CurrentPrincipal
    expected: IfMatch
    response: Response

    async def do(self, decision: Decision) -> MeasureView:
        measure = await service.act(
            self.session,
            principal=self.principal,
            record_id=self.record_id,
            measure_id=self.measure_id,
            expected=self.expected,
            decision=decision,
        )
        return tagged(measure, self.response)


Verb = Annotated[_Verb, Depends()]


@router.post("/{record_id:uuid}/measures/{measure_id:uuid}/complete")
async def complete(verb: Verb, body: Completion | None = None) -> MeasureView:
    """The owner reports it done, in words or with photos uploaded before for the purpose `measure`."""
    measure = await service.complete(
        verb.session,
        principal=verb.principal,
        record_id=verb.record_id,
        measure_id=verb.measure_id,
        expected=verb.expected,
        told=body or Completion(),
    )
    return tagged(measure, verb.response)


@router.post("/{record_id:uuid}/measures/{measure_id:uuid}/verify")
async def verify(verb: Verb) -> MeasureView:
    """The record's author or a verifier of the branch accepts it; never the one who reported it done."""
    return await verb.do(acts.verify_measure)


@router.post("/{record_id:uuid}/measures/{measure_id:uuid}/return")
async def send_back(body: MeasureReason, verb: Verb) -> MeasureView:
    """It is not done after all: back to its owner, and why."""
    return await verb.do(partial(acts.return_measure, reason=body.reason))


@router.post("/{record_id:uuid}/measures/{measure_id:uuid}/extend")
async def extend(body: Extension, verb: Verb) -> MeasureView:
    """Let a compensating measure hold for longer, also when it has expired, and say why."""
    return await verb.do(partial(acts.extend, expires_on=body.expires_on, reason=body.reason))


@router.post("/{record_id:uuid}/measures/{measure_id:uuid}/cancel")
async def cancel(body: MeasureReason, verb: Verb) -> MeasureView:
    """It is not needed any more, and why. It stays in the list, and holds no closure back."""
    return await verb.do(partial(acts.cancel, reason=body.reason))
