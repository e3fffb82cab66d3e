"""Events of second factors: that one guards an account, never with what."""

from typing import ClassVar
from uuid import UUID

from shared.contracts.envelope import EventData


class SecondFactorData(EventData):
    id: UUID  #: the account's
    person_id: UUID
    recovery_codes_left: int


class SecondFactorEnabled(SecondFactorData):
    event_type: ClassVar[str] = "people.second_factor.enabled.v1"


class SecondFactorChanged(SecondFactorData):
    """A recovery code was used, or all of them were made anew."""

    event_type: ClassVar[str] = "people.second_factor.changed.v1"


class SecondFactorDisabled(SecondFactorData):
    """By its owner, or taken off by somebody who manages the account."""

    event_type: ClassVar[str] = "people.second_factor.disabled.v1"
