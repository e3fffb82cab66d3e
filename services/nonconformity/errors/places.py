"""What places with a poster refuse."""

from shared.errors import Conflict, NotFound
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
