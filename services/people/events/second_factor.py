"""Events of second factors."""

from uuid import UUID

from services.people.models import Account
from shared import outbox
from shared.auth import permissions
from shared.contracts.envelope import Event
from shared.contracts.people import second_factor as contract

_FACTOR = {
    "enabled": contract.SecondFactorEnabled,
    "changed": contract.SecondFactorChanged,
    "disabled": contract.SecondFactorDisabled,
}


def second_factor(verb: str, account: Account, *, codes_left: int, branch: UUID | None, actor: UUID | None) -> Event:
    """`verb`: enabled, changed or disabled; `branch` is the person's."""
    data = _FACTOR[verb](id=account.id, person_id=account.person_id, recovery_codes_left=codes_left)
    return outbox.build(
        data,
        subject=account.id,
        actor=actor,
        branch=branch,
        read_permission=permissions.ACCESS_MANAGE,
        readers=(account.person_id,),
    )
