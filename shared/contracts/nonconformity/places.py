"""Events of places with a poster: whoever scans its code reports a finding there without signing in."""

from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import EventData


class PlaceData(EventData):
    id: UUID
    version: int
    slug: str  #: the poster's address is /f/<slug>
    site_id: UUID
    branch_id: UUID
    place: str
    active: bool


class PlaceCreated(PlaceData):
    event_type: ClassVar[str] = "nonconformity.place.created.v1"


class PlaceChanged(PlaceData):
    event_type: ClassVar[str] = "nonconformity.place.changed.v1"
