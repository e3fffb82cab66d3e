"""What endpoints ask for: a transaction, and a caller who holds the permission somewhere.

Where it must be held is decided by the record's branch, in policies and repositories.
"""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request

from shared.auth import permissions
from shared.auth.principal import Principal
from shared.web.language import Locale
from shared.web.routing import CurrentPrincipal, Session, require
from shared.web.versions import IfMatch, RequiredIfMatch

__all__ = [
    "CanConfigure",
    "CanFile",
    "CanImport",
    "CommentWindow",
    "CurrentPrincipal",
    "IfMatch",
    "Locale",
    "RequiredIfMatch",
    "Session",
]

CanFile = Annotated[Principal, Depends(require(permissions.NONCONFORMITY_FILE))]
CanImport = Annotated[Principal, Depends(require(permissions.NONCONFORMITY_IMPORT))]
CanConfigure = Annotated[Principal, Depends(require(permissions.NONCONFORMITY_CONFIGURE))]


async def _comment_window(request: Request) -> timedelta:
    return timedelta(minutes=request.app.state.settings.comment_edit_minutes)


#: How long an author may change a comment.
CommentWindow = Annotated[timedelta, Depends(_comment_window)]
