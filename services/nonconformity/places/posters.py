"""The poster of a place: big words, a QR code that opens the public form, and what becomes of a report.

In Russian with English lines whoever prints it: it hangs where both are read.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from services.nonconformity.places.schemas import Place
from shared.documents import print_pdf, qr_svg, typeset

POSTER = Path(__file__).with_name("poster.typ")


async def print_them(places: Sequence[Place], *, union: str, address: str) -> bytes:
    """A PDF with a sheet a place. `address`: of the platform, as telephones reach it."""
    return await print_pdf(POSTER, data_of(places, union=union, address=address))


def data_of(places: Sequence[Place], *, union: str, address: str) -> Mapping[str, Any]:
    """The data of `poster.typ`."""
    return {
        "lang": "ru",
        "title": "Сообщить об опасности",
        "union": union,
        "sheets": [_sheet(p, address) for p in places],
    }


def _sheet(place: Place, address: str) -> Mapping[str, str]:
    link = f"{address.rstrip('/')}{place.form_path}"
    return {
        "site": typeset(place.site.name),
        "place": typeset(place.place),
        # A poster gets dirty and torn: a quarter of the code may be lost.
        "qr": qr_svg(link, error="q"),
        "link": link.partition("://")[2],
    }
