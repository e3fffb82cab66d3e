"""A request that an operation understands, made from its own schema, so that what answers is the rule and no typo."""

import itertools
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

Document = Mapping[str, Any]
Known = Mapping[str, Callable[[], Any]]

_counter = itertools.count(1)


class Examples:
    """Fills in the required properties; `known` gives values by property name, before the schema is asked."""

    def __init__(self, document: Document, known: Known) -> None:
        self._schemas, self._known = document["components"]["schemas"], known

    def body(self, operation: Document) -> Any:
        """The JSON body of an operation; None when it takes none."""
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        return None if content is None else self._value(content["schema"], "")

    def _value(self, schema: Document, name: str) -> Any:
        if name in self._known:
            return self._known[name]()
        schema = self._resolved(schema)
        if "enum" in schema:
            return schema["enum"][0]
        if "const" in schema:
            return schema["const"]
        match schema.get("type"):
            case "object":
                required = schema.get("required", ())
                return {
                    key: self._value(part, key) for key, part in schema.get("properties", {}).items() if key in required
                }
            case "array":
                return [self._value(schema["items"], name)] * schema.get("minItems", 0)
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "boolean":
                return True
            case _:
                return _text(schema)

    def _resolved(self, schema: Document) -> Document:
        if "$ref" in schema:
            return self._resolved(self._schemas[schema["$ref"].rsplit("/", 1)[1]])
        for choice in schema.get("anyOf", schema.get("oneOf", ())):
            if choice.get("type") != "null":
                return self._resolved(choice)
        return schema


def _text(schema: Document) -> str:
    match schema.get("format"):
        case "date":
            return in_days(30)
        case "date-time":
            return f"{in_days(-1)}T09:00:00+03:00"
    return f"Проверка доступа {next(_counter)}"


def in_days(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()
