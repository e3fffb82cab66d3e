"""Refusals of the import's way."""

from collections.abc import Mapping

from shared.errors import AppError, Conflict
from shared.i18n import Text

STATES: Mapping[str, Text] = {
    "checking": Text(ru="проверяется", en="being checked"),
    "checked": Text(ru="проверен", en="checked"),
    "applying": Text(ru="применяется", en="being applied"),
    "applied": Text(ru="применён", en="applied"),
    "undoing": Text(ru="отменяется", en="being undone"),
    "undone": Text(ru="отменён", en="undone"),
    "failed": Text(ru="не прочитан", en="not readable"),
    "cancelled": Text(ru="прерван", en="cancelled"),
    "expired": Text(ru="устарел", en="expired"),
}
"""What the states are called: «файл …», “the file is …”."""


class _InAnotherState(Conflict):
    """`state`: where the import is."""

    def __init__(self, *, state: str) -> None:
        super().__init__(state=STATES[state])


class NotChecked(_InAnotherState):
    code = "import_not_checked"
    title = Text(ru="Применить сейчас нельзя", en="This import cannot be applied now")
    detail = Text(
        ru="Применить можно только проверенный файл, а этот {state}. Дождитесь проверки или загрузите его заново.",
        en="Only a checked file can be applied, and this one is {state}. Wait for the check, or upload it again.",
    )


class ColumnsMissing(Conflict):
    code = "import_columns_missing"
    title = Text(ru="Не хватает столбцов", en="Columns are missing")
    detail = Text(
        ru="Нужные столбцы не найдены. Укажите соответствие столбцов и примените ещё раз.",
        en="Columns that are needed were not found. Give the mapping of the columns and apply again.",
    )


class NotApplied(_InAnotherState):
    code = "import_not_applied"
    title = Text(ru="Отменить сейчас нельзя", en="This import cannot be undone now")
    detail = Text(
        ru="Отменить можно только применённый файл, а этот {state}.",
        en="Only an applied file can be undone, and this one is {state}.",
    )


class UndoTooLate(Conflict):
    code = "import_undo_too_late"
    title = Text(ru="Время отмены прошло", en="The time to undo has passed")
    detail = Text(
        ru="Загрузку можно отменить в течение часа. Исправьте записи по одной или загрузите исправленный файл.",
        en="An import can be undone within an hour. Correct the records one by one, or import a corrected file.",
    )


class NotRunning(_InAnotherState):
    code = "import_not_running"
    title = Text(ru="Прерывать нечего", en="There is nothing to cancel")
    detail = Text(
        ru="Прервать можно только идущую проверку или применение, а этот файл {state}.",
        en="Only a running check or apply can be cancelled, and this file is {state}.",
    )


class GivenUp(AppError):
    """Ours, not the file's: the step was begun again and again, and never came to its end."""

    status = 422
    code = "import_given_up"
    title = Text(ru="Не удалось обработать файл", en="The file could not be worked through")
    detail = Text(
        ru="Обработка обрывалась {tries} раз подряд, поэтому прекращена. В данных ничего не изменилось. "
        "Разделите файл на части поменьше и загрузите их; если не поможет, сообщите администратору номер {import_id}.",
        en="The work broke off {tries} times in a row and was given up. Nothing was changed. Split the file and upload "
        "the parts; if that does not help, tell the administrator the number {import_id}.",
    )


class UnknownField(AppError):
    status = 422
    code = "import_unknown_field"
    title = Text(ru="Такого поля нет", en="There is no such field")
    detail = Text(ru="Поля «{field}» нет. Есть: {known}.", en="There is no field “{field}”. There are: {known}.")


class Cancelled(Exception):
    """Raised inside a job whose import was cancelled: its transaction is rolled back."""
