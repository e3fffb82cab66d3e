"""Who may see what: figures by branch, the trail of events and rebuilds for operators."""

from shared.auth.permissions import ANALYTICS_READ, OPERATIONS_MANAGE
from shared.auth.principal import Principal, Scope
from shared.errors import Forbidden


def readable(principal: Principal) -> Scope:
    """The branches whose records may count in the principal's figures."""
    return principal.scope(ANALYTICS_READ)


def traceable(principal: Principal) -> Scope:
    """The branches whose events the principal may follow."""
    return principal.scope(OPERATIONS_MANAGE)


def check_may_rebuild(principal: Principal) -> None:
    """A rebuild touches the figures of all branches: raises Forbidden unless the permission is held everywhere."""
    if not principal.scope(OPERATIONS_MANAGE).is_everywhere:
        raise Forbidden
