"""What places with a poster refuse."""

from shared.errors import Conflict, FieldError, NotFound
from shared.i18n import Text


class NoPlaces(NotFound):
    code = "no_places"
    title = Text(ru="Печатать нечего", en="Nothing to print")
    detail = Text(
        ru="На этой площадке нет действующих мест с плакатом. Добавьте место и повторите.",
        en="This site has no places with a poster in use. Add a place, then print again.",
    )


class PlaceExists(Conflict):
    code = "place_exists"
    title = Text(ru="Такое место уже есть", en="There is such a place already")
    detail = Text(
        ru="На этой площадке у отделения уже есть место «{place}». Напечатайте его плакат; если место выключено, "
        "включите его снова.",
        en="The branch has the place “{place}” on this site already. Print its poster; if it is switched off, "
        "switch it on again.",
    )


_CLOSED = {
    "site": Text(
        ru="Эта площадка закрыта и новых несоответствий не принимает. Выберите действующую.",
        en="This site is closed and takes no new nonconformities. Choose an open one.",
    ),
    "branch": Text(
        ru="Это отделение закрыто и новых несоответствий не принимает. Выберите действующее.",
        en="This branch is closed and takes no new nonconformities. Choose an open one.",
    ),
}


def closed_places(*, site: bool | None, branch: bool | None) -> list[FieldError]:
    """Why nothing new is filed or hung up there: which of the two is closed; None: there is no such place."""
    closed = {"site": site, "branch": branch}
    return [FieldError(("body", f"{kind}_id"), f"closed_{kind}", _CLOSED[kind]) for kind in closed if closed[kind]]
