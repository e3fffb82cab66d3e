"""The form in which texts of conditions are compared, in Python exactly as PostgreSQL makes it."""

from typing import Any

from sqlalchemy import ColumnElement

from shared.db.russian import folded


def fold(text: str) -> str:
    """Lower case and ё as е. Sign by sign, as `lower` of PostgreSQL's own locales does: «İ» is «i», never two signs."""
    return "".join(sign.lower()[0] for sign in text).replace("ё", "е")


def fold_sql(column: Any) -> ColumnElement[str]:
    return folded(column)
