"""Numbers as people write them: «НС-2026-00042»."""

import re


def format_number(year: int, serial: int) -> str:
    """«НС-2026-00042»."""
    return f"НС-{year}-{serial:05d}"


_NUMBER = re.compile(r"(?:[НH][СC])?[\s\-–—_/№]*(?:(\d{4})[\s\-–—_/]+)?0*(\d{1,9})", re.IGNORECASE)


def parse_number(text: str) -> tuple[int | None, int] | None:
    """(year or None, serial) of a number as people type it: «НС-2026-00042», «нс 2026 42», «42»; else None."""
    match = _NUMBER.fullmatch(text.strip())
    return (int(match[1]) if match[1] else None, int(match[2])) if match else None
