"""One OpenAPI document out of several: pure functions over parsed JSON.

Two services may give one name to two different schemas. Both are then renamed after their service; what all services
define alike (the problem document) stays one.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gateway.reference import own

Document = dict[str, Any]
Part = tuple[str, str]  #: section and name: ("schemas", "Person")

_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_REFERENCE = re.compile(r"#/components/([^/]+)/([^/]+)(.*)")
_SHARED_SECTIONS = frozenset({"securitySchemes"})  #: the gateway declares its own


def merge(documents: Mapping[str, Document], *, routed: Callable[[str], str | None]) -> Document:
    """The merged document; `documents` by service, `routed`: the service that the gateway asks for a path."""
    renamed = _renamed(documents)
    paths: dict[str, Any] = {}
    components: dict[str, dict[str, Any]] = {}
    groups: list[dict[str, Any]] = [{"name": own.GROUP, "tags": [own.TAG]}]
    operation_ids: set[str] = set()
    for service, document in documents.items():
        tags: dict[str, None] = {}
        for path, item in document.get("paths", {}).items():
            if routed(path) != service:
                continue
            paths[path] = _rewritten(item, service, renamed)
            for operation in _operations(paths[path]):
                tags |= dict.fromkeys(operation.get("tags", ()))
                _complete(operation, service, operation_ids)
        groups.append({"name": document.get("info", {}).get("title", service), "tags": list(tags)})
        for section, name, definition in _definitions(document):
            new_name = renamed.get((service, section, name), name)
            components.setdefault(section, {})[new_name] = _rewritten(definition, service, renamed)
    return own.document(paths=paths, components=components, groups=groups)


def _renamed(documents: Mapping[str, Document]) -> dict[tuple[str, str, str], str]:
    """New names by (service, section, name), for what different services define differently.

    What refers to a renamed part is itself different, although it reads the same: so until nothing changes any more.
    """
    by_part: dict[Part, dict[str, Any]] = {}
    for service, document in documents.items():
        for section, name, definition in _definitions(document):
            by_part.setdefault((section, name), {})[service] = definition
    conflicts = {part for part, defined in by_part.items() if _differ(list(defined.values()))}
    while True:
        more = {
            part
            for part, defined in by_part.items()
            if part not in conflicts and len(defined) > 1 and conflicts.intersection(_references(defined))
        }
        if not more:
            break
        conflicts |= more
    renamed = {}
    for section, name in sorted(conflicts):
        for service in by_part[section, name]:
            new_name = f"{service.capitalize()}{name[:1].upper()}{name[1:]}"
            while (section, new_name) in by_part:
                new_name += "_"
            renamed[service, section, name] = new_name
    return renamed


def _differ(definitions: list[Any]) -> bool:
    return any(definition != definitions[0] for definition in definitions[1:])


def _definitions(document: Document) -> Iterator[tuple[str, str, Any]]:
    for section, named in document.get("components", {}).items():
        if section not in _SHARED_SECTIONS:
            for name, definition in named.items():
                yield section, name, definition


def _references(node: Any) -> Iterator[Part]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
    elif isinstance(node, str) and (match := _REFERENCE.fullmatch(node)):
        yield match[1], match[2]


def _rewritten(node: Any, service: str, renamed: Mapping[tuple[str, str, str], str]) -> Any:
    """A copy in which every reference (`$ref`, a discriminator's mapping) points to the new name."""
    if isinstance(node, dict):
        return {key: _rewritten(value, service, renamed) for key, value in node.items()}
    if isinstance(node, list):
        return [_rewritten(value, service, renamed) for value in node]
    if isinstance(node, str) and (match := _REFERENCE.fullmatch(node)):
        new_name = renamed.get((service, match[1], match[2]), match[2])
        return f"#/components/{match[1]}/{new_name}{match[3]}"
    return node


def _operations(item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for method, operation in item.items():
        if method in _METHODS:
            yield operation


def _complete(operation: dict[str, Any], service: str, taken: set[str]) -> None:
    """What the gateway adds to a service's operation: a unique id, the cookie as another key, its own refusals."""
    operation_id = operation.get("operationId")
    if operation_id is not None:
        while operation_id in taken:
            operation_id = f"{service}_{operation_id}"
        operation["operationId"] = operation_id
        taken.add(operation_id)
    if operation.get("security"):
        operation["security"] = list(own.SECURITY)
    responses = operation.setdefault("responses", {})
    for status, response in own.refusals(closed="security" in operation, body="requestBody" in operation).items():
        responses.setdefault(status, response)
    operation["responses"] = dict(sorted(responses.items()))
