"""Whatever is sent to the paths of the merged reference, by whoever: what comes back is what the reference promises."""

import pytest

from tests.e2e.access.cast import assemble
from tests.e2e.access.targets import Targets
from tests.e2e.desk import Desk
from tests.fuzz.knockers import NOBODY, ROLES, Knocker, knocker, knockers
from tests.fuzz.run import Fuzz
from tests.services.nonconformity.public import solved
from tests.support.callers import Union

EXAMPLES, SECONDS = 4, 40.0
"""Requests for each operation, and the time after which it hurries. `python -m tests.fuzz` takes more of both."""


def test_everybody_is_answered_as_the_reference_says_and_nothing_crashes(
    union: Union, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = assemble(union, north="Ангарское", south="Волховское")
    with knockers(cast) as everybody:
        found = Fuzz(union.platform.address, everybody, Targets(union, cast)).run(examples=EXAMPLES, seconds=SECONDS)
    with capsys.disabled():
        print(f"\n{found}")
    assert not found.failures, "\n\n".join(f"{label}: {words}" for label, words in found.failures.items())
    assert found.operations >= 200
    assert found.cases.keys() == {*ROLES, NOBODY}
    assert found.statuses.keys() >= {200, 201, 204, 401, 403, 404, 422}, found.statuses


def test_who_shows_a_right_code_is_answered_as_the_reference_says(desk: Desk) -> None:
    """Without a right code the test above gets no further than the door."""
    address = desk.union.platform.address
    form = f"{address}/api/v1/public/nonconformities"
    with knocker("author", {}) as telephone:
        proof = solved(telephone.session.get(f"{form}/challenge", timeout=10).json())
        sent = telephone.session.post(form, json=desk.finding(), headers={"X-Proof": proof}, timeout=10)
        code = {"X-Report-Code": sent.json()["code"]}
        author = Knocker(telephone.name, telephone.session, code)
        found = Fuzz(address, [author], paths="/by-code").run(examples=10, seconds=SECONDS / 2)
        assert author.session.get(f"{form}/by-code", headers=code, timeout=10).status_code == 200
    assert not found.failures, found.failures
    assert found.operations == 9
    assert found.statuses.keys() >= {200, 201, 204, 404, 422}, found.statuses
