"""What the way of an import says to those who read it."""

from typing import get_args

import pytest

from shared.importing.flow import errors
from shared.importing.flow.schemas import State
from shared.web.problem_documents import body


@pytest.mark.parametrize("state", get_args(State))
@pytest.mark.parametrize("refusal", [errors.NotChecked, errors.NotApplied, errors.NotRunning])
def test_a_refusal_names_the_state_in_the_readers_words(
    refusal: type[errors.NotChecked] | type[errors.NotApplied] | type[errors.NotRunning], state: str
) -> None:
    assert state not in body(refusal(state=state), "ru")["detail"]
    assert errors.STATES[state].en in body(refusal(state=state), "en")["detail"]
