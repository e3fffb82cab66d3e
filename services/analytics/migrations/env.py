"""Migrations of analytics' database: `alembic -n analytics upgrade head`."""

import shared.installation  # noqa: F401  registers the mechanism's tables
from services.analytics.models import Base
from shared.db.base import mechanism
from shared.db.migrations import run

run("analytics", [Base.metadata, mechanism])
