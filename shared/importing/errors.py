"""Refusals of a whole file, or of an order to apply it. What is wrong with single cells is listed, not raised."""

from typing import Any

from shared.errors import AppError
from shared.i18n import Text


class ImportRefusal(AppError):
    """A refusal that may be raised in a process of its own and is the same when it arrives in ours."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.params)


def _again(kind: type[ImportRefusal], params: dict[str, Any]) -> ImportRefusal:
    return kind(**params)


class UnreadableWorkbook(ImportRefusal):
    """A file that cannot be read as a table; every subclass says why and what to do."""

    status = 422
    code = "workbook_unreadable"
    title = Text(ru="Файл не прочитан", en="The file could not be read")


class NotASpreadsheet(UnreadableWorkbook):
    code = "workbook_not_a_spreadsheet"
    detail = Text(
        ru="Это не таблица. Загрузите файл Excel (.xlsx) или текст с разделителями (.csv).",
        en="This is not a spreadsheet. Upload an Excel file (.xlsx) or delimited text (.csv).",
    )


class OldFormat(UnreadableWorkbook):
    """A spreadsheet of a format that we do not read: .xls, .xlsb, .ods, a web page named .xls."""

    code = "workbook_old_format"
    detail = Text(
        ru="Таблица сохранена в формате {format}. Откройте её и сохраните как «Книга Excel (.xlsx)».",
        en="The spreadsheet is in the {format} format. Open it and save it as an Excel workbook (.xlsx).",
    )


class Encrypted(UnreadableWorkbook):
    code = "workbook_encrypted"
    detail = Text(
        ru="Файл защищён паролем. Снимите пароль («Файл» → «Сведения» → «Защита книги») и загрузите снова.",
        en="The file is protected by a password. Remove it (File → Info → Protect Workbook) and upload again.",
    )


class Damaged(UnreadableWorkbook):
    code = "workbook_damaged"
    detail = Text(
        ru="Файл повреждён или скачан не полностью. Откройте его в Excel, сохраните заново и загрузите.",
        en="The file is damaged or incomplete. Open it in Excel, save it again and upload it.",
    )


class Empty(UnreadableWorkbook):
    code = "workbook_empty"
    detail = Text(
        ru="В файле нет ни одной строки с данными. Проверьте, тот ли файл выбран.",
        en="The file holds no rows of data. Check that it is the right one.",
    )


class FileTooLarge(UnreadableWorkbook):
    status = 413
    code = "workbook_too_large"
    title = Text(ru="Файл слишком большой", en="The file is too large")
    detail = Text(
        ru="Предел для таблицы — {limit_mib} МиБ. Уберите из файла картинки и лишние листы или разделите его.",
        en="The limit for a spreadsheet is {limit_mib} MiB. Remove pictures and spare sheets, or split the file.",
    )


class Bomb(UnreadableWorkbook):
    """An archive that unpacks into far more than a table can hold."""

    code = "workbook_bomb"
    detail = Text(
        ru="Внутри файла подозрительно много данных, он не открыт. Скопируйте таблицу в новую книгу и загрузите её.",
        en="The file unpacks into suspiciously much data and was not opened. Copy the table into a new workbook.",
    )


class TooManyRows(UnreadableWorkbook):
    code = "workbook_too_many_rows"
    detail = Text(
        ru="В таблице больше {limit} строк. Разделите её на несколько файлов.",
        en="The table has more than {limit} rows. Split it into several files.",
    )


class TooManyColumns(UnreadableWorkbook):
    code = "workbook_too_many_columns"
    detail = Text(
        ru="В таблице больше {limit} столбцов. Оставьте только нужные.",
        en="The table has more than {limit} columns. Keep only those you need.",
    )


class HeadingsNotFound(UnreadableWorkbook):
    code = "workbook_headings_not_found"
    detail = Text(
        ru="Не нашлась строка с заголовками столбцов. Подпишите столбцы, например: {examples}.",
        en="No row of column headings was found. Name the columns, for example: {examples}.",
    )


class SheetNotFound(UnreadableWorkbook):
    code = "workbook_sheet_not_found"
    detail = Text(
        ru="Листа «{sheet}» в файле нет. Есть листы: {sheets}.",
        en="The file has no sheet “{sheet}”. Its sheets are: {sheets}.",
    )


class MappingRefused(ImportRefusal):
    """A corrected mapping that names an unknown column or field, or one field for two columns."""

    status = 422
    code = "import_mapping_refused"
    title = Text(ru="Проверьте соответствие столбцов", en="Check the mapping of columns")
    detail = Text(
        ru="Не удалось применить «{column}» → «{field}»: такого столбца или поля нет либо поле указано дважды.",
        en="“{column}” → “{field}” cannot be applied: no such column or field, or the field is given twice.",
    )
