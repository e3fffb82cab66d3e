"""What endpoints ask for."""

from typing import Annotated

from fastapi import Depends, Request

from shared.auth.permissions import ANALYTICS_READ, OPERATIONS_MANAGE
from shared.auth.principal import Principal
from shared.i18n import Locale as LocaleName
from shared.i18n import negotiate
from shared.web.routing import CurrentPrincipal, Session, require

__all__ = ["CanOperate", "CanRead", "CurrentPrincipal", "Locale", "Session"]


async def _locale(request: Request) -> LocaleName:
    return negotiate(request.headers.get("accept-language"))


CanRead = Annotated[Principal, Depends(require(ANALYTICS_READ))]
CanOperate = Annotated[Principal, Depends(require(OPERATIONS_MANAGE))]
Locale = Annotated[LocaleName, Depends(_locale)]
