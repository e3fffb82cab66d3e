"""A place with a poster: whoever scans its code has site and place filled in."""

import secrets

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  #: no 0, 1, i, l, o
_SIGNS = 8  #: about 40 bits: nobody finds another union's places by trying


def new_slug() -> str:
    """The part of the address «/f/k7m2x9qd» that names the place."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS))
