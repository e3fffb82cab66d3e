"""The event by which everybody forgets a person."""

from typing import ClassVar

from shared.contracts.people.register import PersonData


class PersonErased(PersonData):
    """The person is forgotten. Names are «Удалённый участник» and «№ 12», the rest is empty; the id stays.

    Whoever keeps a copy of the person overwrites it with this, and takes the names out of what else it stored of the
    person's earlier events. A while later those events are deleted from the stream.
    """

    event_type: ClassVar[str] = "people.person.erased.v1"
