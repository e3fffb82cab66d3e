"""Answering with a kept file: nothing of it can run in the reader's browser or be taken for something else."""

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from shared.files.naming import disposition
from shared.files.storage import Storage

_HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Kept by the reader's browser only, and asked for again after an hour: rights may be taken away.
    "Cache-Control": "private, max-age=3600",
}


async def serve(
    request: Request, storage: Storage, key: str, *, name: str, media_type: str, tag: str, inline: bool
) -> Response:
    """The object, or 304 when the reader has it. `tag`: of the content, for the ETag. Raises NotFound, StorageAway."""
    headers = {**_HARMLESS, "ETag": f'"{tag}"'}
    known = (part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(","))
    if headers["ETag"] in known:
        return Response(status_code=304, headers=headers)
    size, pieces = await storage.read(key)
    headers |= {"Content-Length": str(size), "Content-Disposition": disposition(name, inline=inline)}
    return StreamingResponse(pieces, media_type=media_type, headers=headers)
