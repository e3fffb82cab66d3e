"""The signer of access tokens: long ones for programs, short ones for sessions that are asked for anew."""

from datetime import datetime, timedelta
from typing import Any

from services.people.settings import PeopleSettings
from shared import clock
from shared.auth.principal import Principal
from shared.auth.tokens import TokenSigner

_SHORTEST = timedelta(seconds=2)  #: or the token would have expired on its way


class Issuer:
    def __init__(self, settings: PeopleSettings) -> None:
        self._for_programs = _signer(settings, settings.token_minutes)
        self._for_sessions = _signer(settings, settings.session_token_minutes)
        self.jwks: dict[str, Any] = self._for_programs.jwks()

    def issue(self, principal: Principal, *, until: datetime | None = None) -> tuple[str, int]:
        """(token, seconds that it lives). A principal with a session gets a short one: a session can be ended.

        `until`: when a grant of the principal begins or is over; the token lives no longer.
        """
        signer = self._for_sessions if principal.session_id else self._for_programs
        lifetime = signer.lifetime
        if until is not None:
            lifetime = min(lifetime, max(until - clock.now(), _SHORTEST))
        return signer.sign(principal, lifetime=lifetime), int(lifetime.total_seconds())


def _signer(settings: PeopleSettings, minutes: int) -> TokenSigner:
    try:
        return TokenSigner(settings.token_key_file, issuer=settings.token_issuer, lifetime=timedelta(minutes=minutes))
    except OSError as error:
        raise SystemExit(f"Profkom: TOKEN_KEY_FILE cannot be read: {error}") from error
