"""Who may see, file and do what. A record of a branch out of sight does not exist for the caller."""

from uuid import UUID

from services.nonconformity.domain import Caller, Record
from shared.auth import permissions
from shared.auth.principal import Principal


def may_see(principal: Principal, record: Record) -> bool:
    """Readers of its branch, and who takes part in it from whatever branch. A withdrawn record is gone for all."""
    if record.withdrawn:
        return False
    return principal.may(permissions.NONCONFORMITY_READ, record.branch_id) or principal.id in record.participants


def may_file(principal: Principal, branch_id: UUID) -> bool:
    return principal.may(permissions.NONCONFORMITY_FILE, branch_id)


def may_write_to_author(principal: Principal, record: Record) -> bool:
    """To an anonymous author: the union's side. The employer's, which the finding is about, is not let near them."""
    held = (permissions.NONCONFORMITY_ASSIGN, permissions.NONCONFORMITY_VERIFY)
    return any(principal.may(permission, record.branch_id) for permission in held)


def caller(principal: Principal, record: Record) -> Caller:
    """What the principal holds in the record's branch, as the rules want to know it."""
    branch_id = record.branch_id
    return Caller(
        id=principal.id,
        triage=principal.may(permissions.NONCONFORMITY_ASSIGN, branch_id),
        verify=principal.may(permissions.NONCONFORMITY_VERIFY, branch_id),
        edit=principal.may(permissions.NONCONFORMITY_EDIT, branch_id),
    )
