"""Use cases of severities: administrators' data, each change with its event. Codes and order are fixed: ADR 12."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity import errors
from services.nonconformity.domain import Severity
from services.nonconformity.errors.severities import DefaultSeverityStays, category_twice
from services.nonconformity.events import settings as events
from services.nonconformity.schemas import Ref
from services.nonconformity.severities import repository
from services.nonconformity.severities.schemas import (
    CategoryTermView,
    Severities,
    SeverityEdit,
    SeverityView,
    Term,
)
from shared import outbox
from shared.auth.permissions import NONCONFORMITY_CONFIGURE
from shared.auth.principal import Principal
from shared.errors import FieldError, InvalidInput
from shared.i18n import Locale
from shared.web.versions import check_version


async def every(session: AsyncSession, *, principal: Principal, locale: Locale) -> Severities:
    terms = await repository.terms(session)
    return Severities(items=[_shape(row, terms, principal, locale) for row in await repository.every(session)])


async def show(session: AsyncSession, *, principal: Principal, code: Severity, locale: Locale) -> SeverityView:
    row = await repository.get(session, code)
    return _shape(row, await repository.terms(session), principal, locale)


async def edit(
    session: AsyncSession,
    *,
    principal: Principal,
    code: Severity,
    expected: int,
    changes: SeverityEdit,
    locale: Locale,
) -> SeverityView:
    """Rename, describe, change the terms, switch off or on. Due dates that were promised stay as they are."""
    row = await repository.get(session, code, lock=True)
    check_version(row.version, expected)
    present = {term.category_id: term.due_days for term in await repository.terms(session) if term.severity == code}
    before = {**row._mapping, "category_terms": present}
    wanted = changes.model_dump(exclude_unset=True, exclude={"category_terms"})
    if changes.category_terms is not None:
        wanted["category_terms"] = await _days_by_category(session, changes.category_terms)
    changed = {name: (before[name], value) for name, value in wanted.items() if value != before[name]}
    if not changed:
        return await show(session, principal=principal, code=code, locale=locale)
    if code is Severity.MEDIUM and wanted.get("active") is False:
        raise DefaultSeverityStays
    after = {**before, **wanted, "version": row.version + 1}
    await repository.change(session, code, {name: after[name] for name in row._mapping})
    if "category_terms" in changed:
        await repository.set_terms(session, code, after["category_terms"])
    told = {name: (_as_json(old), _as_json(new)) for name, (old, new) in changed.items()}
    await outbox.add(session, events.of_severity(after, actor_id=principal.id, changed=told))
    return await show(session, principal=principal, code=code, locale=locale)


async def _days_by_category(session: AsyncSession, terms: Sequence[Term]) -> Mapping[UUID, int]:
    ids = [term.category_id for term in terms]
    known = await repository.known_categories(session, ids)
    wrong: list[FieldError] = []
    for place, category_id in enumerate(ids):
        if category_id not in known:
            wrong.append(errors.unknown("category", "category_terms", place, "category_id"))
        elif category_id in ids[:place]:
            wrong.append(category_twice(place))
    if wrong:
        raise InvalidInput(errors=wrong)
    return {term.category_id: term.due_days for term in terms}


def _as_json(value: Any) -> Any:
    return {str(one): days for one, days in value.items()} if isinstance(value, Mapping) else value


def _shape(row: Row[Any], terms: Sequence[Row[Any]], principal: Principal, locale: Locale) -> SeverityView:
    return SeverityView(
        code=Severity(row.code),
        version=row.version,
        name=row.name_ru if locale == "ru" else row.name_en,
        name_ru=row.name_ru,
        name_en=row.name_en,
        description=row.description,
        due_days=row.due_days,
        category_terms=[
            CategoryTermView(category=Ref(id=term.category_id, name=term.category), due_days=term.due_days)
            for term in terms
            if term.severity == row.code
        ],
        active=row.active,
        allowed_actions=["edit"] if principal.holds(NONCONFORMITY_CONFIGURE) else [],
    )
