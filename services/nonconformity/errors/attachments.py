"""What is refused about photos and files."""

from shared.errors import Conflict, FieldError, Forbidden
from shared.i18n import Text

__all__ = ["KeptAsEvidence", "RecordFull", "UploadersArePersons", "not_yours_to_attach", "unknown_purpose"]


class KeptAsEvidence(Forbidden):
    code = "kept_as_evidence"
    title = Text(ru="Файл уже часть записи", en="The file is part of the record now")
    detail = Text(
        ru="Убрать файл может тот, кто его добавил, в течение {minutes} минут, потом — редактор журнала отделения.",
        en="The one who added a file may remove it for {minutes} minutes, later an editor of the branch's journal.",
    )


class UploadersArePersons(Forbidden):
    code = "uploaders_are_persons"
    detail = Text(
        ru="Файлы прикладывает человек. Войдите под своим именем, а не ключом программы.",
        en="Files are attached by a person. Sign in as a person, not with a program's key.",
    )


class RecordFull(Conflict):
    code = "record_full"
    title = Text(ru="Слишком много файлов", en="Too many files")
    detail = Text(
        ru="У записи может быть не больше {most} файлов. Уберите лишние или загрузите часть в другую запись.",
        en="A record has at most {most} files. Remove some, or upload a part of them to another record.",
    )


_NOT_YOURS = Text(
    ru="Такого загруженного файла нет: он не ваш, уже прикреплён или пролежал больше суток. Загрузите его ещё раз.",
    en="There is no such upload: it is not yours, is attached already, or is older than a day. Upload it again.",
)
_UNKNOWN_PURPOSE = Text(
    ru="Такого значения нет. Выберите одно из: finding, fix, comment, measure.",
    en="Choose one of: finding, fix, comment, measure.",
)


def not_yours_to_attach(field: str, position: int) -> FieldError:
    """An id in a list of uploads that the caller cannot attach."""
    return FieldError(("body", field, position), "unknown_upload", _NOT_YOURS)


def unknown_purpose() -> FieldError:
    return FieldError(("body", "purpose"), "enum", _UNKNOWN_PURPOSE)
