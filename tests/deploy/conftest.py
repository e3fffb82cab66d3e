"""Fixtures of the tests that start whole processes."""

import pytest

from tests.support import platform


@pytest.fixture(scope="module")
def free_base() -> int:
    """A port for PROFKOM_PORT with every port that goes with it free."""
    return platform.free_base()
