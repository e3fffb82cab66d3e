"""ETag and If-Match on a record's version."""

from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Header
from fastapi.responses import Response

from shared.errors import StaleVersion, VersionRequired
from shared.web.refusals import refuses


class _Versioned(Protocol):
    @property
    def version(self) -> int: ...


_Record = TypeVar("_Record", bound=_Versioned)


def etag(version: int) -> dict[str, str]:
    """The header that names a record's version."""
    return {"ETag": f'"{version}"'}


def tagged(record: _Record, response: Response) -> _Record:
    """The record, after its version was written on the answer."""
    response.headers.update(etag(record.version))
    return record


@refuses(StaleVersion)
async def _expected(
    if_match: Annotated[str | None, Header(description="The ETag the record was read with.")] = None,
) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    tag = if_match.strip().removeprefix("W/").strip('"')
    if not (tag.isascii() and tag.isdigit() and len(tag) < 10):
        raise StaleVersion
    return int(tag)


#: The version that the caller read; None when the request carries no If-Match.
IfMatch = Annotated[int | None, Depends(_expected)]


@refuses(VersionRequired)
async def _required(expected: IfMatch) -> int:
    if expected is None:
        raise VersionRequired
    return expected


#: As `IfMatch`, but 428 without it: for edits of fields, where a blind overwrite loses somebody's work.
RequiredIfMatch = Annotated[int, Depends(_required)]


def check_version(current: int, expected: int | None) -> None:
    """Raise StaleVersion when the caller read another version than the current one."""
    if expected is not None and expected != current:
        raise StaleVersion
