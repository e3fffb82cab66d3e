"""What endpoints ask for."""

from typing import Annotated

from fastapi import Depends

from shared.auth.permissions import ANALYTICS_READ, OPERATIONS_MANAGE
from shared.auth.principal import Principal
from shared.web.language import Locale
from shared.web.routing import CurrentPrincipal, Session, require

__all__ = ["CanOperate", "CanRead", "CurrentPrincipal", "Locale", "Session"]

CanRead = Annotated[Principal, Depends(require(ANALYTICS_READ))]
CanOperate = Annotated[Principal, Depends(require(OPERATIONS_MANAGE))]
