"""A service is prepared again when its code or its database is another one, and only then."""

from pathlib import Path

import pytest

from deploy.local.bootstrap import Preparation


@pytest.fixture
def root(tmp_path: Path) -> Path:
    service = tmp_path / "services" / "people" / "access"
    service.mkdir(parents=True)
    (service / "roles.py").write_text("ROLES = 1\n")
    return tmp_path


def preparation(root: Path, database_url: str = "postgresql://one/people") -> Preparation:
    return Preparation("people", database_url=database_url, data=root, root=root)


def test_a_new_installation_has_to_be_prepared_once(root: Path) -> None:
    assert preparation(root).is_due
    preparation(root).remember()
    assert not preparation(root).is_due


def test_an_upgrade_that_changes_the_service_prepares_it_again(root: Path) -> None:
    preparation(root).remember()
    (root / "services" / "people" / "access" / "roles.py").write_text("ROLES = 2\n")
    assert preparation(root).is_due


def test_another_database_is_prepared_too(root: Path) -> None:
    preparation(root).remember()
    assert preparation(root, "postgresql://two/people").is_due


def test_the_note_does_not_give_the_databases_password_away(root: Path) -> None:
    preparation(root, "postgresql://people:sesame@host/people").remember()
    assert "sesame" not in (root / "people-prepared").read_text()
