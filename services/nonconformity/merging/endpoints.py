"""/api/v1/nonconformities/{id}/merge and /unmerge: two records of one thing become one that is followed."""

from functools import partial
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from services.nonconformity import domain
from services.nonconformity.endpoints import Verb, answer
from services.nonconformity.merging import service
from services.nonconformity.schemas import Card, ReasonBody
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/nonconformities", tags=["nonconformities"])


class MergeBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    into_id: UUID = Field(description="The record that is followed from now on; of the same branch.")


@router.post("/{record_id:uuid}/merge", response_model=Card)
async def merge(body: MergeBody, verb: Verb) -> Response:
    """Triage: the same thing was found before. The record becomes its duplicate, and its people observe the other one.

    Both keep their histories, files and discussions; the other one's card links to this under `merged`. Its open
    measures, and compensating ones that hold, go on in the other record.
    """
    card = await service.merge(
        verb.session, principal=verb.principal, record_id=verb.record_id, expected=verb.expected, into_id=body.into_id
    )
    return answer(card)


@router.post("/{record_id:uuid}/unmerge", response_model=Card)
async def unmerge(body: ReasonBody, verb: Verb) -> Response:
    """Triage: it was another thing after all, and is triaged again. The author may `dispute` it to the same end."""
    return await verb.do(partial(domain.unmerge, reason=body.reason))
