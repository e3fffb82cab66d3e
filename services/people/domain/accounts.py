"""Logins, passwords and the lock-out that makes guessing them slow."""

from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
LONGEST_LOGIN = 100

FREE_FAILURES = 5  #: the fifth wrong password in a row locks the account
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(hours=1)
FORGIVEN_AFTER = timedelta(hours=24)  #: without a failure for so long, counting starts anew

_FEWEST_DIFFERENT_SIGNS = 4
_COMMON_WORDS = """
    1234567890 12345678900 12345678910 123456789a 123456789q 0123456789 0987654321 9876543210 1029384756 1q2w3e4r5t
    1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5 q1w2e3r4t5y6 qwertyuiop qwerty12345 qwerty123456 qwertyqwerty qazwsxedcrfv
    password12 password123 password1234 password12345 passwordpassword p@ssw0rd123 administrator administrator1
    admin12345 admin123456 adminadmin welcome123 letmein123 iloveyou12 superman123 football123 asdfghjkl1 asdfghjkl;
    zaq12wsxcde3 zxcvbnm123 zxcvbnm,./ 1231231231 123123123123 11223344556 a123456789 qwer1234qwer changeme123
    changemenow trustno1trustno1 йцукенгшщз йцукенгшщзхъ пароль1234 пароль12345 пароль123456 парольпароль привет1234
    привет12345 профсоюз12 профсоюз123 профсоюз1234 профсоюз2022 профсоюз2023 профсоюз2024 профсоюз2025 профсоюз2026
    profsoyuz1 profsoyuz123 profkom123 profkom1234 profkom12345 profkom2024 profkom2025 profkom2026 администратор
    администратор1 фывапролдж фывапролдж1 ячсмитьбю1 россия1234 москва1234 любимая123 наташа1234
"""
_COMMON = frozenset(_COMMON_WORDS.split())


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "password_too_short"
    IS_THE_LOGIN = "password_is_login"
    COMMON = "password_too_common"
    MONOTONOUS = "password_monotonous"


def canonical_login(login: str) -> str:
    """The form in which two logins are the same: case and spaces around do not matter."""
    return login.strip().casefold()


def weakness(password: str, login: str) -> Weakness | None:
    """What is wrong with a new password; None: it may be used."""
    folded = password.casefold()
    if len(password) < SHORTEST_PASSWORD:
        return Weakness.TOO_SHORT
    if canonical_login(password) == canonical_login(login):
        return Weakness.IS_THE_LOGIN
    if folded in _COMMON:
        return Weakness.COMMON
    if len(set(folded)) < _FEWEST_DIFFERENT_SIGNS:
        return Weakness.MONOTONOUS
    return None


def failures_so_far(failures: int, last_failed_at: datetime | None, now: datetime) -> int:
    """The wrong passwords in a row that still count."""
    if last_failed_at is None or now - last_failed_at >= FORGIVEN_AFTER:
        return 0
    return failures


def lock_for(failures: int) -> timedelta | None:
    """How long this many wrong passwords in a row lock an account: 1, 2, 4 ... minutes, an hour at most."""
    if failures < FREE_FAILURES:
        return None
    doublings = min(failures - FREE_FAILURES, 16)  # far beyond the hour; the power stays small
    doubled: timedelta = FIRST_LOCK * 2**doublings
    return min(doubled, LONGEST_LOCK)
