"""RFC 9457: every refusal as application/problem+json, in the caller's language."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from shared.db.database import is_busy, is_unreachable
from shared.errors import AppError, FieldError, Forbidden, InvalidInput, NotFound, StaleVersion, TooLarge, Unavailable
from shared.i18n import Locale, Text, negotiate
from shared.logging import get_logger
from shared.telemetry import current_correlation_id
from shared.web.validation import explain

log = get_logger(__name__)

MEDIA_TYPE = "application/problem+json"


class ProblemField(BaseModel):
    loc: Sequence[str | int]
    code: str
    message: str


class Problem(BaseModel):
    """The body of every refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    correlation_id: str
    errors: Sequence[ProblemField] = ()


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


def respond(request: Request, error: AppError) -> Response:
    status, headers, content = encode(error, request.headers.get("accept-language"))
    return Response(content, status_code=status, headers=headers)


async def on_app_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)
    return respond(request, error)


async def on_invalid_request(request: Request, error: Exception) -> Response:
    """FastAPI's validation errors, without the input: what people typed stays out of answers and logs."""
    assert isinstance(error, RequestValidationError)
    fields = []
    for item in error.errors():
        message, params = explain(item)
        code = "invalid" if item["type"] == "value_error" else item["type"]
        fields.append(FieldError(tuple(item["loc"]), code, message, params))
    return respond(request, InvalidInput(errors=fields))


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Starlette's own refusals: unknown path, wrong method, unreadable body."""
    assert isinstance(error, HTTPException)
    known: Mapping[int, type[AppError]] = {403: Forbidden, 404: NotFound, 405: MethodNotAllowed}
    if error.status_code == 413:
        return respond(request, TooLarge(limit_mib=25))
    refusal = known.get(error.status_code, InvalidInput)()
    refusal.headers.update(error.headers or {})
    return respond(request, refusal)


async def on_stale_data(request: Request, error: Exception) -> Response:
    assert isinstance(error, StaleDataError)
    return respond(request, StaleVersion())


async def on_crash(request: Request, error: Exception) -> Response:
    """Everything unexpected. A database that is away is not a crash: 503, come again."""
    if is_unreachable(error) or is_busy(error):
        log.warning("database unreachable or busy", reason=type(error).__name__)
        return respond(request, Unavailable())
    log.exception("request crashed", path=request.scope.get("path"), exc_info=error)
    return respond(request, Crash(correlation_id=current_correlation_id()))
