"""Idempotency-Key: the answer to a POST is stored in the transaction of its effect.

A repeated request with the same key and body gets the stored answer, marked `Idempotent-Replay: true`; with another
body it is refused. Two at once: the second waits on the key's row for the first one's commit.
"""

import hashlib
import json
from collections.abc import Mapping
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import FieldError, IdempotencyKeyReused, InvalidInput
from shared.i18n import Text
from shared.web.tables import idempotency_keys as table

HEADER = "idempotency-key"
KEEP_DAYS = 7
_KEPT_HEADERS = ("content-type", "location", "etag", "content-language")
_BAD_KEY = Text(
    ru="Ключ повтора — от 8 до 200 печатных латинских знаков, лучше UUID.",
    en="An idempotency key is 8 to 200 printable ASCII characters, preferably a UUID.",
)


async def claim(session: AsyncSession, request: Request, principal_id: UUID) -> Response | None:
    """Take the request's key in this transaction. The earlier answer when there is one, else None.

    Raises IdempotencyKeyReused when the key came with another request before.
    """
    key = _key(request)
    fingerprint = await _fingerprint(request)
    row = {"principal_id": principal_id, "key": key, "fingerprint": fingerprint}
    taken = await session.execute(upsert(table).values(row).on_conflict_do_nothing().returning(table.c.key))
    if taken.first() is not None:
        return None
    statement = select(table).where(table.c.principal_id == principal_id, table.c.key == key)
    earlier = (await session.execute(statement)).one()
    if earlier.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    headers: Mapping[str, str] = json.loads(earlier.headers)
    return Response(earlier.body, status_code=earlier.status, headers={**headers, "Idempotent-Replay": "true"})


async def store(session: AsyncSession, request: Request, principal_id: UUID, response: Response) -> None:
    """Keep the answer beside the effect, in the same transaction."""
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    await session.execute(
        update(table)
        .where(table.c.principal_id == principal_id, table.c.key == _key(request))
        .values(status=response.status_code, headers=json.dumps(headers), body=bytes(response.body))
    )


def _key(request: Request) -> str:
    key = request.headers[HEADER]
    if not 8 <= len(key) <= 200 or not key.isascii() or not key.isprintable():
        raise InvalidInput(errors=[FieldError(("header", "Idempotency-Key"), "invalid_key", _BAD_KEY)])
    return key


async def _fingerprint(request: Request) -> bytes:
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    return digest.digest()
