"""/api/v1/people/{id}/history."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.people import policies
from services.people import repository as common
from services.people.deps import CurrentPrincipal, Language, Session
from services.people.domain.persons import public
from services.people.history.schemas import FieldChange, PersonHistory, PersonHistoryItem
from services.people.history.words import LABELS, REFERENCES, sentences, value_text
from services.people.persons import repository as persons
from shared.errors import NotFound
from shared.i18n import Locale
from shared.web.routing import service_router

router = service_router(prefix="/api/v1/people", tags=["people"])


@router.get("/{person_id}/history")
async def get_person_history(
    person_id: UUID, session: Session, principal: CurrentPrincipal, locale: Language
) -> PersonHistory:
    """Every change of a card, also by an import. Private fields are there for those who may read them."""
    person = await persons.card(session, person_id, principal)
    if person is None:
        raise NotFound
    rows = await common.history(session, "person", person_id)
    private = policies.may_see_private(principal, person_id, person.branch_id)
    changes = [row.changed if private else public(row.changed) for row in rows]
    places = {UUID(value) for changed in changes for value in _references(changed)}
    names = await common.names(session, places)
    actors = await common.person_names(session, {row.actor_id for row in rows if row.actor_id})
    return PersonHistory(
        items=[_item(row, changed, names, actors, locale) for row, changed in zip(rows, changes, strict=True)]
    )


def _references(changed: Mapping[str, Any]) -> list[str]:
    return [value for field in REFERENCES & set(changed) for value in changed[field] if value]


def _item(
    row: Row[Any],
    changed: Mapping[str, Any],
    names: Mapping[UUID, str],
    actors: Mapping[UUID, str],
    locale: Locale,
) -> PersonHistoryItem:
    return PersonHistoryItem(
        version=row.version,
        at=row.at,
        actor_id=row.actor_id,
        actor_name=actors.get(row.actor_id) if row.actor_id else None,
        act=row.act,
        import_id=row.import_id,
        changed=changed,
        changes=[
            FieldChange(
                field=field,
                label=LABELS[field].render(locale) if field in LABELS else field,
                old=value_text(field, old, names, locale),
                new=value_text(field, new, names, locale),
            )
            for field, (old, new) in changed.items()
        ],
        sentences=sentences(row.act, changed, imported=row.import_id is not None, names=names, locale=locale),
    )
