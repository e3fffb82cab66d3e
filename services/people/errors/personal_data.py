"""What is refused about erasure and files of personal data."""

from shared.errors import Conflict, NotFound
from shared.i18n import Text


class CannotErase(Conflict):
    code = "cannot_erase"
    title = Text(ru="Удалить пока нельзя", en="Cannot be erased yet")
    detail = Text(ru="{blocker}", en="{blocker}")


NOT_CONFIRMED = Text(
    ru="Впишите фамилию человека так, как она стоит в карточке.",
    en="Type the person's last name as it stands in the card.",
)


class FileExpired(NotFound):
    code = "data_file_gone"
    title = Text(ru="Файла нет", en="The file is not there")
    detail = Text(
        ru="Файл ещё готовится или срок его хранения истёк. Запросите его снова.",
        en="The file is not ready yet, or has expired. Ask for it again.",
    )
