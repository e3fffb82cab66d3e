"""Russian order and Russian forgiveness in PostgreSQL, on any locale.

The server runs without ICU, where «Ёлкин» would sort before «Абрамов». A generated column `sort_key` gives the
order of the Russian alphabet; the same folding makes search blind to ё/е and case.
"""

from typing import Any

from sqlalchemy import ColumnElement, Computed, Text, func
from sqlalchemy.orm import Mapped, mapped_column


def fold(text: str) -> str:
    """Lower case, ё as е, single spaces: the form in which names are compared."""
    return " ".join(text.lower().replace("ё", "е").split())


def folded(column: Any) -> ColumnElement[str]:
    """The same folding in SQL."""
    return func.replace(func.lower(column), "ё", "е")


def sort_key(*columns: str) -> Mapped[str]:
    """A stored generated column for ORDER BY; ё goes right after е, so «Елкин» precedes «Ёлкин»."""
    joined = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
    expression = f"replace(lower({joined}), 'ё', 'е') || chr(1) || lower({joined})"
    return mapped_column(Text, Computed(expression, persisted=True))
