"""Wire shapes of the second factor. The secret and the recovery codes go out once."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from services.people.accounts.schemas import Password
from services.people.domain.second_factor import LONGEST_CODE
from services.people.schemas import Action, Input

#: Six digits of the app, or a recovery code; spaces and dashes do not matter.
Code = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_CODE)]


class SecondFactorCard(BaseModel):
    enabled: bool
    enabled_at: datetime | None
    demanded: bool = Field(description="One of my roles demands it.")
    recovery_codes_left: int
    allowed_actions: list[Action]


class ShownPassword(Input):
    password: Password


class ShownCode(Input):
    otp: Code


class ShownBoth(ShownPassword, ShownCode):
    pass


class Enrolment(BaseModel):
    secret: str = Field(description="Base32, to be typed where no QR code can be read.")
    uri: str = Field(description="otpauth://…")
    qr_svg: str = Field(description="The same as a QR code.")


class RecoveryCodes(BaseModel):
    recovery_codes: list[str] = Field(description="To be printed: each works once, and none is shown again.")
