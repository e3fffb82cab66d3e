"""Wire shapes of consents."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from services.people.domain.consents import Channel, Kind
from services.people.schemas import Input
from shared import clock
from shared.i18n import Text
from shared.web.text import Line
from shared.web.validation import Refused

_FUTURE = Text(ru="Это время ещё не наступило.", en="This moment is in the future.")
_ANCIENT = Text(ru="Дата раньше 2000 года. Проверьте её.", en="The date is before 2000. Check it.")


def _happened(moment: datetime) -> datetime:
    if moment > clock.now():
        raise Refused(_FUTURE)
    if moment.year < 2000:
        raise Refused(_ANCIENT)
    return moment


class ConsentIn(Input):
    kind: Kind
    given: bool = Field(description="False: withdrawn.")
    text_version: Line | None = Field(default=None, description="Which wording was agreed to; needed to give.")
    channel: Channel
    stated_at: Annotated[AwareDatetime, AfterValidator(_happened)] | None = Field(
        default=None, description="When the person said so; now when left out."
    )


class Statement(BaseModel):
    id: UUID
    kind: Kind
    given: bool
    text_version: str | None
    channel: Channel
    stated_at: datetime
    recorded_at: datetime
    recorded_by: UUID | None
    recorded_by_name: str | None


class ConsentState(BaseModel):
    """What holds now. `given` false with `since` null: never said anything."""

    kind: Kind
    label: str
    given: bool
    text_version: str | None
    since: datetime | None


class Consents(BaseModel):
    items: list[ConsentState]
    statements: list[Statement] = Field(description="Everything the person ever said, the newest first.")
    may_record: bool
