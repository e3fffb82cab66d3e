"""A card of the register as it is shown to one caller."""

from typing import Any

from sqlalchemy import Row

from services.people import policies
from services.people.models import Person
from services.people.persons.schemas import PersonCard, PersonPrivate
from shared.auth.principal import Principal


def card_of(person: Row[*tuple[Any, ...]] | Person, principal: Principal) -> PersonCard:
    """`person` has the columns of `repository.CARD`; private fields are there for those who may read them."""
    private = None
    if policies.may_see_private(principal, person.id, person.branch_id):
        private = PersonPrivate(
            sex=person.sex,
            birth_date=person.birth_date,
            phone=person.phone,
            email=person.email,
            children=person.children,
            subscribed_to_news=person.subscribed_to_news,
        )
    return PersonCard(
        id=person.id,
        version=person.version,
        personnel_number=person.personnel_number,
        last_name=person.last_name,
        first_name=person.first_name,
        middle_name=person.middle_name,
        branch_id=person.branch_id,
        unit_id=person.unit_id,
        position=person.position,
        city=person.city,
        assignment_site_id=person.assignment_site_id,
        is_member=person.is_member,
        joined_on=person.joined_on,
        left_on=person.left_on,
        private=private,
        created_at=person.created_at,
        updated_at=person.updated_at,
        allowed_actions=policies.person_actions(principal, person.id, person.branch_id, is_member=person.is_member),
    )
