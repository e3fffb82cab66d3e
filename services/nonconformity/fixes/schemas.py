"""What comes with the report of a fix."""

from pydantic import BaseModel, ConfigDict, Field

from services.nonconformity.attachments.schemas import UploadIds
from shared.web.text import Paragraphs


class FixBody(BaseModel):
    """At least one of the two."""

    model_config = ConfigDict(extra="forbid")

    comment: Paragraphs | None = Field(default=None, description="What was done.")
    attachment_ids: UploadIds = []
