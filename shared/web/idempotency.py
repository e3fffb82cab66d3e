"""Idempotency-Key: the answer to a POST is stored in the transaction of its effect.

A repeated request with the same key and body gets the stored answer, marked `Idempotent-Replay: true`; with another
body it is refused. Two at once: the second waits on the key's row for the first one's commit.

For callers who are not signed in the key itself is what proves that the answer is theirs, and the answer may hold a
secret: so neither is kept as it is. The row is found by a digest of the key, and its answer is sealed with it.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import FieldError, IdempotencyKeyReused, InvalidInput
from shared.i18n import Text
from shared.web.tables import idempotency_keys as table

HEADER = "idempotency-key"
KEEP_DAYS = 7
SHORTEST, SHORTEST_OF_STRANGERS, LONGEST = 8, 20, 200
NOBODY = UUID(int=0)  #: in place of the principal, for callers who are not signed in
_NONCE = 12

#: How the reference tells of the header.
PARAMETER = "IdempotencyKey"
REFERENCE = {"$ref": f"#/components/parameters/{PARAMETER}"}
DESCRIBED: Mapping[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": SHORTEST, "maxLength": LONGEST},
    "description": "Repeat a request with the key it was first sent with, preferably a UUID: it takes effect once, and "
    f"the answer is the first one, marked `Idempotent-Replay: true`. Kept for {KEEP_DAYS} days.",
}
_KEPT_HEADERS = ("content-type", "location", "etag", "content-language", "cache-control")
_BAD_KEY = Text(
    ru="Ключ повтора — от {shortest} до {longest} печатных латинских знаков, лучше UUID.",
    en="An idempotency key is {shortest} to {longest} printable ASCII characters, preferably a UUID.",
)

# Built once: every POST asks the first and the last, and building them costs more than sending them.
_TAKE = upsert(table).on_conflict_do_nothing().returning(table.c.key)
_OF_KEY = (table.c.principal_id == bindparam("owner"), table.c.key == bindparam("name"))
_EARLIER = select(table).where(*_OF_KEY)
_KEEP = update(table).where(*_OF_KEY).values({name: bindparam(f"new_{name}") for name in ("status", "headers", "body")})


@dataclass(frozen=True, slots=True)
class Key:
    """A caller's key. `name` is what is stored of it; `seal`: the key that closes the answer, None: it stays open."""

    owner: UUID
    name: str
    seal: bytes | None = None

    @classmethod
    def of_principal(cls, request: Request, principal_id: UUID) -> Self:
        return cls(principal_id, _sent(request, SHORTEST))

    @classmethod
    def of_stranger(cls, request: Request, identifying: Sequence[str] = ()) -> Self:
        """`identifying`: headers by which the endpoint knows its caller; with another value it is another key."""
        secret = "\n".join(
            [_sent(request, SHORTEST_OF_STRANGERS), *(request.headers.get(name, "") for name in identifying)]
        ).encode()
        name = hashlib.sha256(b"profkom idempotency name\n" + secret).hexdigest()
        return cls(NOBODY, name, hashlib.sha256(b"profkom idempotency seal\n" + secret).digest())

    @property
    def named(self) -> dict[str, Any]:
        """The parameters by which its row is found."""
        return {"owner": self.owner, "name": self.name}

    def close(self, answer: bytes) -> bytes:
        if self.seal is None:
            return answer
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.seal).encrypt(nonce, answer, None)

    def open(self, kept: bytes) -> bytes:
        if self.seal is None:
            return kept
        return AESGCM(self.seal).decrypt(kept[:_NONCE], kept[_NONCE:], None)

    def fingerprint(self, request: Request, body: bytes) -> bytes:
        digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
        digest.update(body)
        # Without the key nobody who reads the table can try which text it may have been.
        return digest.digest() if self.seal is None else hmac.digest(self.seal, digest.digest(), "sha256")


async def once(
    session: AsyncSession,
    request: Request,
    key: Key | None,
    act: Callable[[], Awaitable[Response]],
    *,
    digest: bytes | None = None,
) -> Response:
    """The answer of `act`, done in this transaction, or the one given to this key before; no key: always `act`'s.

    `digest`: of a body that was streamed; None: the body is read.
    """
    if key is None:
        return await act()
    earlier = await claim(session, request, key, digest=digest)
    if earlier is not None:
        return earlier
    response = await act()
    await session.flush()
    await store(session, key, response)
    return response


async def claim(session: AsyncSession, request: Request, key: Key, *, digest: bytes | None = None) -> Response | None:
    """Take the key in this transaction. The earlier answer when there is one, else None.

    Raises IdempotencyKeyReused when the key came with another request before.
    """
    fingerprint = key.fingerprint(request, await request.body() if digest is None else digest)
    row = {"principal_id": key.owner, "key": key.name, "fingerprint": fingerprint}
    if (await session.execute(_TAKE, row)).first() is not None:
        return None
    return _replay((await session.execute(_EARLIER, key.named)).one(), key, fingerprint)


async def earlier_answer(session: AsyncSession, request: Request, key: Key | None, *, digest: bytes) -> Response | None:
    """As `claim`, without taking the key: asked before costly work whose effect `once` will enter."""
    if key is None:
        return None
    row = (await session.execute(_EARLIER, key.named)).one_or_none()
    return None if row is None else _replay(row, key, key.fingerprint(request, digest))


def _replay(earlier: Row[Any], key: Key, fingerprint: bytes) -> Response:
    if earlier.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    headers: Mapping[str, str] = json.loads(earlier.headers)
    return Response(
        key.open(earlier.body), status_code=earlier.status, headers={**headers, "Idempotent-Replay": "true"}
    )


async def store(session: AsyncSession, key: Key, response: Response) -> None:
    """Keep the answer beside the effect, in the same transaction."""
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    answer = {
        "new_status": response.status_code,
        "new_headers": json.dumps(headers),
        "new_body": key.close(bytes(response.body)),
    }
    await session.execute(_KEEP, key.named | answer)


def _sent(request: Request, shortest: int) -> str:
    key = request.headers[HEADER]
    if not shortest <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        limits = {"shortest": shortest, "longest": LONGEST}
        raise InvalidInput(errors=[FieldError(("header", "Idempotency-Key"), "invalid_key", _BAD_KEY, limits)])
    return key
