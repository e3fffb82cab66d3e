"""What an administrator sets for the whole journal."""

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, SmallInteger, Table, text

from services.nonconformity.models.base import metadata

options = Table(
    "options",
    metadata,
    Column("id", Boolean, primary_key=True, server_default=text("true")),  #: the one row there is
    Column("version", Integer, nullable=False, server_default="1"),
    Column("repeat_days", SmallInteger, nullable=False, server_default="90"),  #: how long a finding can be repeated
    CheckConstraint("id", name="one_row"),
    CheckConstraint("repeat_days BETWEEN 1 AND 3653", name="repeat_days"),
)
