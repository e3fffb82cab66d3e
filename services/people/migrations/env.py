"""Run by Alembic: `alembic -n people upgrade head`."""

import shared.installation  # noqa: F401  registers the mechanism's tables
from services.people.models import Base
from shared.db.base import mechanism
from shared.db.migrations import run
from shared.importing.flow.tables import importing

run("people", [Base.metadata, mechanism, importing])
