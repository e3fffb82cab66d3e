"""Proof of work: a sender's machine computes for about a second, so that a thousand reports cost it a quarter hour.

The protocol is ALTCHA's second: find the counter for which PBKDF2 of nonce and counter begins with `keyPrefix`.
The challenge and its solution are signed, so nothing is stored until a proof is spent, and a check costs two digests.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.errors.public import ProofNeeded, ProofRefused
from services.nonconformity.models.public import used_proofs
from services.nonconformity.public.keys import PublicKeys
from shared import clock

HEADER = "x-proof"
VALID = timedelta(minutes=20)  #: time to solve it on an old telephone and to send on a bad connection
_ALGORITHM, _ROUNDS = "PBKDF2/SHA-256", 1000  #: rounds for each counter: a browser computes them as fast as a robot
_LONGEST = 4000  #: characters of a payload


@dataclass(frozen=True, slots=True)
class Proof:
    """A solution that is right and in time; whether it was used before is for `spend`."""

    digest: bytes
    expires_at: datetime


class Proofs:
    """`work`: thousands of rounds that a solution takes on average."""

    def __init__(self, keys: PublicKeys, *, work: int) -> None:
        self._keys, self._work = keys, work

    def challenge(self) -> dict[str, Any]:
        """A new challenge, as the widget and any other solver of ALTCHA 2 read it."""
        from altcha import create_challenge  # loaded when the first form is opened

        signing, solving = self._keys.proofs
        made = create_challenge(
            algorithm=_ALGORITHM,
            cost=_ROUNDS,
            # Half of the work to half as much again: never the luck of a few rounds, never an endless wait.
            counter=self._work // 2 + secrets.randbelow(self._work + 1),
            expires_at=clock.now() + VALID,
            hmac_secret=signing,
            hmac_key_secret=solving,
        )
        return made.to_dict()

    def check(self, payload: str | None) -> Proof:
        """Raises ProofNeeded without a payload, ProofRefused for a wrong or an expired one."""
        from altcha import Payload, verify_solution

        if not payload:
            raise ProofNeeded
        signing, solving = self._keys.proofs
        verified = verify_solution(payload, signing, hmac_key_secret=solving) if len(payload) <= _LONGEST else None
        if verified is None or not verified.verified:
            raise ProofRefused
        challenge = Payload.from_base64(payload).challenge
        expires_at = datetime.fromtimestamp(challenge.parameters.expires_at or 0, UTC)
        if expires_at < clock.now() or challenge.signature is None:
            raise ProofRefused
        return Proof(hashlib.sha256(challenge.signature.encode()).digest(), expires_at)


async def spend(session: AsyncSession, proof: Proof) -> None:
    """Use a proof up, in the transaction of what it pays for. Raises ProofRefused when it was used before."""
    if not await mark_spent(session, proof):
        raise ProofRefused


async def mark_spent(session: AsyncSession, proof: Proof) -> bool:
    """Use a proof up; whether it was fresh."""
    row = {"digest": proof.digest, "expires_at": proof.expires_at}
    statement = upsert(used_proofs).values(row).on_conflict_do_nothing().returning(used_proofs.c.digest)
    return (await session.execute(statement)).first() is not None
