"""Why two records cannot be merged."""

from shared.errors import FieldError, InvalidInput
from shared.i18n import Text


def merge_into_itself() -> InvalidInput:
    return _refused(
        "merge_into_itself",
        ru="Несоответствие нельзя объединить с самим собой. Укажите, какое было раньше.",
        en="A nonconformity cannot be merged into itself. Say which one was first.",
    )


def merge_into_set_aside(*, number: str, state: Text) -> InvalidInput:
    return _refused(
        "merge_into_set_aside",
        ru="{number} не ведётся: его состояние — «{state}». Укажите запись, по которой идёт работа.",
        en="{number} is not followed: its state is “{state}”. Give the record that is worked on.",
        number=number,
        state=state,
    )


def merge_across_branches(*, number: str) -> InvalidInput:
    return _refused(
        "merge_across_branches",
        ru="{number} — другого отделения, у него свои ответственные и сроки. Объединить можно записи одного отделения.",
        en="{number} belongs to another branch with people and dates of its own. Merge records of one branch.",
        number=number,
    )


def _refused(code: str, *, ru: str, en: str, **params: object) -> InvalidInput:
    return InvalidInput(errors=[FieldError(("body", "into_id"), code, Text(ru=ru, en=en), params)])
