"""Headers of a file that was made for one reader."""

from urllib.parse import quote


def attachment(name: str) -> dict[str, str]:
    """To be saved under this name, and kept by nobody on the way."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
    }
