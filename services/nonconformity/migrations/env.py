"""Migrations of the journal's database: `alembic -n nonconformity upgrade head`."""

import shared.installation  # noqa: F401  registers the mechanism's tables
from services.nonconformity.models import metadata
from shared.db.base import mechanism
from shared.db.migrations import run
from shared.importing.flow.tables import importing

run("nonconformity", [metadata, mechanism, importing])
