"""From a change to the event that tells of it: the only builder of outgoing events.

One file a noun.
"""

from services.nonconformity.events.records import of_category, of_change, of_new

__all__ = ["of_category", "of_change", "of_new"]
