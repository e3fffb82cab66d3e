"""/api/v1/nonconformities/options: what an administrator sets for the whole journal."""

from fastapi import Response

from services.nonconformity.deps import CanConfigure, CurrentPrincipal, RequiredIfMatch, Session
from services.nonconformity.options import service
from services.nonconformity.options.schemas import Options, OptionsEdit
from shared.web.routing import service_router
from shared.web.versions import tagged

router = service_router(prefix="/api/v1/nonconformities/options", tags=["options"])


@router.get("")
async def get_options(session: Session, principal: CurrentPrincipal, response: Response) -> Options:
    return tagged(await service.show(session, principal=principal), response)


@router.patch("")
async def edit_options(
    changes: OptionsEdit, session: Session, principal: CanConfigure, expected: RequiredIfMatch, response: Response
) -> Options:
    """Change how long a finding can be repeated; it counts for what is filed from now on."""
    return tagged(await service.edit(session, principal=principal, expected=expected, changes=changes), response)
