"""What places with a poster refuse."""

from shared.errors import NotFound
from shared.i18n import Text


class NoPlaces(NotFound):
    code = "no_places"
    title = Text(ru="Печатать нечего", en="Nothing to print")
    detail = Text(
        ru="На этой площадке нет действующих мест с плакатом. Добавьте место и повторите.",
        en="This site has no places with a poster in use. Add a place, then print again.",
    )
