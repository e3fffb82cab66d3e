"""RFC 9457 problem documents, without a web framework: the gateway, which has none, writes them too."""

import json
from typing import Any

from shared.errors import AppError
from shared.i18n import Locale, Text, negotiate
from shared.telemetry import current_correlation_id

MEDIA_TYPE = "application/problem+json"


class MethodNotAllowed(AppError):
    status = 405
    code = "method_not_allowed"
    title = Text(ru="Такого действия нет", en="There is no such action")
    detail = Text(ru="По этому адресу такой запрос не принимают.", en="This address does not take such a request.")


class Crash(AppError):
    status = 500
    code = "internal_error"
    title = Text(ru="Ошибка на нашей стороне", en="Something broke on our side")
    detail = Text(
        ru="Изменения не сохранены. Повторите позже; если не поможет, сообщите администратору номер {correlation_id}.",
        en="Nothing was saved. Try again later; if it persists, tell the administrator the number {correlation_id}.",
    )


def body(error: AppError, locale: Locale) -> dict[str, Any]:
    """The problem document of a refusal."""
    return {
        "type": f"/problems/{error.code}",
        "title": error.title.render(locale, error.params),
        "status": error.status,
        "detail": error.detail.render(locale, error.params),
        "code": error.code,
        "correlation_id": current_correlation_id(),
        "errors": [
            {"loc": list(field.loc), "code": field.code, "message": field.message.render(locale, field.params)}
            for field in error.errors
        ],
    }


def encode(error: AppError, accept_language: str | None) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body) for servers that are not FastAPI."""
    locale = negotiate(accept_language)
    headers = {"Content-Type": MEDIA_TYPE, "Content-Language": locale, "Cache-Control": "no-store", **error.headers}
    return error.status, headers, json.dumps(body(error, locale), ensure_ascii=False).encode()
