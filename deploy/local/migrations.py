"""Telling whether a database stands at the newest migration without loading the migration tool.

Reading a few files costs milliseconds, importing SQLAlchemy and Alembic most of a second: that is the difference
between a start and a second start.
"""

import ast
from pathlib import Path

from deploy.local.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]

APPLIED = """
SELECT to_regclass('public.alembic_version') IS NOT NULL AS present \\gset
\\if :present
SELECT version_num FROM alembic_version;
\\endif
"""


def newest(service: str, root: Path = ROOT) -> set[str]:
    """The revisions of a service that no other follows (one, unless branches were not merged)."""
    revisions, followed = _revisions(service, root)
    return revisions - followed


def known(service: str, root: Path = ROOT) -> set[str]:
    """All revisions of a service: a database that stands at another one was made by newer code."""
    return _revisions(service, root)[0]


def applied(server: Postgres, database: str) -> set[str]:
    """The revisions that the database stands at; empty when it was never migrated."""
    return set(server.run(APPLIED, database=database).split())


def _revisions(service: str, root: Path) -> tuple[set[str], set[str]]:
    """(all revisions of a service, those that another one follows)."""
    revisions: set[str] = set()
    followed: set[str] = set()
    for path in (root / "services" / service / "migrations" / "versions").glob("*.py"):
        values = _constants(path)
        revisions |= _names(values.get("revision"))
        followed |= _names(values.get("down_revision"))
    return revisions, followed


def _constants(path: Path) -> dict[str, object]:
    """The constants that a module assigns at its top level, annotated or not."""
    constants: dict[str, object] = {}
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets, value = [statement.target], statement.value
        else:
            continue
        try:
            constant = ast.literal_eval(value)
        except ValueError:
            continue
        constants.update((target.id, constant) for target in targets if isinstance(target, ast.Name))
    return constants


def _names(value: object) -> set[str]:
    """`None`, one name or several, as Alembic writes them."""
    if isinstance(value, str):
        return {value}
    return {str(name) for name in value} if isinstance(value, (tuple, list)) else set()
