"""All events that the platform knows, by type. A package in this folder, and a file in it, is found by itself."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Final

import shared.contracts
from shared.contracts.envelope import EventData

_NO_CONTRACTS: Final = frozenset({"envelope", "registry", "asyncapi"})


@cache
def producers() -> Mapping[str, ModuleType]:
    """{service: its package of contracts}, by name."""
    names = sorted(info.name for info in pkgutil.iter_modules(shared.contracts.__path__))
    return {name: importlib.import_module(f"shared.contracts.{name}") for name in names if name not in _NO_CONTRACTS}


@cache
def event_types() -> Mapping[str, type[EventData]]:
    """{event type such as "people.person.changed.v1": its contract}, by type.

    Raises ValueError when two contracts claim one type, or one claims another producer's.
    """
    found: dict[str, type[EventData]] = {}
    for producer, package in producers().items():
        for contract in _contracts(package):
            if contract.event_type in found or not contract.event_type.startswith(f"{producer}."):
                raise ValueError(f"{contract.__name__} of {producer} claims {contract.event_type}")
            found[contract.event_type] = contract
    return dict(sorted(found.items()))


def _contracts(package: ModuleType) -> Iterator[type[EventData]]:
    """The events of a producer: one file a noun."""
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for _, contract in inspect.getmembers(module, _is_event):
            if contract.__module__ == module.__name__:
                yield contract


def _is_event(member: object) -> bool:
    return inspect.isclass(member) and issubclass(member, EventData) and "event_type" in vars(member)
