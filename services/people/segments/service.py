"""Use cases of segments: save, change, remove; what a condition gives, and why a person is or is not in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import repository as common
from services.people.domain.facts import PERSON
from services.people.domain.persons import difference
from services.people.errors.segments import CannotShare, PrivateFacts
from services.people.errors.structure import unusable
from services.people.events import segments as events
from services.people.models import Branch, Segment
from services.people.segments import policies, repository
from services.people.segments.repository import AnyRow
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.errors import Forbidden, InvalidInput, NotFound
from shared.expressions.cel import Expressions
from shared.expressions.conditions import Condition, comparisons, read, values
from shared.expressions.describe import describe
from shared.expressions.to_cel import to_cel
from shared.i18n import Locale
from shared.ids import new_id
from shared.web.versions import check_version

#: Conditions on one person are compiled here, and remembered.
EXPRESSIONS: Final = Expressions(PERSON)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a condition says, to a machine and to people."""

    condition: Condition
    expression: str
    description: str
    is_private: bool


async def meaning(session: AsyncSession, tree: Mapping[str, Any], locale: Locale) -> Meaning:
    """Raises InvalidInput with the place of each fault."""
    condition = read(tree, PERSON)
    return (await meanings(session, [condition], locale))[0]


async def meanings(session: AsyncSession, conditions: Sequence[Condition], locale: Locale) -> list[Meaning]:
    """What several conditions say, with the names of the records that they refer to."""
    referred = {
        value
        for condition in conditions
        for comparison in comparisons(condition)
        for value in values(comparison)
        if isinstance(value, UUID)
    }
    names = await common.names(session, referred)
    return [Meaning(c, to_cel(c), describe(c, locale, names), is_private=policies.is_private(c)) for c in conditions]


def require_may_ask(principal: Principal, condition: Condition) -> None:
    """Raises PrivateFacts for whoever may not read private fields anywhere."""
    if not policies.may_ask(principal, condition):
        raise PrivateFacts


async def create(session: AsyncSession, *, principal: Principal, values: Mapping[str, Any]) -> Segment:
    """Raises PrivateFacts, CannotShare, InvalidInput for a condition that cannot be read or an unknown branch."""
    expression = _checked(principal, values["condition"])
    await _require_sharing(session, principal, values["visibility"], values["branch_id"])
    segment = Segment(id=new_id(), owner_id=principal.id, version=1, **values)
    session.add(segment)
    await session.flush()
    await _tell(session, segment, "created", expression, principal, {})
    return segment


async def edit(
    session: AsyncSession, *, principal: Principal, segment_id: UUID, edits: Mapping[str, Any], expected: int
) -> Segment:
    """Raises NotFound, Forbidden, StaleVersion, PrivateFacts, CannotShare, InvalidInput."""
    segment = await _locked(session, segment_id, principal)
    check_version(segment.version, expected)
    expression = _checked(principal, edits.get("condition", segment.condition))
    if "visibility" in edits:
        edits = {**edits, "branch_id": edits.get("branch_id")}
        await _require_sharing(session, principal, edits["visibility"], edits["branch_id"])
    changed = difference(common.values_of(segment, list(edits)), edits)
    if changed:
        for name, value in edits.items():
            setattr(segment, name, value)
        segment.updated_at = clock.now()
        await session.flush()
        await _tell(session, segment, "changed", expression, principal, changed)
    return segment


async def remove(session: AsyncSession, *, principal: Principal, segment_id: UUID, expected: int | None) -> None:
    """Raises NotFound, Forbidden, StaleVersion."""
    segment = await _locked(session, segment_id, principal)
    check_version(segment.version, expected)
    segment.removed_at = segment.updated_at = clock.now()
    await session.flush()
    await _tell(session, segment, "removed", to_cel(read(segment.condition, PERSON)), principal, {})


async def visible(session: AsyncSession, *, principal: Principal, segment_id: UUID) -> AnyRow:
    """Raises NotFound."""
    row = await repository.segment(session, segment_id, principal)
    if row is None:
        raise NotFound
    return row


async def askable(session: AsyncSession, *, principal: Principal, segment_id: UUID) -> Condition:
    """The condition of a segment whose people the caller may be told. Raises NotFound, PrivateFacts."""
    row = await visible(session, principal=principal, segment_id=segment_id)
    condition = read(row.condition, PERSON)
    require_may_ask(principal, condition)
    return condition


async def explain(
    session: AsyncSession, *, condition: Condition, person_id: UUID, principal: Principal, locale: Locale, today: date
) -> tuple[bool, list[tuple[str, bool]]]:
    """Whether a person meets the condition, and each comparison with its answer.

    Raises NotFound for a person whom the caller may not see, or may not see so closely.
    """
    facts = await repository.facts(session, person_id, today=today)
    if facts is None or not policies.scope_of(principal, condition).includes(facts["person.branch_id"]):
        raise NotFound
    parts = list(comparisons(condition))
    said = [part.description for part in await meanings(session, parts, locale)]
    return _holds(condition, facts), [(text, _holds(part, facts)) for text, part in zip(said, parts, strict=True)]


def _holds(condition: Condition, facts: Mapping[str, Any]) -> bool:
    return EXPRESSIONS.compile(to_cel(condition)).evaluate(facts).holds


def _checked(principal: Principal, tree: Mapping[str, Any]) -> str:
    """The condition in CEL; compiled once, so that nothing is saved that cannot be evaluated."""
    condition = read(tree, PERSON)
    require_may_ask(principal, condition)
    expression = to_cel(condition)
    EXPRESSIONS.compile(expression)
    return expression


async def _require_sharing(
    session: AsyncSession, principal: Principal, visibility: str, branch_id: UUID | None
) -> None:
    if not policies.may_share(principal, visibility, branch_id):
        raise CannotShare
    if branch_id is not None:
        errors = unusable("branch", await common.living(session, Branch, branch_id), "branch_id")
        if errors:
            raise InvalidInput(errors=errors)


async def _locked(session: AsyncSession, segment_id: UUID, principal: Principal) -> Segment:
    segment = await repository.locked(session, segment_id, principal)
    if segment is None:
        raise NotFound
    if not policies.may_edit(principal, segment.owner_id, segment.visibility, segment.branch_id):
        raise Forbidden
    return segment


async def _tell(
    session: AsyncSession,
    segment: Segment,
    verb: Literal["created", "changed", "removed"],
    expression: str,
    by: Principal,
    changed: Mapping[str, Any],
) -> None:
    common.add_history(
        session,
        noun="segment",
        record_id=segment.id,
        version=segment.version,
        act=verb,
        changed=changed,
        actor_id=by.id,
    )
    event = events.segment(verb, segment, expression=expression, actor=by.id, changed=changed)
    await outbox.add(session, event)
