"""SQL of the register of consents."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.models import Consent, Person

AnyRow = Row[*tuple[Any, ...]]


async def latest(session: AsyncSession, person_id: UUID, kind: str) -> Consent | None:
    statement = select(Consent).where(Consent.person_id == person_id, Consent.kind == kind)
    return await session.scalar(statement.order_by(Consent.id.desc()).limit(1))


async def statements(session: AsyncSession, person_id: UUID) -> Sequence[AnyRow]:
    """All of a person, the newest first, with the names of who entered them."""
    name = func.concat_ws(" ", Person.last_name, Person.first_name, Person.middle_name)
    statement = (
        select(
            Consent.id, Consent.kind, Consent.given, Consent.text_version, Consent.channel, Consent.stated_at,
            Consent.recorded_at, Consent.recorded_by, func.nullif(name, "").label("recorded_by_name"),
        )
        .outerjoin(Person, Person.id == Consent.recorded_by)
        .where(Consent.person_id == person_id)
        .order_by(Consent.id.desc())
    )  # fmt: skip
    return (await session.execute(statement)).all()
