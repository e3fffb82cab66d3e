"""Why a branch, a unit or a site is not closed or opened again, and why nothing new goes into a closed one."""

from collections.abc import Mapping
from typing import Any

from services.people.errors.register import unknown
from shared.errors import Conflict, FieldError
from shared.i18n import Locale, Text, plural


class PlaceInUse(Conflict):
    code = "place_in_use"
    title = Text(ru="Закрыть пока нельзя", en="It cannot be closed yet")
    detail = Text(
        ru="Здесь ещё есть: {what}. Людей переведите в другое место (списком — загрузкой реестра), "
        "площадки и подразделения закройте или передайте, затем повторите.",
        en="There is still something here: {what}. Move the people elsewhere (many at once by importing the register), "
        "close or hand over sites and units, then try again.",
    )

    def __init__(self, held: Mapping[str, int]) -> None:
        """`held`: how many of each of `_COUNTED` are in the way; none of them 0."""
        super().__init__(what=lambda locale: ", ".join(_counted(what, count, locale) for what, count in held.items()))


class AlreadyClosed(Conflict):
    code = "already_closed"
    title = Text(ru="Уже закрыто", en="It is closed already")
    detail = Text(ru="Эта запись уже закрыта. Обновите страницу.", en="This record is closed already. Reload the page.")


class NotClosed(Conflict):
    code = "not_closed"
    title = Text(ru="Уже действует", en="It is open already")
    detail = Text(ru="Эта запись не закрыта. Обновите страницу.", en="This record is not closed. Reload the page.")


class BranchClosed(Conflict):
    code = "branch_closed"
    title = Text(ru="Отделение закрыто", en="The branch is closed")
    detail = Text(
        ru="Закрытое отделение ничего нового не принимает. Откройте его снова или выберите действующее.",
        en="A closed branch takes nothing new. Open it again, or choose one that is open.",
    )


_COUNTED: Mapping[str, tuple[tuple[str, str, str], tuple[str, str]]] = {
    "members": (("член профсоюза", "члена профсоюза", "членов профсоюза"), ("member", "members")),
    "people": (
        ("человек в командировке", "человека в командировке", "человек в командировке"),
        ("person on assignment", "people on assignment"),
    ),
    "units": (("подразделение", "подразделения", "подразделений"), ("unit", "units")),
    "sites": (("площадка", "площадки", "площадок"), ("site", "sites")),
}
_CLOSED = {
    "branch": Text(ru="Это отделение закрыто. Выберите действующее.", en="This branch is closed. Choose an open one."),
    "unit": Text(ru="Это подразделение закрыто. Выберите действующее.", en="This unit is closed. Choose an open one."),
    "site": Text(ru="Эта площадка закрыта. Выберите действующую.", en="This site is closed. Choose an open one."),
}


def unusable(kind: str, record: Any, *loc: str | int) -> list[FieldError]:
    """Why nothing new goes to a branch, unit or site (`kind`) of the body: there is none, or it is closed."""
    if record is None:
        return [unknown(kind, *loc)]
    return [FieldError(("body", *loc), f"closed_{kind}", _CLOSED[kind])] if record.closed_at is not None else []


def _counted(what: str, count: int, locale: Locale) -> str:
    russian, (one, many) = _COUNTED[what]
    return f"{count} {plural(count, *russian)}" if locale == "ru" else f"{count} {one if count == 1 else many}"
