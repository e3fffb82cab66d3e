"""An endpoint that takes files: body first, storage second, transaction last.

    @router.post(..., openapi_extra=form_of("purpose"), responses=REFUSALS)
    @streams
    async def attach(request: Request, session: Session, ...) -> Response:
        async with intake.receive(request, settings, fields=frozenset({"purpose"})) as upload:
            return await enter(request, session, keeper, upload, act)

Nothing of the database is held while a body arrives or a picture is decoded.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.database import Database
from shared.files.intake import FIELD, Upload
from shared.files.keeping import FileKeeper, Kept
from shared.web import idempotency
from shared.web.refusals import Responses, response

REFUSALS: Responses = {
    400: response("Not a form with files, or broken off"),
    408: response("The upload took too long"),
    413: response("The request is too large"),
}


def form_of(*, fields: Mapping[str, Mapping[str, Any]] | None = None, most: int) -> dict[str, Any]:
    """How the reference describes the body; `fields`: {name: JSON schema} of those beside the files."""
    files = {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1, "maxItems": most}
    schema = {"type": "object", "required": [FIELD], "properties": {FIELD: files, **(fields or {})}}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


async def enter(
    request: Request,
    session: AsyncSession,
    keeper: FileKeeper,
    upload: Upload,
    act: Callable[[Sequence[Kept]], Awaitable[Response]],
) -> Response:
    """Keep the files and let `act` enter them, once for an Idempotency-Key. What was kept for nothing is discarded."""
    key, database = request.state.key, request.app.state.database
    assert isinstance(database, Database)
    async with database.reading() as reader:
        earlier = await idempotency.earlier_answer(reader, request, key, digest=upload.digest)
    if earlier is not None:
        return earlier
    kept = await keeper.keep(upload.files)
    entered = False

    async def enter_kept() -> Response:
        nonlocal entered
        response = await act(kept)
        entered = True
        return response

    try:
        return await idempotency.once(session, request, key, enter_kept, digest=upload.digest)
    finally:
        if not entered:
            await keeper.discard(file.folder for file in kept)
