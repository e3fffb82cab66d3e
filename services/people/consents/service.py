"""Use cases of consents: what a person agreed to is recorded, never overwritten."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import policies
from services.people import repository as common
from services.people.consents import repository
from services.people.errors.consents import ConsentNotGiven, ConsentStands
from services.people.events import consents as events
from services.people.models import Consent, Person
from shared import clock, outbox
from shared.auth.principal import Principal
from shared.errors import FieldError, InvalidInput, NotFound
from shared.i18n import Text
from shared.ids import new_id

_NO_TEXT = Text(
    ru="Укажите редакцию текста, с которой человек согласился.", en="Name the wording that the person agreed to."
)


async def record(session: AsyncSession, *, principal: Principal, person_id: UUID, values: Mapping[str, Any]) -> Person:
    """Record that a person gave or withdrew a consent; by themselves or by whoever edits their card. The person.

    Raises NotFound, Forbidden, ConsentStands, ConsentNotGiven, InvalidInput for a giving without a wording.
    """
    person = await common.lock(session, Person, person_id)  # so that two statements have an order
    if person is None or person.removed_at is not None:
        raise NotFound
    if person_id != principal.id:
        policies.require_person_edit(principal, person.id, person.branch_id)
    before = await repository.latest(session, person_id, values["kind"])
    _require_sense(before, values)
    now = clock.now()
    consent = Consent(
        id=new_id(),
        person_id=person_id,
        **{**values, "stated_at": values["stated_at"] or now},
        recorded_at=now,
        recorded_by=principal.id,
    )
    session.add(consent)
    await session.flush()
    was, became = (before.text_version if before and before.given else None), consent.text_version
    common.add_history(
        session,
        noun="person",
        record_id=person_id,
        version=person.version,
        act="consent_given" if consent.given else "consent_withdrawn",
        changed={f"consent_{consent.kind}": [was, became if consent.given else None]},
        actor_id=principal.id,
    )
    await outbox.add(session, events.consent(consent, branch=person.branch_id, actor=principal.id))
    return person


def _require_sense(before: Consent | None, values: Mapping[str, Any]) -> None:
    stands = before is not None and before.given
    if not values["given"]:
        if not stands:
            raise ConsentNotGiven
        return
    if values["text_version"] is None:
        raise InvalidInput(errors=[FieldError(("body", "text_version"), "missing", _NO_TEXT)])
    if before is not None and stands and before.text_version == values["text_version"]:
        raise ConsentStands
