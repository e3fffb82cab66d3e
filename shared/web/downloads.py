"""Files that were made for one reader."""

from typing import Any, Final
from urllib.parse import quote

from fastapi import Response

_PDF = "application/pdf"
#: A PDF as a response of the reference.
PDF_FILE: Final[dict[str, Any]] = {
    "description": "The document",
    "content": {_PDF: {"schema": {"type": "string", "format": "binary"}}},
}


def attachment(name: str) -> dict[str, str]:
    """The headers of a file to be saved under this name, and kept by nobody on the way."""
    return _headers("attachment", name)


def document(pdf: bytes, name: str) -> Response:
    """A PDF that the browser shows, and saves under this name; kept by nobody on the way."""
    return Response(pdf, media_type=_PDF, headers=_headers("inline", name))


def _headers(disposition: str, name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "private, no-store",
    }
