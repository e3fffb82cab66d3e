"""Periods of membership, and what a row of a spreadsheet says about them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Membership:
    """The latest period, as a person's card repeats it. Nobody who never joined has a period."""

    is_member: bool
    joined_on: date | None = None
    left_on: date | None = None

    @property
    def has_period(self) -> bool:
        return self.is_member or self.joined_on is not None or self.left_on is not None


def told_of_new(*, is_member: bool | None, column_there: bool, joined_on: date | None) -> Membership:
    """A person whom the register did not know. A register is of members unless it says otherwise.

    With a column «член профсоюза», an empty cell is a member's when the day of joining is there.
    """
    if is_member is None:
        is_member = joined_on is not None if column_there else True
    return Membership(is_member, joined_on)


def told_of_known(before: Membership, *, is_member: bool | None, joined_on: date | None) -> tuple[Membership, bool]:
    """The latest period after the row, and whether it is a new one.

    Who is a member again has joined again, on another day; the same day, or none, says that the leaving was an error.
    A later joining than the leaving that we know is a period of its own, even when it has ended since.
    """
    now_member = before.is_member if is_member is None else is_member
    joined = joined_on or before.joined_on
    another_day = joined_on is not None and joined_on != before.joined_on
    after_leaving = before.left_on is not None and joined_on is not None and joined_on > before.left_on
    returned = now_member and not before.is_member and another_day and before.has_period
    if returned or after_leaving:
        return Membership(now_member, joined_on), True
    left_on = None if now_member or before.is_member else before.left_on
    return Membership(now_member, joined, left_on), False
