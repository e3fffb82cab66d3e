"""Wire shape of an author's contact."""

from datetime import datetime

from pydantic import BaseModel


class Contact(BaseModel):
    """All null when the author has not said who they are, or has taken it back."""

    name: str | None
    contact: str | None
    consented_at: datetime | None
