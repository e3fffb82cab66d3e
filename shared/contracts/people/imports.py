"""Events of what administrators taught the import of the register."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import EventData


class RegisterHeadingsChanged(EventData):
    """The whole table by which columns of a spreadsheet are recognised, besides the words that are built in."""

    event_type: ClassVar[str] = "people.import_headings.changed.v1"

    id: UUID  #: always the same
    headings: Mapping[str, str]  #: {heading: field}
