"""Wire shapes of the journal's options."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Days = Annotated[int, Field(ge=1, le=3653)]
_REPEAT_DAYS = "How many days after its closure, or while open its registration, a finding at its place is a repeat."


class OptionsEdit(BaseModel):
    model_config = ConfigDict(extra="forbid")

    repeat_days: Days = Field(description=_REPEAT_DAYS)


class Options(BaseModel):
    version: int
    repeat_days: int = Field(description=_REPEAT_DAYS)
    allowed_actions: Sequence[Literal["edit"]]
