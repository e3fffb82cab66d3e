"""One-time sign-in links: what they are for, whether they still work, what an invited person's login is."""

import re
from datetime import datetime
from enum import StrEnum

#: The web client's page; the secret stands in the fragment, which no browser sends to a server or a log.
PAGE = "/sign-in#link="
LONGEST_GENERATED = 40

_LATIN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", (
    "a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
    "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
), strict=True))  # fmt: skip
_UNFIT = re.compile(r"[^a-z0-9-]")


class LinkKind(StrEnum):
    INVITATION = "invitation"  #: to an account that has no password yet
    RECOVERY = "recovery"  #: of a forgotten one


class LinkState(StrEnum):
    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"  #: by hand, by a newer link, or by a password that was set meanwhile
    EXPIRED = "expired"


def state_of(
    *, used_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, now: datetime
) -> LinkState:
    if used_at is not None:
        return LinkState.USED
    if revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.OPEN if expires_at > now else LinkState.EXPIRED


def suggested_login(last_name: str, first_name: str, middle_name: str | None) -> str:
    """«Савельева Анна Марковна»: `savelyeva.am`. At least three characters, without spaces."""
    initials = _latin(first_name)[:1] + _latin(middle_name or "")[:1]
    family = _latin(last_name)[:LONGEST_GENERATED]
    return ".".join(part for part in (family or "user", initials) if part).ljust(3, "0")


def _latin(name: str) -> str:
    # «Савельева» is Savelyeva: a soft sign before a vowel is heard.
    heard = re.sub(r"ь(?=[еёюяи])", "й", name.casefold())
    return _UNFIT.sub("", "".join(_LATIN.get(sign, sign) for sign in heard))
