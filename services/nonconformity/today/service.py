"""What waits for the caller. Each list is the journal's own, so that a click on its heading shows the same, whole."""

from collections.abc import Mapping
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain.waiting import Waiting, WaitingMeasure
from services.nonconformity.journal import service as journal
from services.nonconformity.journal.schemas import JournalQuery
from services.nonconformity.measures import service as measures
from services.nonconformity.measures.schemas import MeasureQuery
from services.nonconformity.mentions import service as mentions
from services.nonconformity.mentions.schemas import MentionQuery
from services.nonconformity.today.schemas import FIRST, MeasureSection, Section, Today, UnreadMentions
from shared.auth.permissions import NONCONFORMITY_ASSIGN
from shared.auth.principal import Principal

#: What is longest overdue, soonest due or waits longest comes first.
_SORTS: Mapping[Waiting, str] = {
    Waiting.TO_ASSIGN: "registered_at",
    Waiting.TO_DO: "due_on",
    Waiting.OVERDUE: "due_on",
    Waiting.DUE_SOON: "due_on",
    Waiting.TO_VERIFY: "due_on",
}


async def today(session: AsyncSession, *, principal: Principal) -> Today:
    sections = {waiting.value: await _section(session, principal, waiting) for waiting in Waiting}
    planned = await _measures(session, principal, WaitingMeasure.TO_DO)
    completed = await _measures(session, principal, WaitingMeasure.TO_VERIFY)
    orphaned = await _measures(session, principal, WaitingMeasure.TO_HAND_OVER)
    query = MentionQuery(unread=True, limit=FIRST, total=True)
    unread = await mentions.listed(session, principal=principal, query=query)
    told = UnreadMentions(count=unread.total or 0, items=unread.items)
    return Today.model_construct(
        None,
        **sections,
        measures_to_do=planned,
        measures_to_verify=completed,
        measures_to_hand_over=orphaned,
        mentions=told,
    )


async def _section(session: AsyncSession, principal: Principal, waiting: Waiting) -> Section:
    chosen = {"waiting": waiting.value, "sort": _SORTS[waiting]}
    if waiting is Waiting.TO_ASSIGN and not principal.holds(NONCONFORMITY_ASSIGN):
        return {"count": 0, "items": [], "query": urlencode(chosen)}  # nobody's time is spent on a certain nothing
    page = await journal.listed(
        session, principal=principal, query=JournalQuery.model_validate({**chosen, "limit": FIRST, "total": True})
    )
    return {"count": page.total or 0, "items": page.items, "query": urlencode(chosen)}


async def _measures(session: AsyncSession, principal: Principal, waiting: WaitingMeasure) -> MeasureSection:
    chosen = {"waiting": waiting.value, "sort": "due_on"}
    if waiting is WaitingMeasure.TO_HAND_OVER and not principal.holds(NONCONFORMITY_ASSIGN):
        return MeasureSection(count=0, items=[], query=urlencode(chosen))
    query = MeasureQuery.model_validate({**chosen, "limit": FIRST, "total": True})
    page = await measures.listed(session, principal=principal, query=query)
    return MeasureSection(count=page.total or 0, items=page.items, query=urlencode(chosen))
