"""SQL of membership cards."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.models import Branch, Card, Person

AnyRow = Row[*tuple[Any, ...]]


async def of_person(session: AsyncSession, person_id: UUID) -> Sequence[AnyRow]:
    """All cards that were ever issued to a person, the newest first."""
    columns = (Card.number, Card.issued_at, Card.withdrawn_at, Card.reason)
    statement = select(*columns).where(Card.person_id == person_id).order_by(Card.number.desc())
    return (await session.execute(statement)).all()


async def held(session: AsyncSession, person_id: UUID) -> Card | None:
    statement = select(Card).where(Card.person_id == person_id, Card.withdrawn_at.is_(None))
    return await session.scalar(statement.with_for_update())


async def printed_holder(session: AsyncSession, person_id: UUID) -> AnyRow:
    """(last_name, first_name, middle_name, branch) of a person."""
    statement = (
        select(Person.last_name, Person.first_name, Person.middle_name, Branch.name.label("branch"))
        .outerjoin(Branch, Branch.id == Person.branch_id)
        .where(Person.id == person_id)
    )
    return (await session.execute(statement)).one()


async def holder(session: AsyncSession, number: int) -> AnyRow | None:
    """The name behind a good card: not withdrawn, of a present member."""
    statement = (
        select(Person.last_name, Person.first_name, Person.middle_name)
        .join(Card, Card.person_id == Person.id)
        .where(Card.number == number, Card.withdrawn_at.is_(None))
        .where(Person.is_member, Person.removed_at.is_(None))
    )
    return (await session.execute(statement)).one_or_none()
