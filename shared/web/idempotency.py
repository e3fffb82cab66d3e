"""Idempotency-Key: the answer to a POST is stored in the transaction of its effect.

A repeated request with the same key and body gets the stored answer, marked `Idempotent-Replay: true`; with another
body it is refused. Two at once: the second waits on the key's row for the first one's commit.

An answer whose last word only the transaction's last statement knows is a `LateAnswer`: that statement keeps it too.

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
from sqlalchemy import ColumnElement, Row, Update, bindparam, func, select, update
from sqlalchemy import Text as String
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

    Nothing follows it but the commit.

    `digest`: of a body that was streamed; None: the body is read.
    """
    earlier = await claim(session, request, key, digest=digest) if key else None
    if earlier is not None:
        return earlier
    response = await act()
    await session.flush()
    if isinstance(response, LateAnswer):
        return await response.complete(key)
    if key is not None:
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
    await session.execute(_KEEP, key.named | _head(response) | {"new_body": key.close(bytes(response.body))})


def _head(response: Response) -> dict[str, Any]:
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return {"new_status": response.status_code, "new_headers": json.dumps(headers)}


class LateAnswer(Response):
    """An answer with a blank in its body, which the last statement of the transaction fills and keeps at once.

    For a statement that makes others wait until the commit: between it and the commit there is nothing more to do.
    """

    def __init__(self, response: Response, *, blank: str, fill: Callable[[Mapping[str, Any] | None], Awaitable[str]]):
        """`blank` stands in the body once. `fill` runs the statement and answers the text to stand there instead.

        Its argument: the parameters of `keeping_filled`, which is then a part of the statement; None: there is no key.
        """
        super().__init__(response.body, response.status_code, dict(response.headers))
        self._blank, self._fill = blank, fill

    async def complete(self, key: Key | None) -> Response:
        text = await self._fill(self._kept(key) if key else None)
        headers = {name: value for name, value in self.headers.items() if name != "content-length"}
        body = bytes(self.body).replace(self._blank.encode(), text.encode(), 1)
        return Response(body, self.status_code, headers)

    def _kept(self, key: Key) -> Mapping[str, Any]:
        assert key.seal is None, "the database cannot seal what it fills in"
        return key.named | _head(self) | {"new_body": bytes(self.body).decode(), "blank": self._blank}


def keeping_filled(text: ColumnElement[str]) -> Update:
    """As `store`, to be a part of the statement that learns `text`: it is stored in the place of the answer's blank."""
    filled = func.replace(bindparam("new_body", type_=String), bindparam("blank", type_=String), text)
    return _KEEP.values(body=func.convert_to(filled, "UTF8"))


def _sent(request: Request, shortest: int) -> str:
    key = request.headers[HEADER]
    if not shortest <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        limits = {"shortest": shortest, "longest": LONGEST}
        raise InvalidInput(errors=[FieldError(("header", "Idempotency-Key"), "invalid_key", _BAD_KEY, limits)])
    return key
