"""Wire shapes of the words for states."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from services.nonconformity.domain import State
from shared.web.text import Line


class StatusWord(BaseModel):
    model_config = ConfigDict(extra="forbid")

    word: Line = Field(description="As a journal writes it: «Снято с контроля».")
    state: State


class StatusWords(BaseModel):
    """The words that an administrator taught; they go before those that are known anyway (`known`, read only)."""

    items: list[StatusWord] = Field(max_length=500)
    known: Mapping[State, list[str]] = Field(default={}, description="Ignored when written.")
