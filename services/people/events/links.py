"""Events of one-time sign-in links."""

from uuid import UUID

from services.people.models.links import SignInLink
from shared import outbox
from shared.auth import permissions
from shared.contracts.envelope import Event
from shared.contracts.people import links as contract

_LINK = {
    "made": contract.SignInLinkMade,
    "used": contract.SignInLinkUsed,
    "revoked": contract.SignInLinkRevoked,
}


def link(verb: str, row: SignInLink, *, branch: UUID | None, actor: UUID | None) -> Event:
    """`verb`: made, used or revoked; `branch` is the person's."""
    data = _LINK[verb](
        id=row.id,
        account_id=row.account_id,
        person_id=row.person_id,
        kind=row.kind,
        made_by=row.made_by,
        expires_at=row.expires_at,
    )
    return outbox.build(
        data,
        subject=row.id,
        actor=actor,
        branch=branch,
        read_permission=permissions.ACCESS_MANAGE,
        readers=(row.person_id,),
    )
