"""Run by Alembic: `alembic -n people upgrade head`."""

from services.people.models import Base
from shared.db.base import mechanism
from shared.db.migrations import run

run("people", [Base.metadata, mechanism])
