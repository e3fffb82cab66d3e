"""Why a list cannot be printed or saved as a file."""

from typing import Any

from shared.errors import AppError
from shared.i18n import Locale, Text, plural


class TooManyRows(AppError):
    """`total`: rows of the list; `most`: of one file."""

    status = 422
    code = "too_many_rows"
    title = Text(ru="Слишком длинный список", en="The list is too long")
    detail = Text(
        ru="В списке {total}, а в один файл помещается {most}. Сузьте отбор, например по датам или отделению.",
        en="The list has {total}, and one file holds {most}. Narrow it down, by dates or by branch for instance.",
    )

    def __init__(self, *, total: int, most: int) -> None:
        super().__init__(total=_records(total), most=f"{most:,}".replace(",", "\xa0"))


def _records(count: int) -> Any:
    def words(locale: Locale) -> str:
        if locale == "en":
            return f"{count:,} records"
        return f"{count:,}".replace(",", "\xa0") + " " + plural(count, "запись", "записи", "записей")

    return words
