"""What the tables of the journal share."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, MetaData

from shared.db.base import NAMING

metadata = MetaData(naming_convention=NAMING)


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def moment(name: str, **options: Any) -> "Column[Any]":
    """A timestamptz."""
    return Column(name, DateTime(timezone=True), **options)
