"""Wire shapes of the register's cards."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from services.people.domain.persons import MOST_CHILDREN
from services.people.schemas import Action, Input
from shared import clock
from shared.i18n import Text
from shared.importing import CellProblem, Parser, email, name_part, personnel_number, phone
from shared.web.listing import ListQuery
from shared.web.text import Line
from shared.web.validation import Refused

_NAME = Text(
    ru="Это не похоже на имя: впишите его буквами, не длиннее ста знаков.",
    en="This does not look like a name: write it in letters, at most a hundred of them.",
)
_PHONE = Text(
    ru="Номер не читается. Впишите один номер полностью, с кодом: +7 900 000-00-00.",
    en="The number cannot be read. Write one number in full with its code: +7 900 000-00-00.",
)
_EMAIL = Text(ru="Впишите один адрес вида name@example.org.", en="Write one address like name@example.org.")
_NUMBER = Text(
    ru="Табельный номер — до 32 знаков: цифры, буквы, точка, дефис, дробь.",
    en="A personnel number has at most 32 signs: digits, letters, a point, a hyphen, a slash.",
)
_FUTURE = Text(ru="Эта дата ещё не наступила.", en="This date is in the future.")
_ANCIENT = Text(ru="Дата раньше 1900 года. Проверьте её.", en="The date is before 1900. Check it.")


def _read_by(parser: Parser, refusal: Text) -> Callable[[str], Any]:
    """The import's own reading, so that a card typed by hand and one from a spreadsheet hold the same form."""

    def check(value: str) -> Any:
        try:
            read = parser(value)
        except CellProblem as problem:
            raise Refused(refusal) from problem
        if read is None:
            raise Refused(refusal)
        return read

    return check


def _happened(value: date) -> date:
    if value > clock.today("Asia/Kamchatka"):  # a fact of today, wherever in the country today is
        raise Refused(_FUTURE)
    if value.year < 1900:
        raise Refused(_ANCIENT)
    return value


Name = Annotated[Line, AfterValidator(_read_by(name_part, _NAME))]
Phone = Annotated[Line, AfterValidator(_read_by(phone(), _PHONE))]
Email = Annotated[Line, AfterValidator(_read_by(email, _EMAIL))]
PersonnelNumber = Annotated[Line, AfterValidator(_read_by(personnel_number, _NUMBER))]
PastDate = Annotated[date, AfterValidator(_happened)]
Sex = Literal["male", "female"]
Children = Annotated[int, Field(ge=0, le=MOST_CHILDREN)]


class PersonIn(Input):
    last_name: Name
    first_name: Name
    middle_name: Name | None = None
    personnel_number: PersonnelNumber | None = None
    branch_id: UUID | None = None
    unit_id: UUID | None = None
    position: Line | None = None
    city: Line | None = None
    assignment_site_id: UUID | None = Field(default=None, description="The site the person is away at.")
    is_member: bool = True
    joined_on: PastDate | None = None
    sex: Sex | None = None
    birth_date: PastDate | None = None
    phone: Phone | None = None
    email: Email | None = None
    children: Children | None = None
    subscribed_to_news: bool | None = None


class PersonEdit(Input):
    """Only the fields that are sent change; null empties one. Membership changes by `join` and `leave`."""

    last_name: Name = Field(default_factory=str)
    first_name: Name = Field(default_factory=str)
    middle_name: Name | None = None
    personnel_number: PersonnelNumber | None = None
    branch_id: UUID | None = None
    unit_id: UUID | None = None
    position: Line | None = None
    city: Line | None = None
    assignment_site_id: UUID | None = None
    joined_on: PastDate | None = Field(default=None, description="Corrects the day of the latest joining.")
    sex: Sex | None = None
    birth_date: PastDate | None = None
    phone: Phone | None = None
    email: Email | None = None
    children: Children | None = None
    subscribed_to_news: bool | None = None


class JoinIn(Input):
    joined_on: PastDate


class LeaveIn(Input):
    left_on: PastDate


class PersonPrivate(BaseModel):
    sex: str | None
    birth_date: date | None
    phone: str | None
    email: str | None
    children: int | None
    subscribed_to_news: bool | None


class PersonCard(BaseModel):
    """`private` is null for those who may not read it."""

    id: UUID
    version: int
    personnel_number: str | None
    last_name: str
    first_name: str
    middle_name: str | None
    branch_id: UUID | None
    unit_id: UUID | None
    position: str | None
    city: str | None
    assignment_site_id: UUID | None
    is_member: bool
    joined_on: date | None
    left_on: date | None
    private: PersonPrivate | None
    created_at: datetime
    updated_at: datetime
    allowed_actions: list[Action]


class MembershipPeriod(BaseModel):
    """An ended period may not know its last day."""

    joined_on: date | None
    left_on: date | None
    ended: bool


class Memberships(BaseModel):
    items: list[MembershipPeriod]


class PersonQuery(ListQuery):
    """`q` finds by name (ё, case, word order, parts of words, one typo), personnel number and digits of a phone."""

    id: list[UUID] = Field(default_factory=list, max_length=100, description="These persons only.")
    branch_id: UUID | None = None
    unit_id: UUID | None = None
    assignment_site_id: UUID | None = None
    on_assignment: bool | None = Field(default=None, description="Away on an assignment, or at home.")
    is_member: bool | None = None
    personnel_number: Line | None = Field(default=None, description="Exactly; leading zeros do not matter.")
