"""Query strings as models, read once and documented once.

FastAPI's own query models are looked into anew at every request: 0.4 ms for a list with a dozen filters, as much as
the database takes to answer it. Here the shape is known when the route is declared.

@router.get("", openapi_extra=documented(JournalQuery))
async def list_all(query: Annotated[JournalQuery, query_of(JournalQuery)]) -> ...
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_origin
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import QueryParams

from shared.errors import InvalidInput
from shared.web.refusals import refuses

Shape = TypeVar("Shape", bound=BaseModel)


def reader_of(shape: type[Shape]) -> Callable[[QueryParams], Shape]:
    """Reads a query string as `shape`; raises pydantic's ValidationError for what does not fit."""
    repeated = frozenset(name for name, field in shape.model_fields.items() if get_origin(field.annotation) is list)

    def read(given: QueryParams) -> Shape:
        return shape.model_validate({name: given.getlist(name) if name in repeated else given[name] for name in given})

    return read


def written(query: BaseModel) -> str:
    """A query as text that is read back as the same one: what differs from the defaults, in the order of the fields."""
    chosen = query.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    given = ((name, one) for name, value in chosen.items() for one in (value if isinstance(value, list) else [value]))
    return urlencode([(name, str(one).lower() if isinstance(one, bool) else one) for name, one in given if one != ""])


def query_of(shape: type[Shape]) -> Any:
    """A dependency that gives the request's query string as `shape`; what does not fit is refused as FastAPI does."""
    reader = reader_of(shape)

    @refuses(InvalidInput)
    async def read(request: Request) -> Shape:
        try:
            return reader(request.query_params)
        except ValidationError as error:
            located = [{**item, "loc": ("query", *item["loc"])} for item in error.errors()]
            raise RequestValidationError(located) from error

    return Depends(read)


def documented(shape: type[BaseModel]) -> dict[str, Any]:
    """The parameters of `shape` for a route's `openapi_extra`."""
    schema = shape.model_json_schema()
    defined: Mapping[str, Any] = schema.get("$defs", {})
    required = schema.get("required", ())
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "schema": _inlined(field, defined),
                **({"description": field["description"]} if "description" in field else {}),
            }
            for name, field in schema["properties"].items()
        ]
    }


def _inlined(schema: Any, defined: Mapping[str, Any]) -> Any:
    """The schema with its references replaced by what they name: a parameter has no definitions of its own."""
    if isinstance(schema, list):
        return [_inlined(item, defined) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(defined[schema["$ref"].rpartition("/")[2]], defined)
    return {key: _inlined(value, defined) for key, value in schema.items()}
