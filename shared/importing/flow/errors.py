"""Refusals of the import's way."""

from shared.errors import AppError, Conflict
from shared.i18n import Text


class NotChecked(Conflict):
    code = "import_not_checked"
    title = Text(ru="Применить сейчас нельзя", en="This import cannot be applied now")
    detail = Text(
        ru="Применить можно только проверенный файл. Сейчас состояние — «{state}».",
        en="Only a checked file can be applied. Its state is “{state}”.",
    )


class ColumnsMissing(Conflict):
    code = "import_columns_missing"
    title = Text(ru="Не хватает столбцов", en="Columns are missing")
    detail = Text(
        ru="Нужные столбцы не найдены. Укажите соответствие столбцов и примените ещё раз.",
        en="Columns that are needed were not found. Give the mapping of the columns and apply again.",
    )


class NotApplied(Conflict):
    code = "import_not_applied"
    title = Text(ru="Отменить сейчас нельзя", en="This import cannot be undone now")
    detail = Text(
        ru="Отменить можно только применённую загрузку. Сейчас состояние — «{state}».",
        en="Only an applied import can be undone. Its state is “{state}”.",
    )


class UndoTooLate(Conflict):
    code = "import_undo_too_late"
    title = Text(ru="Время отмены прошло", en="The time to undo has passed")
    detail = Text(
        ru="Загрузку можно отменить в течение часа. Исправьте записи по одной или загрузите исправленный файл.",
        en="An import can be undone within an hour. Correct the records one by one, or import a corrected file.",
    )


class NotRunning(Conflict):
    code = "import_not_running"
    title = Text(ru="Прерывать нечего", en="There is nothing to cancel")
    detail = Text(
        ru="Прервать можно только идущую проверку или применение. Сейчас состояние — «{state}».",
        en="Only a running check or apply can be cancelled. The state is “{state}”.",
    )


class UnknownField(AppError):
    status = 422
    code = "import_unknown_field"
    title = Text(ru="Такого поля нет", en="There is no such field")
    detail = Text(ru="Поля «{field}» нет. Есть: {known}.", en="There is no field “{field}”. There are: {known}.")


class Cancelled(Exception):
    """Raised inside a job whose import was cancelled: its transaction is rolled back."""
