"""Each operation gets generated requests, and each request is sent by everybody: what must never be answered?

A server error, a status or a media type that the reference does not name, a body of another shape than it says.
Half of the requests are about things that exist, so that they get past «there is no such record».
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.e2e.access.targets import Targets
from tests.fuzz.knockers import Knocker

ENDLESS = "/api/v1/live"
"""A stream ends when its reader leaves: it has tests of its own."""

FEWEST = 1
"""Requests of each operation that are sent even when the time is over."""

CHECKS: Sequence[CheckFunction] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
IF_MATCH = "If-Match"
Operation = APIOperation[Any, Any, Any, Any]


@dataclass
class Findings:
    """What was sent and what came of it; `cases` counts a request once for everybody who sent it."""

    operations: int = 0
    cases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.cases.total()

    def __str__(self) -> str:
        senders = ", ".join(f"{name} {count:,}" for name, count in self.cases.items())
        statuses = ", ".join(f"{status}: {count:,}" for status, count in sorted(self.statuses.items()))
        return f"{self.operations} operations, {self.total:,} cases ({senders})\nanswers {statuses}"


class Fuzz:
    """Tries the operations out, one after the other."""

    def __init__(
        self, address: str, everybody: Sequence[Knocker], targets: Targets | None = None, *, paths: str = "."
    ) -> None:
        """`targets`: what exists; `paths`: a regular expression that a path has to match."""
        reference = everybody[0].session.get(f"{address}/api/openapi.json", timeout=30).json()
        schema = schemathesis.openapi.from_dict(reference).include(path_regex=paths).exclude(path=ENDLESS)
        schema.config.update(base_url=address)
        self._schema, self._everybody, self._targets = schema, everybody, targets
        self.findings = Findings()

    def run(self, *, examples: int, seconds: float, lot: int | None = None) -> Findings:
        """Try all operations, each with `examples` requests, or fewer when more than its share of `seconds` has passed.

        `lot`: the number of a run, each with other requests; None: always the same ones.
        """
        operations = [found.ok() for found in self._schema.get_all_operations() if isinstance(found, Ok)]
        assert len(operations) == self._schema.statistic.operations.selected
        self.findings.operations = len(operations)
        began = time.monotonic()
        for number, operation in enumerate(operations, 1):
            for knocker in self._everybody:
                if knocker.is_nobody or operation.path.startswith("/api/v1/auth"):
                    knocker.move()
            self._try_out(operation, examples, began + seconds * number / len(operations), lot)
            if self._targets and operation.method != "get":
                self._targets.renew()
        return self.findings

    def _try_out(self, operation: Operation, examples: int, deadline: float, lot: int | None) -> None:
        tried = 0

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=lot is None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), existing=st.booleans())
        def probe(case: schemathesis.Case[Any], existing: bool) -> None:
            nonlocal tried
            if tried < FEWEST or time.monotonic() < deadline:
                if self._targets and (existing or tried == 0):
                    _make_existing(case, self._targets)
                self._send(case, first=tried == 0)
                tried += 1

        (probe if lot is None else seed(lot)(probe))()

    def _send(self, case: schemathesis.Case[Any], *, first: bool) -> None:
        for knocker in self._everybody:
            if knocker.is_nobody and not first and case.operation.definition.raw.get("security"):
                continue  # the door says the same to whatever it is
            answer = case.call(session=knocker.session, headers=dict(knocker.headers), timeout=30)
            self.findings.cases[knocker.name] += 1
            self.findings.statuses[answer.status_code] += 1
            try:
                case.validate_response(answer, checks=list(CHECKS))
            except* AssertionError as group:
                label = f"{case.operation.label}, {knocker.name}, {answer.status_code}"
                self.findings.failures.setdefault(label, "\n".join(str(error) for error in group.exceptions))


def _make_existing(case: schemathesis.Case[Any], targets: Targets) -> None:
    """Put things that exist in place of invented ones: in the path, and in the body where it names any."""
    parameters = dict(case.path_parameters or {})
    for name in reversed(parameters):  # the last one first: a comment is made with the record that it belongs to
        parameters[name] = targets.id(name)
    case.path_parameters = parameters
    if isinstance(case.body, dict):
        for name in case.body.keys() & _NAMED:
            case.body[name] = targets.id(_NAMED[name])
    if IF_MATCH in case.headers and parameters.keys() - {"code"}:
        case.headers[IF_MATCH] = '"1"'  # of a thing that was made for this; severities are everybody's


#: Properties of bodies, by the name that `Targets` knows the thing by.
_NAMED: Mapping[str, str] = {
    "branch_id": "branch_id",
    "site_id": "site_id",
    "unit_id": "unit_id",
    "category_id": "category_id",
    "person_id": "person_id",
    "responsible_id": "person_id",
    "owner_id": "person_id",
    "substitute_id": "person_id",
    "into_id": "record_id",
}
