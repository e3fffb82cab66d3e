"""Wire shapes of places with a poster."""

from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.nonconformity.schemas import Ref
from shared.web.listing import ListQuery
from shared.web.text import Line
from shared.web.validation import require_filled


class NewPlace(BaseModel):
    model_config = ConfigDict(extra="forbid")

    site_id: UUID
    branch_id: UUID = Field(description="Whose journal gets what is reported there.")
    place: Line = Field(description="Where on the site: «турбинный цех, пост 4».")


class PlaceEdit(BaseModel):
    """A place is never deleted, its poster may still hang: `active` false switches it off."""

    model_config = ConfigDict(extra="forbid")

    place: Line | None = None
    active: bool | None = None

    @model_validator(mode="after")
    def _nothing_is_emptied(self) -> Self:
        require_filled(self)
        return self


class Place(BaseModel):
    id: UUID
    version: int
    slug: str
    form_path: str = Field(description="The poster's address, without the host: the public form, filled in.")
    site: Ref
    branch: Ref
    place: str
    active: bool
    allowed_actions: list[Literal["edit"]]


class PlaceQuery(ListQuery):
    """Sorts: place, site, created_at; `q` looks into place and site."""

    branch_id: UUID | None = None
    site_id: UUID | None = None
    active: bool | None = None
