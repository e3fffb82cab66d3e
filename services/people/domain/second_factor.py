"""Codes of a second factor: time-based ones (RFC 6238: six digits, 30 s, SHA-1) and those on paper."""

import hmac
import secrets
from datetime import datetime

ISSUER = "Профком"  #: how the account is called in the telephone's list
STEP_SECONDS = 30
DRIFT = 1  #: steps by which a telephone's clock may be wrong either way
RECOVERY_CODES = 10
LONGEST_CODE = 40

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1


def new_secret() -> str:
    """160 random bits in Base32."""
    import pyotp

    return pyotp.random_base32()


def address(secret: str, login: str) -> str:
    """The otpauth:// address that an authenticator reads from a QR code."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def matching_step(secret: str, code: str, *, now: datetime, after: int | None) -> int | None:
    """The time step whose code this is, within the drift; None: none, or none `after` the last one that was used."""
    import pyotp

    typed = plain(code)
    if len(typed) != 6 or not (typed.isascii() and typed.isdigit()):
        return None
    totp, current = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    for step in range(current - DRIFT, current + DRIFT + 1):
        if (after is None or step > after) and hmac.compare_digest(totp.generate_otp(step), typed):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Codes such as «k7mpa-9xq2r», of about 50 bits each."""
    return [f"{_letters()}-{_letters()}" for _ in range(RECOVERY_CODES)]


def plain(code: str) -> str:
    """What a person typed, without what makes it readable."""
    return "".join(sign for sign in code.casefold() if sign not in " -\u00a0")


def _letters() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(5))
