"""RFC 9457: every refusal as application/problem+json, in the caller's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from shared.db.database import will_pass
from shared.errors import AppError, Forbidden, InvalidInput, NotFound, StaleVersion, TooLarge, Unavailable
from shared.logging import get_logger
from shared.telemetry import current_correlation_id
from shared.web.problem_documents import MEDIA_TYPE, Crash, MethodNotAllowed, body, encode
from shared.web.validation import field_errors

log = get_logger(__name__)

__all__ = ["MEDIA_TYPE", "Crash", "MethodNotAllowed", "Problem", "body", "encode"]


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


def schemas() -> dict[str, Any]:
    """The problem document and its parts, as components of a reference."""
    schema = Problem.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    parts: dict[str, Any] = schema.pop("$defs")
    return {**parts, Problem.__name__: schema}


def respond(request: Request, error: AppError) -> Response:
    status, headers, content = encode(error, request.headers.get("accept-language"))
    return Response(content, status_code=status, headers=headers)


async def on_app_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)
    return respond(request, error)


async def on_invalid_request(request: Request, error: Exception) -> Response:
    """FastAPI's validation errors, without the input: what people typed stays out of answers and logs."""
    assert isinstance(error, RequestValidationError)
    return respond(request, InvalidInput(errors=field_errors(error.errors())))


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
    if will_pass(error):
        log.warning("database unreachable or busy", reason=type(error).__name__)
        return respond(request, Unavailable())
    log.exception("request crashed", path=request.scope.get("path"), exc_info=error)
    return respond(request, Crash(correlation_id=current_correlation_id()))
