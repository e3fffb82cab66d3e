"""What an operation may refuse, as the reference says it: derived from how the operation is declared.

What the declaration cannot tell is marked where it is raised first: on the endpoint, a dependency or an entrance.

@router.post("/link/check")
@public
@refuses(LinkUnusable)
async def check_link(...) -> ...
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from fastapi.dependencies.models import Dependant

from shared.errors import AppError, Conflict, Forbidden, InvalidInput, NotAuthenticated, NotFound, Unavailable
from shared.web.problem_documents import MEDIA_TYPE

Marked = TypeVar("Marked", bound=Callable[..., Any])
Responses = dict[int | str, dict[str, Any]]
_REFUSES = "__profkom_refuses__"

_BY_DECLARATION: Mapping[type[AppError], str] = {
    NotAuthenticated: "Not signed in",
    Forbidden: "The role lacks the permission, or this is another's act",
    NotFound: "No such record, or not visible to the caller",
    Conflict: "Not possible as things are; `code` says why",
    InvalidInput: "Invalid input; `errors` says what and where",
    Unavailable: "Temporarily unavailable",
}


def refuses(*errors: type[AppError]) -> Callable[[Marked], Marked]:
    """Name refusals that come from here and that no declaration tells of."""

    def mark(function: Marked) -> Marked:
        setattr(function, _REFUSES, (*errors, *marked(function)))
        return function

    return mark


def marked(function: Callable[..., Any] | None) -> tuple[type[AppError], ...]:
    """What `refuses` names on a function."""
    named: tuple[type[AppError], ...] = getattr(function, _REFUSES, ())
    return named


def response(description: str) -> dict[str, Any]:
    """A problem document, as a response of the reference."""
    return {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def documented(
    dependant: Dependant, *, method: str, closed: bool, takes_key: bool, entrance: Callable[..., Any] | None
) -> Responses:
    """{status: response}: `closed` to who is not signed in; `takes_key`: an Idempotency-Key, which may be refused."""
    changes = method not in ("GET", "HEAD")
    takes_input = takes_key or _takes_input(dependant)
    told: set[type[AppError]] = {Unavailable} | ({NotAuthenticated, Forbidden} if closed else set())
    told |= {NotFound} if changes or dependant.path_params else set()
    told |= {Conflict} if changes else set()
    told |= {InvalidInput} if takes_input else set()
    described = {error.status: response(_BY_DECLARATION[error]) for error in told}
    named: dict[int, dict[str, None]] = {}
    for function in (entrance, *_functions(dependant)):
        for error in marked(function):
            named.setdefault(error.status, {})[error.title.en] = None
    extra = {status: response("; ".join(words)) for status, words in named.items()}
    return dict(sorted({**extra, **described}.items()))


def _functions(dependant: Dependant) -> Iterator[Callable[..., Any] | None]:
    """The endpoint and all that it depends on."""
    yield dependant.call
    for part in dependant.dependencies:
        yield from _functions(part)


def _takes_input(dependant: Dependant) -> bool:
    own = (dependant.path_params, dependant.query_params, dependant.header_params, dependant.body_params)
    return any(own) or any(_takes_input(part) for part in dependant.dependencies)
