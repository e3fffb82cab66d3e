"""Where secret codes are shown: from a code to its record, and what slows guessing down.

Codes of one household are looked at one after the other, so the count of wrong ones is exact however many come at once.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.by_code import repository
from services.nonconformity.domain.codes import parse_code
from services.nonconformity.domain.guesses import FORGIVEN_AFTER, WATCH, wait_of, watch_left
from services.nonconformity.errors.public import (
    GuessingUnderWay,
    ProofNeeded,
    TooManyGuesses,
    UnknownCode,
    code_missing,
    code_mistyped,
)
from services.nonconformity.public.keys import PublicKeys
from services.nonconformity.public.proof import Proof, Proofs, mark_spent
from shared import clock
from shared.db.database import Database
from shared.errors import InvalidInput
from shared.logging import get_logger

log = get_logger(__name__)


class CodeDoor:
    """Counts in transactions of its own: a refusal must leave its trace."""

    def __init__(self, database: Database, keys: PublicKeys, proofs: Proofs) -> None:
        self._database, self._keys, self._proofs = database, keys, proofs

    async def record_of(self, typed: str | None, *, household: str, proof: str | None) -> UUID:
        """The record of the code. Raises InvalidInput for a slip, UnknownCode, TooManyGuesses, GuessingUnderWay."""
        if not typed:
            raise InvalidInput(errors=[code_missing()])
        code = parse_code(typed)
        if code is None:
            raise InvalidInput(errors=[code_mistyped()])
        caller = self._keys.of_household(household)
        async with self._database.transaction() as session:
            await repository.one_at_a_time(session, caller)
            shown = await self._admit(session, caller, proof)
            record_id = await repository.record_of(session, self._keys.of_code(code))
            if record_id is not None:
                return record_id
            await self._count(session, caller, shown)
        raise UnknownCode

    async def _admit(self, session: AsyncSession, caller: bytes, payload: str | None) -> Proof | None:
        """Let the household try, or tell it how long to wait. The proof, when one had to be shown."""
        now = clock.now()
        counted = await repository.guesses(session, [caller, repository.TOGETHER])
        wait = wait_of(counted.get(caller), now)
        if wait is not None:
            raise TooManyGuesses(wait=wait)
        left = watch_left(counted.get(repository.TOGETHER), now)
        if left is None:
            return None
        try:
            proof = self._proofs.check(payload)
        except ProofNeeded as missing:
            raise GuessingUnderWay(wait=left) from missing
        if await repository.is_spent(session, proof.digest):
            raise GuessingUnderWay(wait=left)
        return proof

    async def _count(self, session: AsyncSession, caller: bytes, shown: Proof | None) -> None:
        """A wrong code uses its proof up; a right one does not, so that its owner may look on with the same."""
        now = clock.now()
        if shown is not None:
            await mark_spent(session, shown)
        own = await repository.count(session, caller, now, forgotten_after=FORGIVEN_AFTER)
        together = await repository.count(session, repository.TOGETHER, now, forgotten_after=WATCH, of_watch=True)
        log.warning("wrong report code", by_household=own.wrong, together=together.wrong)
