"""Text that people type, as field types: trimmed, bounded, free of characters that PostgreSQL cannot take."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from shared.i18n import Text
from shared.web.validation import Refused

_CONTROL = Text(
    ru="В тексте есть невидимые управляющие знаки. Наберите его заново.",
    en="The text has invisible control characters. Type it again.",
)
_CONTROL_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  #: category Cc but tab and line breaks


_INVISIBLE = Text(
    ru="Здесь только невидимые знаки. Напишите словами.",
    en="There are only invisible characters here. Use words.",
)


def refuse_control_characters(value: str) -> str:
    """Control characters, and text of which nothing is seen: joiners, directions, blanks of other scripts."""
    if _CONTROL_SIGNS.search(value):
        raise Refused(_CONTROL)
    if value and not any(character.isprintable() and not character.isspace() for character in value):
        raise Refused(_INVISIBLE)
    return value


def _one_line(value: str) -> str:
    return " ".join(value.split())


Clean = AfterValidator(refuse_control_characters)
#: A heading, a name, a place: one line of at most 200 characters.
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Clean, AfterValidator(_one_line)
]
#: A description, a reason: paragraphs of at most 10,000 characters.
Paragraphs = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000), Clean]
#: Search words.
SearchWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Clean]
