"""What a compositor does to a text before it is set."""

import re

_NO_BREAK, _MAY_BREAK = "\u00a0", "\u200b"
_SHORT_WORD = re.compile(r"(?<![^\W_])(?<!\u00a0)([^\W\d_]{1,2}) (?=\S)")  # but no unit behind its number
_DASH = re.compile(r"(?<=\S) (?=[—–] )")
_UNIT = re.compile(r"(№|§|(?<=\d)) (?=\d|(?:мм|см|м|км|кг|т|кВ|В|А|кВт|МПа|ч|шт)\b|°C|%|г\.)")
_LONG_WORD = re.compile(r"\S{30,}")
_EVERY = 10


def typeset(text: str) -> str:
    """The text with the spaces that hold: after short words, before a dash, between a number and its unit.

    A word longer than a line (an address, a row of letters) may break anywhere.
    """
    text = _UNIT.sub(rf"\1{_NO_BREAK}", text)
    text = _SHORT_WORD.sub(rf"\1{_NO_BREAK}", text)
    text = _DASH.sub(_NO_BREAK, text)
    return _LONG_WORD.sub(lambda word: _MAY_BREAK.join(_pieces(word[0])), text)


def _pieces(word: str) -> list[str]:
    return [word[start : start + _EVERY] for start in range(0, len(word), _EVERY)]
