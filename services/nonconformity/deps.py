"""What endpoints ask for: a transaction, and a caller who holds the permission somewhere.

Where it must be held is decided by the record's branch, in policies and repositories.
"""

from typing import Annotated

from fastapi import Depends

from shared.auth import permissions
from shared.auth.principal import Principal
from shared.web.language import Locale
from shared.web.routing import CurrentPrincipal, Session, require
from shared.web.versions import IfMatch, RequiredIfMatch

__all__ = [
    "CanConfigure",
    "CanFile",
    "CanImport",
    "CurrentPrincipal",
    "IfMatch",
    "Locale",
    "RequiredIfMatch",
    "Session",
]

CanFile = Annotated[Principal, Depends(require(permissions.NONCONFORMITY_FILE))]
CanImport = Annotated[Principal, Depends(require(permissions.NONCONFORMITY_IMPORT))]
CanConfigure = Annotated[Principal, Depends(require(permissions.NONCONFORMITY_CONFIGURE))]
