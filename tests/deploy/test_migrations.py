"""Whether a database is behind is told without loading the migration tool, and rightly."""

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from deploy.local import migrations
from deploy.local.topology import SERVICES
from tests.support.postgres import BLANK, ROOT, TestPostgres

REVISION = '"""What it does."""\nrevision: str = {!r}\ndown_revision: str | None = {!r}\n'


@pytest.mark.parametrize("service", SERVICES)
def test_the_newest_revision_is_the_one_alembic_finds(service: str) -> None:
    script = ScriptDirectory.from_config(Config(ROOT / "alembic.ini", ini_section=service))
    heads = set(script.get_heads())
    assert len(heads) == 1
    assert migrations.newest(service) == heads


@pytest.mark.parametrize("service", SERVICES)
def test_a_migrated_database_stands_at_the_newest_revision(
    service: str, postgres: TestPostgres, service_database: Callable[[str], str]
) -> None:
    database = service_database(service).rpartition("/")[2]
    assert migrations.applied(postgres.server, database) == migrations.newest(service)


def test_a_database_that_was_never_migrated_stands_nowhere(
    postgres: TestPostgres, service_database: Callable[[str], str]
) -> None:
    assert migrations.applied(postgres.server, service_database(BLANK).rpartition("/")[2]) == set()


def test_a_new_revision_is_seen_and_merged_branches_are_one(tmp_path: Path) -> None:
    versions = tmp_path / "services" / "people" / "migrations" / "versions"
    versions.mkdir(parents=True)
    assert migrations.newest("people", tmp_path) == set()
    (versions / "1.py").write_text(REVISION.format("one", None))
    (versions / "2.py").write_text(REVISION.format("two", "one"))
    (versions / "3.py").write_text(REVISION.format("three", "one"))
    assert migrations.newest("people", tmp_path) == {"two", "three"}
    (versions / "4.py").write_text(REVISION.format("four", ("two", "three")))
    assert migrations.newest("people", tmp_path) == {"four"}
