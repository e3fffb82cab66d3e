"""Lists: keyset pagination, sorting and the query parameters that every list has.

A cursor is the sort value and the id of the last row shown, so a page costs the same at any depth and no row
is shown twice when others are inserted meanwhile.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import BigInteger, ColumnElement, Row, Select, SmallInteger, Uuid, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import FieldError, InvalidInput
from shared.i18n import Text
from shared.web.text import SearchWords

Item = TypeVar("Item")
#: A day that a filter names: far enough from both ends of the calendar to be reckoned with.
FilterDay = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2199, 12, 31))]


class ListQuery(BaseModel):
    """The query string of a list. Subclasses add filters by field name; unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    limit: int = Field(default=25, ge=1, le=200, description="Rows in a page.")
    cursor: str | None = Field(default=None, max_length=2000, description="`next_cursor` of the page before.")
    sort: str | None = Field(default=None, max_length=60, description="A field name; with `-` in front, descending.")
    total: bool = Field(default=False, description="Also count all matching rows (costs a second query).")
    q: SearchWords | None = Field(default=None, description="Search words.")


class Page(BaseModel, Generic[Item]):
    items: list[Item]  # a Sequence would be written out by Python, item by item
    next_cursor: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Sorting:
    """The sorts that a list offers: names on the wire to non-null columns; `id` breaks ties."""

    columns: Mapping[str, ColumnElement[Any]]
    id: ColumnElement[UUID]
    default: str

    def parse(self, sort: str | None) -> tuple[str, ColumnElement[Any], bool]:
        """(name, column, whether descending); an unknown name is refused with the names that exist."""
        wanted = sort or self.default
        name, descending = wanted.removeprefix("-"), wanted.startswith("-")
        if name not in self.columns:
            known = ", ".join(self.columns)
            raise InvalidInput(errors=[FieldError(("query", "sort"), "unknown_sort", UNKNOWN_SORT, {"known": known})])
        return wanted, self.columns[name], descending


async def paginate(
    session: AsyncSession, statement: Select[*tuple[Any, ...]], *, query: ListQuery, sorting: Sorting
) -> tuple[Sequence[Row[*tuple[Any, ...]]], str | None, int | None]:
    """Run the statement for one page: (rows, next_cursor, total when asked)."""
    wanted, column, descending = sorting.parse(query.sort)
    page = statement.add_columns(column.label("_sort_value"), sorting.id.label("_sort_id"))
    if query.cursor:
        value, last_id = _decode(query.cursor, wanted, column)
        here, last = tuple_(column, sorting.id), tuple_(literal(value, column.type), literal(last_id, Uuid()))
        page = page.where(here < last if descending else here > last)
    order = (column.desc(), sorting.id.desc()) if descending else (column.asc(), sorting.id.asc())
    rows = (await session.execute(page.order_by(*order).limit(query.limit + 1))).all()
    total = None
    if query.total and not query.cursor and len(rows) <= query.limit:
        total = len(rows)  # the first page is all there is
    elif query.total:
        counted = statement.order_by(None).with_only_columns(sorting.id).subquery()
        total = await session.scalar(select(func.count()).select_from(counted))
    if len(rows) <= query.limit:
        return rows, None, total
    shown = rows[query.limit - 1]._mapping
    return rows[: query.limit], _encode(wanted, shown["_sort_value"], shown["_sort_id"]), total


UNKNOWN_SORT = Text(ru="Нет такой сортировки. Есть: {known}.", en="There is no such sort. There are: {known}.")
INVALID_CURSOR = Text(
    ru="Страница устарела или ссылка повреждена. Откройте список сначала.",
    en="The cursor is damaged or belongs to another sort. Start from the first page.",
)


def _encode(sort: str, value: Any, row_id: UUID) -> str:
    wire = value.isoformat() if isinstance(value, (date, datetime)) else value
    plain = json.dumps([sort, str(wire) if isinstance(wire, UUID) else wire, str(row_id)], ensure_ascii=False)
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _decode(cursor: str, sort: str, column: ColumnElement[Any]) -> tuple[Any, UUID]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, wire, row_id = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if made_for != sort:
            raise ValueError("another sort")
        return _value(wire, column), UUID(row_id)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, binascii.Error) as error:
        raise InvalidInput(errors=[FieldError(("query", "cursor"), "invalid_cursor", INVALID_CURSOR)]) from error


def _value(wire: Any, column: ColumnElement[Any]) -> Any:
    """The sort value as the column's Python type; a forged one, that the column cannot hold, raises what is above."""
    kind: type[Any] = UUID if isinstance(column.type, Uuid) else column.type.python_type
    if kind is datetime:
        return datetime.fromisoformat(wire).astimezone(UTC)
    if kind is date:
        return date.fromisoformat(wire)
    if kind is UUID:
        return UUID(wire)
    if type(wire) is not kind or (kind is str and not _is_text(wire)):
        raise ValueError("another type")
    if kind is int and abs(wire) >= 2 ** (_bits(column) - 1):
        raise ValueError("too great for the column")
    return wire


def _is_text(wire: str) -> bool:
    """Whether the database can hold it; half of a surrogate pair raises UnicodeEncodeError, which is a ValueError."""
    return b"\x00" not in wire.encode()


def _bits(column: ColumnElement[Any]) -> int:
    if isinstance(column.type, BigInteger):
        return 64
    return 16 if isinstance(column.type, SmallInteger) else 32
