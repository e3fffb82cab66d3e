"""Changes of roles, grants and accounts as people say them: who did what, and what became of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from services.people import repository as common
from services.people.domain.permissions import name_of
from services.people.schemas import HistoryItem
from shared.i18n import Locale, Text


class AccessHistoryItem(HistoryItem):
    actor_name: str | None = Field(description="None: the platform itself, or its operator.")
    sentences: list[str] = Field(description="The change in the caller's language.")


class AccessHistory(BaseModel):
    """The newest first, at most 500."""

    items: list[AccessHistoryItem]


_ACTS: Final[Mapping[tuple[str, str], Text]] = {
    ("role", "created"): Text(ru="Роль создана", en="The role was created"),
    ("grant", "given"): Text(ru="Роль выдана", en="The role was granted"),
    ("grant", "withdrawn"): Text(ru="Роль отозвана", en="The role was withdrawn"),
    ("account", "created"): Text(ru="Учётная запись создана", en="The account was created"),
    ("account", "second_factor_enabled"): Text(ru="Вход с кодом включён", en="The second factor was switched on"),
    ("account", "second_factor_disabled"): Text(ru="Вход с кодом отключён", en="The second factor was switched off"),
    ("account", "second_factor_changed"): Text(
        ru="Использован или перевыпущен запасной код", en="A recovery code was used, or all were made anew"
    ),
}
_FROM_TO: Final[Mapping[str, Text]] = {
    "name_ru": Text(ru="Название: было «{old}», стало «{new}»", en="Russian name: “{old}” became “{new}”"),
    "name_en": Text(ru="Английское название: было «{old}», стало «{new}»", en="English name: “{old}” became “{new}”"),
    "login": Text(ru="Логин: был «{old}», стал «{new}»", en="Login: “{old}” became “{new}”"),
}
_FIRST_DAY = Text(ru="Первый день: был {old}, стал {new}", en="First day: {old} became {new}")
_LAST_DAY = Text(ru="Действует по {new}", en="Holds until {new}")
_ENDLESS = Text(ru="Действует без срока", en="Holds without end")
_ADDED = Text(ru="Добавлены права: {names}", en="Permissions added: {names}")
_TAKEN = Text(ru="Убраны права: {names}", en="Permissions taken away: {names}")
_PASSWORD = Text(ru="Задан новый пароль", en="A new password was set")
_CLOSED = Text(ru="Учётная запись закрыта", en="The account was closed")
_OPENED = Text(ru="Учётная запись открыта", en="The account was opened")
_UNLOCKED = Text(ru="Снята блокировка за неверные пароли", en="The lock for wrong passwords was lifted")


async def told(session: AsyncSession, noun: str, record_id: UUID, locale: Locale) -> AccessHistory:
    """The history of a role, grant or account."""
    rows = await common.history(session, noun, record_id)
    names = await common.person_names(session, {row.actor_id for row in rows if row.actor_id})
    return AccessHistory(
        items=[
            AccessHistoryItem(
                **row._mapping,
                actor_name=names.get(row.actor_id) if row.actor_id else None,
                sentences=sentences(noun, row.act, row.changed, locale),
            )
            for row in rows
        ]
    )


def sentences(noun: str, act: str, changed: Mapping[str, Any], locale: Locale) -> list[str]:
    """What happened: the act, when it says more than the changes do, and a sentence for each change."""
    heading = _ACTS.get((noun, act))
    said = [heading.render(locale)] if heading else []
    for field, (old, new) in changed.items():
        said += _change(field, old, new, locale)
    return said


def _change(field: str, old: Any, new: Any, locale: Locale) -> list[str]:
    if field == "permissions":
        return _permissions(old, new, locale)
    if field == "password":
        return [_PASSWORD.render(locale)]
    if field == "disabled":
        return [] if old == new else [(_CLOSED if new else _OPENED).render(locale)]
    if field == "failed_attempts":
        return [_UNLOCKED.render(locale)] if old else []
    if field == "valid_to":
        return [_LAST_DAY.render(locale, {"new": _day(new, locale)}) if new else _ENDLESS.render(locale)]
    if field == "valid_from":
        return [_FIRST_DAY.render(locale, {"old": _day(old, locale), "new": _day(new, locale)})]
    text = _FROM_TO.get(field)
    return [text.render(locale, {"old": old, "new": new})] if text else []


def _permissions(old: Sequence[str], new: Sequence[str], locale: Locale) -> list[str]:
    said = []
    for text, named in ((_ADDED, set(new) - set(old)), (_TAKEN, set(old) - set(new))):
        if named:
            names = "; ".join(sorted(name_of(permission).render(locale) for permission in named))
            said.append(text.render(locale, {"names": names}))
    return said


def _day(value: str, locale: Locale) -> str:
    return date.fromisoformat(value).strftime("%d.%m.%Y") if locale == "ru" else value
