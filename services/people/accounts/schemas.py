"""Wire shapes of accounts. A password goes in and never comes out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, SecretStr, StringConstraints

from services.people.domain.accounts import LONGEST_LOGIN, LONGEST_PASSWORD
from services.people.schemas import Action, Input
from shared.i18n import Text
from shared.web.listing import ListQuery
from shared.web.text import refuse_control_characters
from shared.web.validation import Refused

_SPACES = Text(ru="В логине не должно быть пробелов.", en="A login has no spaces.")


def _one_word(value: str) -> str:
    if len(value.split()) != 1:
        raise Refused(_SPACES)
    return value


Login = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=LONGEST_LOGIN),
    AfterValidator(refuse_control_characters),
    AfterValidator(_one_word),
]
#: Whether it is good enough is decided with the login at hand (domain.accounts.weakness).
Password = Annotated[SecretStr, Field(max_length=LONGEST_PASSWORD)]


class AccountIn(Input):
    person_id: UUID
    login: Login
    password: Password | None = Field(default=None, description="Left out: the person comes in by a one-time link.")


class AccountEdit(Input):
    login: Login


class PasswordIn(Input):
    password: Password


class OwnPasswordIn(Input):
    current_password: Password
    new_password: Password


class AccountCard(BaseModel):
    id: UUID
    version: int
    person_id: UUID
    login: str
    disabled: bool
    locked_until: datetime | None
    password_set_at: datetime | None = Field(description="None: invited, and has not come in yet.")
    last_signed_in_at: datetime | None
    second_factor: bool = Field(description="Sign-in asks for a code of the owner's telephone.")
    allowed_actions: list[Action]


class AccountQuery(ListQuery):
    """`q` finds by a part of the login."""

    person_id: UUID | None = None
    disabled: bool | None = None
    has_password: bool | None = Field(default=None, description="False: invited, and has not come in yet.")
