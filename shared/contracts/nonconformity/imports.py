"""Events of what administrators taught the import of the journal."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import EventData


class JournalHeadingsChanged(EventData):
    """The whole table by which columns of a spreadsheet are recognised, besides the words that are built in."""

    event_type: ClassVar[str] = "nonconformity.import_headings.changed.v1"

    id: UUID  #: always the same
    headings: Mapping[str, str]  #: {heading: field}
