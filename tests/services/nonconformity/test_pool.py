"""Slow work that asks the database nothing leaves its connections, of which there are few, to others."""

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.pool import QueuePool

from services.nonconformity.documents import service as documents
from services.nonconformity.exports import service as exports
from services.nonconformity.places import posters
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import World
from tests.support.auth import administrator


@pytest.fixture
def held(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many connections were in use when something was printed, or waited for its turn."""
    pool, seen = app.state.database.engine.pool, list[int]()
    assert isinstance(pool, QueuePool)

    async def printed(*_: Any, **__: Any) -> bytes:
        seen.append(pool.checkedout())
        return b"%PDF-"

    class Turns:
        async def __aenter__(self) -> None:
            seen.append(pool.checkedout())

        async def __aexit__(self, *_: object) -> None:
            pass

    for module in (documents, posters):
        monkeypatch.setattr(module, "print_pdf", printed)
    monkeypatch.setattr(exports, "_TURNS", Turns())
    return seen


async def test_nobody_waits_with_a_connection_in_hand(ask: Ask, file: File, world: World, held: list[int]) -> None:
    card = await file()
    place = {"site_id": str(world.plant.id), "branch_id": str(world.kursk.id), "place": "цех 3"}
    hung = (await ask(administrator(), "POST", "/nonconformities/places", json=place)).json()
    paths = [
        f"{card['id']}/card.pdf", "register.pdf", "export.xlsx",
        f"places/{hung['id']}/poster.pdf", f"places/posters.pdf?site_id={world.plant.id}",
    ]  # fmt: skip
    for path in paths:
        assert (await ask(administrator(), "GET", f"/nonconformities/{path}")).status_code == 200
    assert held == [0] * len(paths)
