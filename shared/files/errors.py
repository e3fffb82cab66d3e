"""Why a file is refused, in words that say what to send instead. The refusal of a file names its place in the form."""

from collections.abc import Mapping
from typing import Any

from shared.errors import AppError, FieldError, InvalidInput, Unavailable
from shared.i18n import Text


class FilesRefused(InvalidInput):
    """At least one file of a form: none of them is kept."""

    code = "files_refused"
    title = Text(ru="Файл не принят", en="The file was not accepted")
    detail = Text(
        ru="Ничего не сохранено: причина указана у каждого файла.",
        en="Nothing was kept: the reason is given for each file.",
    )


class SlowUpload(AppError):
    status = 408
    code = "upload_too_slow"
    title = Text(ru="Файл передавался слишком долго", en="The upload took too long")
    detail = Text(
        ru="Связь слишком медленная: передача прервана через {seconds} с. Отправьте файлы по одному.",
        en="The connection is too slow: the upload was ended after {seconds} s. Send one file at a time.",
    )


class BrokenForm(AppError):
    status = 400
    code = "broken_form"
    title = Text(ru="Форма с файлами повреждена", en="The form with the files is damaged")
    detail = Text(
        ru="Нужна форма multipart/form-data с файлами в поле files. Повторите отправку.",
        en="Send multipart/form-data with the files in the field “files”.",
    )


class StorageAway(Unavailable):
    code = "storage_unavailable"
    title = Text(ru="Хранилище файлов временно недоступно", en="The storage of files is unavailable")


class PicturesBusy(Unavailable):
    code = "pictures_busy"
    title = Text(ru="Сейчас обрабатывается слишком много фото", en="Too many photos are being processed")


class BadFile(Exception):
    """One file cannot be kept. `code` is one of `REASONS`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def at(self, field: str, position: int) -> FieldError:
        return FieldError(("body", field, position), self.code, REASONS[self.code], self.params)


_INSTEAD_RU = "Пришлите фото (JPEG, PNG, WebP, HEIC), PDF, документ Office или текст."
_INSTEAD_EN = "Send a photo (JPEG, PNG, WebP, HEIC), a PDF, an Office document or a text."

REASONS: Mapping[str, Text] = {
    "empty_file": Text(ru="Файл пуст. Выберите его ещё раз.", en="The file is empty. Choose it again."),
    "file_too_large": Text(
        ru="Файл больше {limit_mib} МиБ. Уменьшите его или разделите.",
        en="The file is over {limit_mib} MiB. Make it smaller or split it.",
    ),
    "program": Text(
        ru=f"Это программа или сценарий, как бы файл ни назывался. {_INSTEAD_RU}",
        en=f"This is a program or a script, whatever its name. {_INSTEAD_EN}",
    ),
    "web_page": Text(
        ru="Веб-страницы и SVG не принимаются: в них может быть сценарий. Сохраните картинку в PNG или страницу в PDF.",
        en="Web pages and SVG are not accepted: they may carry a script. Save it as PNG or PDF.",
    ),
    "archive": Text(
        ru="Архивы не принимаются. Пришлите файлы из него по отдельности.",
        en="Archives are not accepted. Send the files in it one by one.",
    ),
    "old_office": Text(
        ru="Старый формат Office или документ с паролем. Сохраните его без пароля как .docx, .xlsx или PDF.",
        en="An old Office format, or a document with a password. Save it without one as .docx, .xlsx or PDF.",
    ),
    "macros": Text(
        ru="В документе есть макросы. Сохраните его без макросов: .docx или .xlsx.",
        en="The document has macros. Save it without them, as .docx or .xlsx.",
    ),
    "video": Text(
        ru="Видео не принимается. Пришлите фото, а видео передайте ссылкой в описании.",
        en="Video is not accepted. Send photos, and put a link to the video into the description.",
    ),
    "unknown_type": Text(ru=f"Файлы этого вида не принимаются. {_INSTEAD_RU}", en=f"Not accepted. {_INSTEAD_EN}"),
    "broken_picture": Text(
        ru="Фото повреждено или передано не полностью. Откройте его на устройстве и отправьте ещё раз.",
        en="The picture is damaged or incomplete. Open it on the device and send it again.",
    ),
    "too_many_pixels": Text(
        ru="В фото {megapixels} мегапикселей, предел — {limit}. Уменьшите его или снимите в обычном качестве.",
        en="The picture has {megapixels} megapixels, the limit is {limit}. Make it smaller.",
    ),
    "broken_document": Text(
        ru="Документ повреждён. Откройте его, сохраните заново и пришлите ещё раз.",
        en="The document is damaged. Open it, save it again and send that.",
    ),
}
