"""A principal's scope as a condition: repositories put it into every list and look-up."""

from typing import Any

from sqlalchemy import ColumnElement, false, true

from shared.auth.principal import Scope


def in_scope(column: Any, scope: Scope) -> ColumnElement[bool]:
    """Rows whose branch lies in the scope. A row of no branch is for holders everywhere only."""
    if scope.branches is None:
        return true()
    condition: ColumnElement[bool] = column.in_(scope.branches) if scope.branches else false()
    return condition
