"""`python -m shared.contracts.asyncapi`: writes docs/asyncapi.json, the events of the platform as AsyncAPI 3.0.

With --check it writes nothing and fails when the file is not what the contracts say.
"""

import inspect
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.contracts.envelope import Event, EventData
from shared.contracts.registry import event_types, producers

FILE: Final = Path(__file__).resolve().parents[2] / "docs" / "asyncapi.json"

_SCHEMAS: Final = "#/components/schemas/"
_ABOUT: Final = (
    "Every change that matters is told by an event on the JetStream stream EVENTS. A message is a CloudEvent 1.0 in "
    "JSON; its NATS header Nats-Msg-Id is the event's id. `data` is the whole aggregate after the change, and "
    "`changed` holds {field: [old, new]}. An event may be delivered more than once and out of order: compare ids and "
    "versions. Fields may be added to a version; anything else is a new version beside the old one."
)
#: A field of a contract, with the comment that explains it behind or above: `number: str  #: «НС-2026-00042»`.
_FIELD: Final = re.compile(r"^    (?P<name>[a-z_]+): [^#]*?(?:#: (?P<behind>.*))?$")
_ABOVE: Final = re.compile(r"^    #: (?P<text>.*)$")


def document() -> dict[str, Any]:
    """The AsyncAPI document of all contracts."""
    contracts = event_types()
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Profkom events", "version": "1", "description": _ABOUT},
        "defaultContentType": "application/cloudevents+json",
        "channels": {name: _channel(name) for name in contracts},
        "operations": {name: _operation(name, contract) for name, contract in contracts.items()},
        "components": {
            "messages": {name: _message(name, contract) for name, contract in contracts.items()},
            "schemas": _schemas(contracts),
            "tags": {
                name: {"name": name, "description": (module.__doc__ or "").strip().split("\n")[0]}
                for name, module in producers().items()
            },
        },
    }


def render() -> str:
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def _channel(name: str) -> dict[str, Any]:
    return {"address": f"events.{name}", "messages": {"event": {"$ref": f"#/components/messages/{name}"}}}


def _operation(name: str, contract: type[EventData]) -> dict[str, Any]:
    producer, noun, verb, _ = name.split(".")
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{name}"},
        "title": f"{noun} {verb}".replace("_", " "),
        **({"summary": " ".join(contract.__doc__.split())} if contract.__doc__ else {}),
        "tags": [{"$ref": f"#/components/tags/{producer}"}],
    }


def _message(name: str, contract: type[EventData]) -> dict[str, Any]:
    of_this_type = {
        "type": "object",
        "properties": {
            "type": {"const": f"profkom.{name}"},
            "source": {"const": f"/{name.split('.', 1)[0]}"},
            "data": {"$ref": f"{_SCHEMAS}{_shape(contract).__name__}"},
        },
    }
    return {"name": f"profkom.{name}", "payload": {"allOf": [{"$ref": f"{_SCHEMAS}Event"}, of_this_type]}}


def _shape(contract: type[EventData]) -> type[BaseModel]:
    """The class that declares the fields: events of one aggregate mostly differ by nothing but their type."""
    return next(
        owner
        for owner in contract.__mro__
        if issubclass(owner, BaseModel) and set(vars(owner).get("__annotations__", ())) - {"event_type"}
    )


def _schemas(contracts: Mapping[str, type[EventData]]) -> dict[str, Any]:
    """The schemas of all data as they are sent, of the envelope, and of what they are made of."""
    models: list[type[BaseModel]] = [Event, *dict.fromkeys(_shape(contract) for contract in contracts.values())]
    if len({model.__name__ for model in models}) < len(models):
        raise ValueError("two producers have a class of one name: rename one")
    _, defined = models_json_schema([(model, "serialization") for model in models], ref_template=_SCHEMAS + "{model}")
    schemas: dict[str, Any] = defined["$defs"]
    for model in _with_parts(models):
        for field, comment in _comments(model):
            schemas[model.__name__]["properties"][field].setdefault("description", comment)
    return {name: {**_plain(schema), "title": name} for name, schema in sorted(schemas.items())}


def _with_parts(models: list[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """The contracts and the small models in their modules that they are built from."""
    yield from models
    for module in producers().values():
        for _, member in inspect.getmembers(module, inspect.isclass):
            if issubclass(member, BaseModel) and not issubclass(member, EventData):
                yield member


def _comments(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """(field, the `#:` comment that explains it), of the model and of what it inherits."""
    for owner in model.__mro__:
        if not (issubclass(owner, BaseModel) and owner.__module__.startswith("shared.contracts.")):
            continue
        above: list[str] = []
        for line in inspect.getsource(owner).splitlines():
            if comment := _ABOVE.match(line):
                above.append(comment["text"])
                continue
            field = _FIELD.match(line)
            text = " ".join(filter(None, [*above, field["behind"] if field else None]))
            if field and text and field["name"] in model.model_fields:
                yield field["name"], text
            above = []


def _plain(schema: Any) -> Any:
    """Without titles that repeat a field's name, and without `prefixItems`, which AsyncAPI's schemas do not know."""
    if isinstance(schema, dict):
        kept = {key: value for key, value in schema.items() if not (key == "title" and isinstance(value, str))}
        return {key: _plain(value) for key, value in kept.items() if key != "prefixItems"}
    return [_plain(item) for item in schema] if isinstance(schema, list) else schema


def main() -> int:
    """0: written, or current; 1: --check found the file out of date."""
    text = render()
    if "--check" in sys.argv[1:]:
        current = FILE.exists() and FILE.read_text(encoding="utf-8") == text
        if not current:
            print("docs/asyncapi.json is out of date: run python -m shared.contracts.asyncapi", file=sys.stderr)
        return 0 if current else 1
    FILE.write_text(text, encoding="utf-8")
    print(f"{FILE.name}: {len(event_types())} events")
    return 0


if __name__ == "__main__":
    sys.exit(main())
