"""Fixtures for the tests of every service."""

import pytest

from tests.support.auth import Tokens


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Tokens:
    """The issuer whose tokens this run's services accept: see `tests.support.auth`."""
    return Tokens(tmp_path_factory.mktemp("tokens"))
