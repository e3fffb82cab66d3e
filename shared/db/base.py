"""What every table of every service has in common.

Each service declares its own base, so that no service can join another's tables:

    class Base(DeclarativeBase):
        metadata = MetaData(naming_convention=NAMING)
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from sqlalchemy import DateTime, MetaData, func, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from shared.ids import new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: The tables that the mechanism needs in every service's database: outbox, inbox, dead letters, idempotency keys.
mechanism = MetaData(naming_convention=NAMING)

Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]


class Identified:
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class Versioned:
    """A record that people change: `version` is its ETag and guards projections against old events.

    SQLAlchemy raises StaleDataError when another transaction took the version; it is answered as 412.
    """

    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class Timestamped:
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    updated_at: Mapped[Moment] = mapped_column(server_default=func.now())
