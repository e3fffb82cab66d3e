"""/api/v1/segments."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi.responses import Response

from services.people.deps import CanEditSegments, CanRead, Language, Session, Today
from services.people.domain.facts import PERSON
from services.people.models import Segment
from services.people.persons.answers import card_of
from services.people.persons.schemas import PersonCard
from services.people.segments import fields, policies, repository, service
from services.people.segments.repository import AnyRow
from services.people.segments.schemas import (
    Count,
    Fields,
    Match,
    PersonInSegmentQuery,
    Preview,
    PreviewAnswer,
    Reason,
    SegmentAction,
    SegmentCard,
    SegmentEdit,
    SegmentIn,
    SegmentQuery,
)
from shared.auth.principal import Principal
from shared.expressions.conditions import read
from shared.i18n import Locale
from shared.web.listing import ListQuery, Page
from shared.web.queries import documented, query_of
from shared.web.routing import service_router
from shared.web.versions import IfMatch, RequiredIfMatch, tagged

router = service_router(prefix="/api/v1/segments", tags=["segments"])

_SAMPLE = 10


@router.get("", openapi_extra=documented(SegmentQuery))
async def list_segments(
    session: Session,
    principal: CanRead,
    locale: Language,
    query: Annotated[SegmentQuery, query_of(SegmentQuery)],
) -> Page[SegmentCard]:
    """One's own segments and those that others share with the caller."""
    rows, cursor, total = await repository.listed(session, query, principal)
    return Page(items=await _cards(session, rows, principal, locale), next_cursor=cursor, total=total)


@router.get("/fields")
async def list_fields(principal: CanRead, locale: Language) -> Fields:
    """What a condition may ask, for a builder: fields, their operators and choices."""
    return fields.fields_for(principal, locale)


@router.post("/preview")
async def preview_segment(
    body: Preview, session: Session, principal: CanRead, locale: Language, today: Today
) -> PreviewAnswer:
    """Count and show a sample before anything is saved. Only people whom the caller may see are counted."""
    meaning = await service.meaning(session, body.condition, locale)
    service.require_may_ask(principal, meaning.condition)
    first = ListQuery(limit=_SAMPLE)
    rows, _, _ = await repository.people(session, meaning.condition, principal, first, today=today)
    return PreviewAnswer(
        count=await repository.count(session, meaning.condition, principal, today=today),
        description=meaning.description,
        expression=meaning.expression,
        is_private=meaning.is_private,
        sample=[card_of(row, principal) for row in rows],
    )


@router.post("", status_code=201)
async def create_segment(
    body: SegmentIn, session: Session, principal: CanEditSegments, locale: Language, response: Response
) -> SegmentCard:
    segment = await service.create(session, principal=principal, values=body.model_dump())
    return await _answer(session, segment, principal, locale, response)


@router.get("/{segment_id}")
async def get_segment(
    segment_id: UUID, session: Session, principal: CanRead, locale: Language, response: Response
) -> SegmentCard:
    row = await service.visible(session, principal=principal, segment_id=segment_id)
    return await _answer(session, row, principal, locale, response)


@router.patch("/{segment_id}")
async def edit_segment(
    segment_id: UUID,
    body: SegmentEdit,
    session: Session,
    principal: CanEditSegments,
    locale: Language,
    expected: RequiredIfMatch,
    response: Response,
) -> SegmentCard:
    edits = body.model_dump(exclude_unset=True)
    segment = await service.edit(session, principal=principal, segment_id=segment_id, edits=edits, expected=expected)
    return await _answer(session, segment, principal, locale, response)


@router.delete("/{segment_id}", status_code=204)
async def remove_segment(segment_id: UUID, session: Session, principal: CanEditSegments, expected: IfMatch) -> None:
    await service.remove(session, principal=principal, segment_id=segment_id, expected=expected)


@router.get("/{segment_id}/count")
async def count_segment(segment_id: UUID, session: Session, principal: CanRead, today: Today) -> Count:
    condition = await service.askable(session, principal=principal, segment_id=segment_id)
    return Count(count=await repository.count(session, condition, principal, today=today))


@router.get("/{segment_id}/people", openapi_extra=documented(PersonInSegmentQuery))
async def list_people_of_segment(
    segment_id: UUID,
    session: Session,
    principal: CanRead,
    today: Today,
    query: Annotated[PersonInSegmentQuery, query_of(PersonInSegmentQuery)],
) -> Page[PersonCard]:
    """The people of a segment whom the caller may see, by name."""
    condition = await service.askable(session, principal=principal, segment_id=segment_id)
    rows, cursor, total = await repository.people(session, condition, principal, query, today=today)
    return Page(items=[card_of(row, principal) for row in rows], next_cursor=cursor, total=total)


@router.get("/{segment_id}/people/{person_id}")
async def explain_membership(
    segment_id: UUID, person_id: UUID, session: Session, principal: CanRead, locale: Language, today: Today
) -> Match:
    """Whether the person belongs to the segment, and which comparisons hold."""
    condition = await service.askable(session, principal=principal, segment_id=segment_id)
    matches, reasons = await service.explain(
        session, condition=condition, person_id=person_id, principal=principal, locale=locale, today=today
    )
    return Match(matches=matches, reasons=[Reason(text=text, holds=holds) for text, holds in reasons])


async def _answer(
    session: Session, segment: AnyRow | Segment, principal: Principal, locale: Locale, response: Response
) -> SegmentCard:
    if isinstance(segment, Segment):  # with the owner's name, as everybody else reads it
        segment = await service.visible(session, principal=principal, segment_id=segment.id)
    return (await _cards(session, [tagged(segment, response)], principal, locale))[0]


async def _cards(session: Session, rows: Sequence[AnyRow], principal: Principal, locale: Locale) -> list[SegmentCard]:
    meanings = await service.meanings(session, [read(row.condition, PERSON) for row in rows], locale)
    return [
        SegmentCard(
            **row._mapping,
            description=meaning.description,
            expression=meaning.expression,
            is_private=meaning.is_private,
            allowed_actions=_actions(row, principal),
        )
        for row, meaning in zip(rows, meanings, strict=True)
    ]


def _actions(row: AnyRow, principal: Principal) -> list[SegmentAction]:
    may = policies.may_edit(principal, row.owner_id, row.visibility, row.branch_id)
    return ["edit", "remove"] if may else []
