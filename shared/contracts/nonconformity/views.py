"""Events of saved views of the journal: that there is one, whose it is and who sees it.

Its name and what it looks for stay in the journal: words of a search may name somebody.
"""

from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import EventData


class ViewData(EventData):
    id: UUID
    version: int
    owner_id: UUID
    shared: bool  #: with everybody
    removed: bool = False


class ViewCreated(ViewData):
    event_type: ClassVar[str] = "nonconformity.view.created.v1"


class ViewChanged(ViewData):
    event_type: ClassVar[str] = "nonconformity.view.changed.v1"


class ViewRemoved(ViewData):
    event_type: ClassVar[str] = "nonconformity.view.removed.v1"
