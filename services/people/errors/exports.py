"""Why the register cannot be saved as a file."""

from shared.errors import AppError
from shared.i18n import Text


class TooManyPeople(AppError):
    """`total`: people of the list; `most`: of one file."""

    status = 422
    code = "too_many_people"
    title = Text(ru="Слишком длинный список", en="The list is too long")
    detail = Text(
        ru="В списке {total} чел., а в один файл помещается {most}. Сузьте отбор, например по отделению.",
        en="The list has {total} people, and one file holds {most}. Narrow it down, by branch for instance.",
    )
