"""A change of a card as people say it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from services.people.domain.consents import KINDS
from shared.i18n import Locale, Text

LABELS: Final[Mapping[str, Text]] = {
    "personnel_number": Text(ru="табельный номер", en="personnel number"),
    "last_name": Text(ru="фамилия", en="last name"),
    "first_name": Text(ru="имя", en="first name"),
    "middle_name": Text(ru="отчество", en="middle name"),
    "sex": Text(ru="пол", en="sex"),
    "birth_date": Text(ru="дата рождения", en="date of birth"),
    "branch_id": Text(ru="отделение", en="branch"),
    "unit_id": Text(ru="подразделение", en="unit"),
    "position": Text(ru="должность", en="position"),
    "city": Text(ru="город", en="city"),
    "phone": Text(ru="телефон", en="phone"),
    "email": Text(ru="электронная почта", en="e-mail"),
    "children": Text(ru="число детей", en="number of children"),
    "subscribed_to_news": Text(ru="подписка на новости", en="subscribed to news"),
    "assignment_site_id": Text(ru="площадка командировки", en="site of assignment"),
    "is_member": Text(ru="член профсоюза", en="member"),
    "joined_on": Text(ru="дата вступления", en="day of joining"),
    "left_on": Text(ru="дата выхода", en="day of leaving"),
    "card": Text(ru="членский билет №", en="membership card no."),
    **{f"consent_{kind}": Text(ru=f"согласие: {label.ru}", en=f"consent: {label.en}") for kind, label in KINDS.items()},
}
REFERENCES: Final = frozenset({"branch_id", "unit_id", "assignment_site_id"})

_ACTS: Final[Mapping[str, Text]] = {
    "registered": Text(ru="карточка заведена", en="the card was made"),
    "removed": Text(ru="карточка убрана отменой импорта", en="the card was taken back with its import"),
    "put_back": Text(ru="правка импорта отменена", en="a change by an import was taken back"),
    "card_issued": Text(ru="выпущен членский билет № {card}", en="membership card no. {card} was issued"),
    "card_withdrawn": Text(ru="отозван членский билет № {card}", en="membership card no. {card} was withdrawn"),
    "data_file_requested": Text(ru="запрошены все данные о человеке", en="all data on the person were requested"),
}
_IMPORTED: Final[Mapping[str, Text]] = {
    "registered": Text(ru="карточка заведена импортом", en="the card was made by an import"),
    "changed": Text(ru="карточка обновлена импортом", en="the card was brought up to date by an import"),
}
_JOINED = Text(ru="вступление в профсоюз {on}", en="joined the union {on}")
_LEFT = Text(ru="выход из профсоюза {on}", en="left the union {on}")
_FROM_TO = Text(ru="{label}: было «{old}», стало «{new}»", en="{label}: “{old}” became “{new}”")
_FILLED = Text(ru="{label}: указано «{new}»", en="{label}: “{new}” was filled in")
_EMPTIED = Text(ru="{label}: значение «{old}» убрано", en="{label}: “{old}” was removed")
_VALUES: Final[Mapping[Any, Text]] = {
    True: Text(ru="да", en="yes"),
    False: Text(ru="нет", en="no"),
    "male": Text(ru="мужской", en="male"),
    "female": Text(ru="женский", en="female"),
}
_NAMELESS = Text(ru="убранная запись", en="a removed record")


def value_text(field: str, value: Any, names: Mapping[UUID, str], locale: Locale) -> str | None:
    """A value of a change, as JSON holds it, for people; None for none."""
    if value is None:
        return None
    if field in REFERENCES:
        return names.get(UUID(value)) or _NAMELESS.render(locale)
    if isinstance(value, bool) or field == "sex":
        return _VALUES[value].render(locale)
    if field in ("birth_date", "joined_on", "left_on"):
        return _day(value, locale)
    return str(value)


def sentences(
    act: str, changed: Mapping[str, Any], *, imported: bool, names: Mapping[UUID, str], locale: Locale
) -> list[str]:
    """What happened, one sentence a change; the act itself first when it says something that the changes do not."""
    said = []
    heading = (_IMPORTED.get(act) if imported else None) or _ACTS.get(act)
    if heading is not None:
        said.append(heading.render(locale, {"card": changed.get("card", [None, None])[1]}))
    membership = _membership(changed, locale)
    if membership:
        said.append(membership)
    for field, (old, new) in changed.items():
        told = membership is not None and field in ("is_member", "joined_on", "left_on")
        if field != "card" and not told:
            said.append(_change(field, old, new, names, locale))
    return [sentence[:1].upper() + sentence[1:] for sentence in said]


def _membership(changed: Mapping[str, Any], locale: Locale) -> str | None:
    if "is_member" not in changed:
        return None
    _, is_member = changed["is_member"]
    day = changed.get("joined_on" if is_member else "left_on", [None, None])[1]
    return (_JOINED if is_member else _LEFT).render(locale, {"on": _day(day, locale) if day else ""}).strip()


def _change(field: str, old: Any, new: Any, names: Mapping[UUID, str], locale: Locale) -> str:
    label = LABELS[field].render(locale) if field in LABELS else field
    params = {
        "label": label,
        "old": value_text(field, old, names, locale),
        "new": value_text(field, new, names, locale),
    }
    template = _FILLED if old is None else _EMPTIED if new is None else _FROM_TO
    return template.render(locale, params)


def _day(value: str, locale: Locale) -> str:
    return date.fromisoformat(value).strftime("%d.%m.%Y") if locale == "ru" else value
