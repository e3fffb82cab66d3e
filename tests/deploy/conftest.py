"""Fixtures of the tests that start whole processes."""

import pytest

from deploy.local import guards
from deploy.local.processes import StartError
from tests.support.postgres import free_port


@pytest.fixture(scope="module")
def free_base() -> int:
    """A port for PROFKOM_PORT with every port that goes with it free."""
    while True:
        base = free_port()
        try:
            guards.require_free({base + offset: "" for offset in range(23)})
        except (StartError, OverflowError):
            continue
        return base
