"""The published description of events is what the code sends."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema_rs import Draft7Validator  # comes with schemathesis

from shared.contracts import asyncapi
from shared.contracts.registry import event_types
from tests.contracts.samples import Sample, all_samples

DOCUMENT = asyncapi.document()
SAMPLES = all_samples()


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def resolve(reference: str) -> Any:
    node: Any = DOCUMENT
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def test_the_document_in_docs_is_current() -> None:
    written = asyncapi.FILE.read_text(encoding="utf-8")
    assert written == asyncapi.render(), "run python -m shared.contracts.asyncapi"


def test_it_tells_of_every_event() -> None:
    assert {channel["address"] for channel in DOCUMENT["channels"].values()} == {f"events.{t}" for t in event_types()}
    assert set(DOCUMENT["operations"]) == set(DOCUMENT["components"]["messages"]) == set(event_types())


def test_every_reference_leads_somewhere() -> None:
    found = list(references(DOCUMENT))
    assert len(found) > len(event_types())
    assert all(resolve(reference) for reference in found)


def test_comments_of_the_code_reach_the_reader() -> None:
    described = DOCUMENT["components"]["schemas"]["NonconformityData"]["properties"]
    assert described["number"]["description"] == "«НС-2026-00042»"
    assert "never changes once set" in described["first_due_on"]["description"]
    readpermission = DOCUMENT["components"]["schemas"]["Event"]["properties"]["readpermission"]
    assert readpermission["description"].startswith("The permission that lets a reader")


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
def test_samples_fit_the_published_schema(sample: Sample) -> None:
    """And nothing but their own: what has another type is refused."""
    payload = {"$ref": f"#/components/messages/{sample.event_type}/payload", "components": DOCUMENT["components"]}
    validator = Draft7Validator(payload, validate_formats=True)
    body = json.loads(sample.body)
    assert [error.message for error in validator.iter_errors(body)] == []
    assert not validator.is_valid({**body, "type": "profkom.people.person.married.v1"})
    assert not validator.is_valid({**body, "data": {}})
