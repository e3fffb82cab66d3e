"""The secret code by which an author without a name comes back: eighteen digits, «482-905-117-336-720-940».

Digits, for they are typed on any telephone without changing the keyboard and are read aloud alike in every language of
the sites. Seventeen of them are chance, 56 bits; the last one tells a slip of the finger (H. M. Damm, 2004: every wrong
digit and every two neighbours exchanged), so that a slip is not taken for a guess.
"""

import secrets
import unicodedata

DIGITS = 18
_GROUP = 3
_SEPARATORS = frozenset(" \t\u00a0\u2009\u202f-–—.,_·")
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017",
    "9438617205", "2581436790",
)  # fmt: skip


def new_code() -> str:
    """A code that nobody has, as it is stored and compared: digits only."""
    chance = f"{secrets.randbelow(10 ** (DIGITS - 1)):0{DIGITS - 1}d}"
    return chance + check_digit(chance)


def grouped(code: str) -> str:
    """«482-905-117-336-720-940»."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def parse_code(typed: str) -> str | None:
    """The code that was typed, in whatever grouping and digits; None: it is none, most likely by a slip."""
    digits = ""
    for sign in typed.strip():
        if sign in _SEPARATORS:
            continue
        value = unicodedata.decimal(sign, None)
        if value is None:
            return None
        digits += str(value)
    return digits if len(digits) == DIGITS and check_digit(digits) == "0" else None


def check_digit(digits: str) -> str:
    """The digit that makes the rest right; of a whole right code it is 0."""
    interim = "0"
    for digit in digits:
        interim = _DAMM[int(interim)][int(digit)]
    return interim
