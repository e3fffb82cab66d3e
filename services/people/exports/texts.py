"""The headings of the register as a spreadsheet: those that its import recognises."""

from collections.abc import Mapping
from typing import Final

from shared.i18n import Text

SHEET: Final = Text(ru="Реестр", en="Register")
YES: Final = Text(ru="да", en="yes")
NO: Final = Text(ru="нет", en="no")

#: {column: (heading, width in characters)}, in their order
COLUMNS: Final[Mapping[str, tuple[Text, float]]] = {
    "personnel_number": (Text(ru="Табельный номер", en="Personnel number"), 14),
    "last_name": (Text(ru="Фамилия", en="Last name"), 20),
    "first_name": (Text(ru="Имя", en="First name"), 16),
    "middle_name": (Text(ru="Отчество", en="Middle name"), 20),
    "branch": (Text(ru="Отделение", en="Branch"), 18),
    "unit": (Text(ru="Подразделение", en="Unit"), 28),
    "position": (Text(ru="Должность", en="Position"), 30),
    "city": (Text(ru="Город", en="City"), 16),
    "site": (Text(ru="Площадка командировки", en="On assignment at"), 22),
    "is_member": (Text(ru="Член профсоюза", en="Member"), 11),
    "joined_on": (Text(ru="Дата вступления", en="Joined on"), 13),
    "left_on": (Text(ru="Дата выхода", en="Left on"), 12),
    "birth_date": (Text(ru="Дата рождения", en="Date of birth"), 13),
    "phone": (Text(ru="Телефон", en="Phone"), 16),
    "email": (Text(ru="Электронная почта", en="E-mail"), 26),
}
DAYS: Final = frozenset({"joined_on", "left_on", "birth_date"})
