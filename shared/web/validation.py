"""What pydantic refuses, said in Russian and English: what is wrong and what to enter instead."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from shared.errors import FieldError, Refused
from shared.i18n import Locale, Text, plural

__all__ = ["Refused", "explain", "field_errors", "require_filled"]


def _characters(context: Mapping[str, Any], key: str, *forms: str) -> dict[str, Any]:
    """`forms`: of «знак» after the number, as the sentence needs them."""
    limit = int(context.get(key, 0))

    def words(locale: Locale) -> str:
        if locale == "en":
            return f"{limit:,} character" + ("" if limit == 1 else "s")
        return f"{limit:,} {plural(limit, *forms)}".replace(",", "\xa0")

    return {"limit": words}


_TEXTS: Mapping[str, Text] = {
    "missing": Text(ru="Обязательное поле: заполните его.", en="This field is required."),
    "string_too_short": Text(ru="Слишком коротко: нужно не меньше {limit}.", en="Too short: at least {limit}, please."),
    "string_too_long": Text(ru="Слишком длинно: уместите в {limit}.", en="Too long: at most {limit}, please."),
    "string_type": Text(ru="Здесь нужен текст.", en="This must be text."),
    "string_pattern_mismatch": Text(ru="Запись не того вида.", en="This has the wrong form."),
    "int_parsing": Text(ru="Здесь нужно целое число.", en="This must be a whole number."),
    "int_type": Text(ru="Здесь нужно целое число.", en="This must be a whole number."),
    "bool_parsing": Text(ru="Здесь нужно «да» или «нет» (true или false).", en="This must be true or false."),
    "bool_type": Text(ru="Здесь нужно «да» или «нет» (true или false).", en="This must be true or false."),
    "uuid_parsing": Text(ru="Это не идентификатор записи (UUID).", en="This is not a record's id (UUID)."),
    "uuid_type": Text(ru="Это не идентификатор записи (UUID).", en="This is not a record's id (UUID)."),
    "date_from_datetime_parsing": Text(ru="Дата нужна вида 2026-11-23.", en="Give the date as 2026-11-23."),
    "date_parsing": Text(ru="Дата нужна вида 2026-11-23.", en="Give the date as 2026-11-23."),
    "date_type": Text(ru="Дата нужна вида 2026-11-23.", en="Give the date as 2026-11-23."),
    "datetime_parsing": Text(
        ru="Время нужно вида 2026-11-23T10:00:00+03:00.", en="Give the time as 2026-11-23T10:00:00+03:00."
    ),
    "datetime_from_date_parsing": Text(
        ru="Время нужно вида 2026-11-23T10:00:00+03:00.", en="Give the time as 2026-11-23T10:00:00+03:00."
    ),
    "timezone_aware": Text(ru="Добавьте часовой пояс, например +03:00.", en="Add the time zone, such as +03:00."),
    "greater_than": Text(ru="Нужно число больше {gt}.", en="This must be more than {gt}."),
    "less_than": Text(ru="Нужно число меньше {lt}.", en="This must be less than {lt}."),
    "greater_than_equal": Text(ru="Нужно число не меньше {ge}.", en="This must be at least {ge}."),
    "less_than_equal": Text(ru="Нужно число не больше {le}.", en="This must be at most {le}."),
    "enum": Text(ru="Такого значения нет. Выберите одно из: {expected}.", en="Choose one of: {expected}."),
    "literal_error": Text(ru="Такого значения нет. Выберите одно из: {expected}.", en="Choose one of: {expected}."),
    "extra_forbidden": Text(ru="Такого поля нет: уберите его.", en="There is no such field: remove it."),
    "json_invalid": Text(ru="Тело запроса — не JSON.", en="The request body is not JSON."),
    "json_type": Text(ru="Тело запроса — не JSON.", en="The request body is not JSON."),
    "too_long": Text(ru="Слишком много: не больше {max_length}.", en="Too many: at most {max_length}."),
    "too_short": Text(ru="Слишком мало: не меньше {min_length}.", en="Too few: at least {min_length}."),
    "list_type": Text(ru="Здесь нужен список.", en="This must be a list."),
    "dict_type": Text(ru="Здесь нужен объект.", en="This must be an object."),
    "model_type": Text(ru="Здесь нужен объект.", en="This must be an object."),
    "model_attributes_type": Text(ru="Здесь нужен объект.", en="This must be an object."),
}
_LIMITS = frozenset({"ge", "gt", "le", "lt", "max_length", "min_length"})
_ANYTHING_ELSE = Text(ru="Значение не подходит. Проверьте его.", en="This value does not fit. Check it.")


def field_errors(errors: Iterable[Mapping[str, Any]], *at: str) -> list[FieldError]:
    """Pydantic's errors as ours, below the place `at`; without the input: what people typed stays out of answers."""
    return [_field_error(error, at) for error in errors]


def _field_error(error: Mapping[str, Any], at: tuple[str, ...]) -> FieldError:
    message, params = explain(error)
    code = "invalid" if error["type"] == "value_error" else error["type"]
    refused = error.get("ctx", {}).get("error")
    field = (refused.field,) if isinstance(refused, Refused) and refused.field else ()
    return FieldError((*at, *error["loc"], *field), code, message, params)


def explain(error: Mapping[str, Any]) -> tuple[Text, Mapping[str, Any]]:
    """(text, its parameters) for one of pydantic's errors. Never contains the refused input."""
    context: Mapping[str, Any] = error.get("ctx", {})
    kind = str(error["type"])
    if kind == "value_error" and isinstance(context.get("error"), Refused):
        refused: Refused = context["error"]
        return refused.text, refused.params
    text = _TEXTS.get(kind, _ANYTHING_ELSE)
    if kind == "string_too_short" and context.get("min_length") == 1:
        return _TEXTS["missing"], {}
    if kind == "string_too_short":
        return text, _characters(context, "min_length", "знака", "знаков", "знаков")
    if kind == "string_too_long":
        return text, _characters(context, "max_length", "знак", "знака", "знаков")
    if "expected" in context:
        return text, {"expected": _choices(str(context["expected"]))}
    return text, {key: value for key, value in context.items() if key in _LIMITS}


def _choices(expected: str) -> str:
    """Pydantic's “'low', 'medium' or 'high'” without its “or”: the sentence around it may be Russian."""
    return ", ".join(re.findall(r"'([^']*)'", expected)) or expected


_EMPTIED = Text(
    ru="Это поле нельзя очистить. Впишите значение или уберите поле из запроса.",
    en="This field cannot be emptied. Give a value or leave the field out.",
)


def require_filled(edit: BaseModel, *, but: Collection[str] = ()) -> None:
    """Refuse the first field of an edit that was sent as null, except those that may be empty."""
    for name in type(edit).model_fields:
        if name in edit.model_fields_set and name not in but and getattr(edit, name) is None:
            raise Refused(_EMPTIED, field=name)
