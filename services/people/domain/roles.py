"""The roles that every union starts with. They are data from then on: an administrator may change them."""

from dataclasses import dataclass

from shared.auth import permissions as p
from shared.i18n import Text

ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class DefaultRole:
    code: str
    name: Text
    permissions: frozenset[str]


_TRIAGE = frozenset(
    {p.NONCONFORMITY_READ, p.NONCONFORMITY_FILE, p.NONCONFORMITY_EDIT, p.NONCONFORMITY_ASSIGN, p.NONCONFORMITY_VERIFY}
)
_STAFF = _TRIAGE | {
    p.PEOPLE_READ, p.PEOPLE_READ_PRIVATE, p.PEOPLE_EDIT, p.PEOPLE_IMPORT, p.PEOPLE_EDIT_SEGMENTS,
    p.NONCONFORMITY_IMPORT, p.ANALYTICS_READ,
}  # fmt: skip

DEFAULT_ROLES = (
    DefaultRole("member", Text(ru="Член профсоюза", en="Member"), frozenset({p.NONCONFORMITY_FILE})),
    DefaultRole(
        "inspector",
        Text(ru="Уполномоченный по охране труда", en="Inspector"),
        frozenset({p.PEOPLE_READ, p.NONCONFORMITY_READ, p.NONCONFORMITY_FILE, p.NONCONFORMITY_VERIFY}),
    ),
    # The employer's side sees the records it takes part in, and for that nobody needs a permission.
    DefaultRole("employer", Text(ru="Представитель работодателя", en="Employer representative"), frozenset()),
    DefaultRole(
        "activist",
        Text(ru="Активист", en="Activist"),
        frozenset({p.PEOPLE_READ, p.NONCONFORMITY_READ, p.NONCONFORMITY_FILE}),
    ),
    DefaultRole("staff", Text(ru="Сотрудник аппарата", en="Staff"), _STAFF),
    DefaultRole(
        "branch_chair",
        Text(ru="Председатель отделения", en="Branch chair"),
        _TRIAGE | {p.PEOPLE_READ, p.PEOPLE_READ_PRIVATE, p.PEOPLE_EDIT_SEGMENTS, p.ANALYTICS_READ},
    ),
    DefaultRole("accountant", Text(ru="Бухгалтер", en="Accountant"), frozenset({p.PEOPLE_READ})),
    DefaultRole(
        "chair",
        Text(ru="Председатель", en="Chair"),
        _STAFF | {p.STRUCTURE_EDIT, p.PEOPLE_ERASE, p.NONCONFORMITY_CONFIGURE, p.NONCONFORMITY_READ_CONTACTS},
    ),
    DefaultRole(ADMINISTRATOR, Text(ru="Администратор", en="Administrator"), p.ALL),
    DefaultRole(
        "integration",
        Text(ru="Интеграция", en="Integration"),
        frozenset({p.PEOPLE_READ, p.NONCONFORMITY_READ, p.NONCONFORMITY_FILE}),
    ),
)

SYSTEM = frozenset(role.code for role in DEFAULT_ROLES)
