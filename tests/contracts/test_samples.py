"""What was sent once is understood for ever: no contract may forget, rename or narrow a field."""

import re

import pytest

from shared.contracts.envelope import Event, EventData
from shared.contracts.registry import event_types
from tests.contracts.samples import Sample, all_samples, digest, entered

SAMPLES = all_samples()
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])


def fields(contract: type[EventData]) -> set[str]:
    return set(contract.model_fields)


@each_sample
def test_a_contract_accepts_every_sample_and_loses_nothing_of_it(sample: Sample) -> None:
    event = Event.parse(sample.body)
    assert event.type == f"profkom.{sample.event_type}"
    assert event.topic == f"events.{sample.event_type}"
    contract = event_types()[sample.event_type]
    assert set(sample.data) <= fields(contract), "a field that was sent is gone: make a new version of the event"
    understood = event.payload(contract).model_dump(mode="json")
    assert {name: understood[name] for name in sample.data} == sample.data


@pytest.mark.parametrize(("event_type", "contract"), event_types().items(), ids=list(event_types()))
def test_the_newest_sample_shows_every_field(event_type: str, contract: type[EventData]) -> None:
    samples = [sample for sample in SAMPLES if sample.event_type == event_type]
    assert samples, f"{event_type} has no sample: see tests/contracts/samples.py"
    assert fields(contract) - set(samples[-1].data) == set(), "the contract gained a field: add a sample with it"


def test_samples_are_only_ever_added() -> None:
    """A changed sample would hide that the contract no longer understands what is in the stream."""
    found = {sample.name: digest(sample) for sample in SAMPLES}
    assert found == entered(), "add samples, never change one; then run python -m tests.contracts.samples"


def test_every_sampled_event_has_a_contract() -> None:
    assert {sample.event_type for sample in SAMPLES} == set(event_types())


def test_event_types_follow_the_house_rule() -> None:
    for event_type in event_types():
        assert re.fullmatch(r"[a-z]+\.[a-z_]+\.[a-z_]+\.v[1-9]\d*", event_type), event_type


def test_an_envelope_with_attributes_of_tomorrow_is_read() -> None:
    """CloudEvents lets a later producer add extension attributes."""
    body = SAMPLES[0].body.replace(b"{", b'{"somethingnew": 1,', 1)
    assert Event.parse(body) == Event.parse(SAMPLES[0].body)
