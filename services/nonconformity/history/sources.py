"""Whatever adds to a record's timeline, one source a noun. What a source is: `timeline`."""

from collections.abc import Sequence

from services.nonconformity.comments import history as comments
from services.nonconformity.history import records
from services.nonconformity.history.timeline import Source
from services.nonconformity.measures import history as measures
from services.nonconformity.merging import history as merging
from services.nonconformity.observers import history as observers

#: Of entries at one moment, those of the source that is named first come first.
SOURCES: Sequence[Source] = (records.entries, merging.entries, comments.entries, measures.entries, observers.entries)
