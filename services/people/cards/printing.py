"""The membership card on paper or on a telephone: the name, the number, and the code that anybody can check."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from shared.documents import print_pdf, qr_svg, typeset
from shared.i18n import Locale, Text

CARD: Final = Path(__file__).with_name("card.typ")
TITLE: Final = Text(ru="Членский билет", en="Membership card")
_BRANCH = Text(ru="Отделение", en="Branch")
_NUMBER = Text(ru="Номер", en="Number")
_ISSUED = Text(ru="Выдан", en="Issued")
_CHECK = Text(ru="Проверка: наведите камеру", en="To check: point a camera")


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """What stands on a card. `link`: what its QR code holds; `zone`: whose date it was issued on."""

    name: tuple[str, ...]  #: the last name, the first one, the middle one if any
    branch: str | None
    number: int
    issued_at: datetime
    link: str
    union: str
    zone: str


async def print_card(card: PrintedCard, locale: Locale) -> bytes:
    """A PDF with one page of 85.6 by 54 mm."""
    return await print_pdf(CARD, data_of(card, locale))


def data_of(card: PrintedCard, locale: Locale) -> Mapping[str, Any]:
    """The data of `card.typ`."""
    issued = card.issued_at.astimezone(ZoneInfo(card.zone))
    facts = [
        (_BRANCH.render(locale), typeset(card.branch or "—")),
        (_NUMBER.render(locale), str(card.number)),
        (_ISSUED.render(locale), f"{issued:%d.%m.%Y}"),
    ]
    return {
        "lang": locale,
        "title": TITLE.render(locale),
        "union": typeset(card.union),
        "name": [typeset(part) for part in card.name],
        "longest": max(map(len, card.name)),
        "facts": facts,
        "qr": qr_svg(card.link),
        "check": _CHECK.render(locale),
    }
