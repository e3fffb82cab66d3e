"""A vocabulary with a name of each kind."""

from shared.expressions import Choice, Kind, Name, Vocabulary
from shared.i18n import Text


def label(ru: str) -> Text:
    return Text(ru=ru, en=ru)


COLOURS = (Choice("red", label("красный")), Choice("blue", label("синий")))
VOCABULARY = Vocabulary(
    [
        Name("person.is_member", Kind.FLAG, label("член профсоюза"), is_always_known=True),
        Name("person.is_driver", Kind.FLAG, label("водитель")),
        Name("person.age", Kind.NUMBER, label("возраст"), unit=label("лет")),
        Name("person.city", Kind.TEXT, label("город")),
        Name("person.born_on", Kind.DATE, label("дата рождения")),
        Name("person.colour", Kind.CHOICE, label("цвет"), choices=COLOURS),
        Name("person.roles", Kind.CHOICES, label("роли"), choices=COLOURS),
        Name("person.branch_id", Kind.REFERENCE, label("отделение"), refers_to="branch"),
    ]
)
