"""/api/v1/sessions: where I am signed in; for those who manage somebody's access, where they are."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from services.people.deps import CurrentPrincipal, Session, Today
from services.people.domain.devices import device
from services.people.schemas import Action
from services.people.sessions import repository, service
from services.people.sessions.schemas import EndAll, Ended, SessionCard, SessionQuery
from shared import clock
from shared.errors import NotFound
from shared.i18n import negotiate
from shared.web.listing import Page
from shared.web.queries import documented, query_of
from shared.web.refusals import refuses
from shared.web.routing import before_enrolment, service_router

router = service_router(prefix="/api/v1/sessions", tags=["sessions"])


@router.get("", openapi_extra=documented(SessionQuery))
@before_enrolment
@refuses(NotFound)
async def list_sessions(
    request: Request,
    session: Session,
    principal: CurrentPrincipal,
    today: Today,
    query: Annotated[SessionQuery, query_of(SessionQuery)],
) -> Page[SessionCard]:
    """The browsers that are signed in, mine or, with `person_id`, somebody's whose access I manage (else 404)."""
    person_id = query.person_id or principal.id
    actions: list[Action] = ["end"] if await service.may_end(session, principal, person_id, today) else []
    rows, cursor, total = await repository.live(session, query, person_id, clock.now())
    # The first look at a user agent loads the patterns: not on the loop.
    devices = await asyncio.to_thread(lambda: [device(row.user_agent) for row in rows])
    locale = negotiate(request.headers.get("accept-language"))
    items = [
        SessionCard(
            id=row.id,
            person_id=row.person_id,
            device=words.render(locale),
            address=row.address,
            started_at=row.started_at,
            last_seen_at=row.last_seen_at,
            expires_at=row.expires_at,
            current=row.id == principal.session_id,
            allowed_actions=actions,
        )
        for row, words in zip(rows, devices, strict=True)
    ]
    return Page(items=items, next_cursor=cursor, total=total)


@router.delete("/{session_id}", status_code=204)
@before_enrolment
async def end_session(session_id: UUID, session: Session, principal: CurrentPrincipal, today: Today) -> Response:
    """Sign one browser out, at once."""
    await service.end_one(session, principal=principal, session_id=session_id, today=today)
    return Response(status_code=204)


@router.post("/end-all")
@before_enrolment
async def end_all_sessions(body: EndAll, session: Session, principal: CurrentPrincipal, today: Today) -> Ended:
    """Sign out everywhere. Tokens that programs hold live on for their half hour."""
    keep = principal.session_id if body.keep_current else None
    person_id = body.person_id or principal.id
    ended = await service.end_all(session, principal=principal, person_id=person_id, keep=keep, today=today)
    return Ended(ended=ended)
