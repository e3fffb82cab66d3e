"""Whatever is sent to the paths of the merged reference, right or wrong: it is answered, and nothing crashes."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from requests.adapters import HTTPAdapter
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from tests.e2e.desk import Desk
from tests.services.nonconformity.public import solved
from tests.support.callers import Union

SECONDS = 30.0
EXAMPLES, FEWEST = 10, 3
"""Requests for each operation, and for each that comes after `SECONDS` are over."""

ENDLESS = "/api/v1/live"
"""A stream ends when its reader leaves: it has tests of its own."""

ADDRESS = "127.0.0.6"
"""An address of its own: guesses at passwords use up the sign-ins that an address may try."""

GENERATED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class FromAddress(HTTPAdapter):
    """Requests leave from `ADDRESS`."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options, source_address=(ADDRESS, 0))


@pytest.fixture
def session(union: Union) -> Iterator[requests.Session]:
    """Signed in as an administrator who may be spoilt: the tests' own one is not touched."""
    tester = union.person("Схемин Яков Тимофеевич", None, ("administrator", None))
    with requests.Session() as session:
        session.mount("http://", FromAddress())
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {tester.token}"
        yield session


def test_nothing_that_can_be_sent_to_any_path_of_the_reference_crashes_it(
    union: Union, session: requests.Session
) -> None:
    address = union.platform.address
    reference = session.get(f"{address}/api/openapi.json", timeout=10).json()
    schema = schemathesis.openapi.from_dict(reference).exclude(path=ENDLESS)
    schema.config.update(base_url=address)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) == schema.statistic.operations.selected >= 50
    statuses: Counter[int] = Counter()
    failures: list[str] = []
    deadline = time.monotonic() + SECONDS
    for operation in operations:
        try:
            _try_out(operation, session, statuses, deadline)
        except* AssertionError as group:
            failures += [f"{operation.label}: {error}" for error in group.exceptions]
    assert not failures, "\n\n".join(failures)
    assert {200, 201, 404, 422} <= set(statuses), statuses


def test_nothing_that_is_sent_behind_a_right_code_crashes_it(desk: Desk) -> None:
    """Without a right code the test above gets no further than the door."""
    address = desk.union.platform.address
    form = f"{address}/api/v1/public/nonconformities"
    with requests.Session() as telephone:
        telephone.mount("http://", FromAddress())
        telephone.trust_env = False
        proof = solved(telephone.get(f"{form}/challenge", timeout=10).json())
        sent = telephone.post(form, json=desk.finding(), headers={"X-Proof": proof}, timeout=10)
        code = {"X-Report-Code": sent.json()["code"]}
        schema = schemathesis.openapi.from_dict(telephone.get(f"{address}/api/openapi.json", timeout=10).json())
        schema.config.update(base_url=address)
        statuses: Counter[int] = Counter()
        operations = [found.ok() for found in schema.include(path_regex="/by-code").get_all_operations()]  # type: ignore[union-attr]
        assert len(operations) == 9
        for operation in operations:
            _try_out(operation, telephone, statuses, time.monotonic() + SECONDS / 9, headers=code)
        assert telephone.get(f"{form}/by-code", headers=code, timeout=10).status_code == 200
    assert {200, 201, 204, 404, 422} <= set(statuses), statuses


Operation = APIOperation[Any, Any, Any, Any]


def _try_out(
    operation: Operation,
    session: requests.Session,
    statuses: Counter[int],
    deadline: float,
    *,
    headers: Mapping[str, str] | None = None,
) -> None:
    tried = 0

    @GENERATED
    @given(case=operation.as_strategy())
    def probe(case: schemathesis.Case[Any]) -> None:
        nonlocal tried
        if tried < FEWEST or time.monotonic() < deadline:
            tried += 1
            case.headers.update(headers or {})
            answer = case.call(session=session, timeout=20)
            statuses[answer.status_code] += 1
            case.validate_response(answer, checks=[not_a_server_error])

    probe()
