"""Wire shapes of the public form."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from services.nonconformity.domain import Severity
from services.nonconformity.schemas import Moment, Ref
from shared.web.text import Line, Paragraphs

#: As it stands in a poster's address; capitals are somebody's keyboard.
Slug = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[2-9A-Za-z]{1,40}$"), AfterValidator(str.lower)
]


class FormPlace(BaseModel):
    slug: str
    site: Ref
    branch: Ref
    place: str


class FormSite(Ref):
    branch_id: UUID | None = Field(description="The branch at home there; null: the form has to ask for one.")


class FormSeverity(BaseModel):
    code: Severity
    name: str


class FormLimits(BaseModel):
    """The longest texts, in characters, and what photos may be sent with the secret code."""

    place: int
    description: int
    proposal: int
    message: int
    photos: int
    photo_mib: int


class Form(BaseModel):
    """What the form offers to choose from, and how much may be typed."""

    place: FormPlace | None = Field(description="Of the asked slug; null: not asked, unknown, or out of use.")
    branches: list[Ref]
    sites: list[FormSite]
    categories: list[Ref]
    severities: list[FormSeverity]
    limits: FormLimits
    languages: list[str]


class Challenge(BaseModel):
    """ALTCHA, protocol 2: solve it and send the payload, base64 of {challenge, solution}, as `X-Proof`. Used once."""

    parameters: dict[str, Any]
    signature: str


class Report(BaseModel):
    """A finding of somebody who gives no name: `place_slug` of a poster, or `site_id` and `place`."""

    model_config = ConfigDict(extra="forbid")

    place_slug: Slug | None = None
    site_id: UUID | None = None
    place: Line | None = Field(default=None, description="With a poster's place: more exactly than the poster.")
    branch_id: UUID | None = Field(default=None, description="Needed for a site without a branch of its own.")
    category_id: UUID
    severity: Severity = Severity.MEDIUM
    description: Paragraphs
    proposal: Paragraphs | None = None
    found_at: Moment | None = Field(default=None, description="Now when left out.")
    website: str = Field(default="", max_length=2000, description="Leave it empty: a trap for robots.")


class Reported(BaseModel):
    """`code` is shown this once: it is nowhere kept in a form that could be read again."""

    number: str
    code: str = Field(description="«482-905-117-336-720-940», for `X-Report-Code`.")
