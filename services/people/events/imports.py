"""From the table of headings to the event that tells of it."""

from collections.abc import Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

from shared import outbox
from shared.contracts.envelope import Event
from shared.contracts.people import imports as contract

#: Of the one table.
HEADINGS_ID = uuid5(NAMESPACE_URL, "profkom/people/import_headings")


def of_headings(before: Mapping[str, str], after: Mapping[str, str], *, actor: UUID) -> Event:
    """Both as {heading: field}."""
    data = contract.RegisterHeadingsChanged(
        id=HEADINGS_ID, headings=after, changed={"headings": (dict(before), dict(after))}
    )
    return outbox.build(data, subject=HEADINGS_ID, actor=actor, branch=None)
