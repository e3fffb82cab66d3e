"""What a kept file is called: the sender's name for it, made harmless, with the ending of what it really is."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

LONGEST = 120  #: characters, without the ending
_CONTROL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  #: also the marks that turn the direction of writing
_FORBIDDEN = re.compile(r'[<>:"|?*]+')  #: by Windows


def shown_name(given: str, *, endings: tuple[str, ...], fallback: str) -> str:
    """`endings`: those that fit the type, the usual one first; any other becomes that."""
    name = given.replace("\\", "/").rpartition("/")[2]
    name = unicodedata.normalize("NFC", "".join(c for c in name if unicodedata.category(c) not in _CONTROL))
    name = " ".join(_FORBIDDEN.sub("_", name).split()).rstrip(". ")
    stem, dot, last = name.rpartition(".")
    ending = dot + last.lower()
    if not dot or not (last.isalnum() and len(last) <= 5):  # a dot of the name itself: «отм. 8»
        stem, ending = name, ""
    if ending not in endings:
        ending = endings[0]
    return f"{stem.strip('. ')[:LONGEST].strip() or fallback}{ending}"


def ending_of(given: str) -> str:
    """The ending in lower case, with its dot; empty when there is none."""
    return PurePosixPath(given.replace("\\", "/")).suffix.lower()


def disposition(name: str, *, inline: bool) -> str:
    """A Content-Disposition header with the name in any alphabet (RFC 6266, RFC 5987)."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", unicodedata.normalize("NFKD", name))
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
