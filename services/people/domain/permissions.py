"""The permissions in people's words, for the screen on which a role is put together."""

from collections.abc import Mapping
from typing import Final

from shared.auth import permissions as p
from shared.i18n import Text

#: By the part before the colon: the heading under which a screen shows them.
SECTIONS: Final[Mapping[str, Text]] = {
    "people": Text(ru="Люди и доступ", en="People and access"),
    "nonconformity": Text(ru="Журнал несоответствий", en="Nonconformity journal"),
    "analytics": Text(ru="Аналитика", en="Analytics"),
    "operations": Text(ru="Обслуживание", en="Operations"),
}

NAMES: Final[Mapping[str, Text]] = {
    p.PEOPLE_READ: Text(ru="Видеть людей: имена, должности, отделения", en="See people: names, positions, branches"),
    p.PEOPLE_READ_PRIVATE: Text(
        ru="Видеть телефоны, почту и даты рождения", en="See phones, e-mail addresses and dates of birth"
    ),
    p.PEOPLE_EDIT: Text(ru="Заводить и править карточки людей", en="Add people and edit their cards"),
    p.PEOPLE_IMPORT: Text(ru="Загружать реестр из таблицы", en="Import the register from a spreadsheet"),
    p.PEOPLE_EDIT_SEGMENTS: Text(ru="Собирать сегменты и делиться ими", en="Make segments and share them"),
    p.PEOPLE_ERASE: Text(ru="Выдавать и стирать персональные данные", en="Hand out and erase personal data"),
    p.STRUCTURE_EDIT: Text(ru="Менять отделения, подразделения и площадки", en="Edit branches, units and sites"),
    p.ACCESS_MANAGE: Text(ru="Управлять доступом: учётные записи и роли", en="Manage access: accounts and roles"),
    p.NONCONFORMITY_READ: Text(ru="Читать журнал", en="Read the journal"),
    p.NONCONFORMITY_FILE: Text(ru="Сообщать о несоответствиях", en="File nonconformities"),
    p.NONCONFORMITY_EDIT: Text(ru="Править записи журнала", en="Edit records of the journal"),
    p.NONCONFORMITY_ASSIGN: Text(
        ru="Разбирать записи: назначать, отклонять, переносить сроки",
        en="Triage: assign, reject, move due dates",
    ),
    p.NONCONFORMITY_VERIFY: Text(ru="Проверять устранение", en="Verify fixes"),
    p.NONCONFORMITY_IMPORT: Text(ru="Загружать журнал из таблицы", en="Import the journal from a spreadsheet"),
    p.NONCONFORMITY_READ_CONTACTS: Text(
        ru="Видеть, кем назвался автор без учётной записи", en="See who an author without an account says they are"
    ),
    p.NONCONFORMITY_CONFIGURE: Text(
        ru="Настраивать журнал: категории, степени опасности, сроки",
        en="Set the journal up: categories, severities, terms",
    ),
    p.ANALYTICS_READ: Text(ru="Видеть показатели", en="See figures"),
    p.OPERATIONS_MANAGE: Text(
        ru="Разбирать сбои обмена между частями системы", en="Deal with failed exchanges between parts of the system"
    ),
}


def section_of(permission: str) -> Text:
    """The heading it stands under."""
    part = permission.partition(":")[0]
    return SECTIONS.get(part, Text(ru=part, en=part))


def place_of(permission: str) -> tuple[int, int]:
    """Where it stands on the screen; what is not named comes last."""
    sections, codes = list(SECTIONS), list(NAMES)
    part = permission.partition(":")[0]
    return (
        sections.index(part) if part in sections else len(sections),
        codes.index(permission) if permission in codes else len(codes),
    )


def name_of(permission: str) -> Text:
    """Its name; the code itself for one that a newer release has named."""
    return NAMES.get(permission, Text(ru=permission, en=permission))
