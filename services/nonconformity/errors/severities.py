"""What is refused about severities."""

from shared.errors import Conflict, FieldError
from shared.i18n import Text


class DefaultSeverityStays(Conflict):
    code = "default_severity_stays"
    detail = Text(
        ru="Эту тяжесть получают несоответствия, для которых её не указали: отключить её нельзя. Переименуйте её или "
        "отключите другую.",
        en="Findings get this severity when none is given, so it cannot be switched off. Rename it, or switch off "
        "another one.",
    )


def inactive_severity() -> FieldError:
    return FieldError(
        ("body", "severity"),
        "inactive_severity",
        Text(
            ru="Эта тяжесть больше не используется. Выберите другую из списка.",
            en="This severity is no longer used. Choose another one from the list.",
        ),
    )


def category_twice(place: int) -> FieldError:
    return FieldError(
        ("body", "category_terms", place, "category_id"),
        "category_twice",
        Text(ru="Эта категория уже есть в списке сроков.", en="This category is in the list of terms already."),
    )
