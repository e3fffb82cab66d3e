"""A closed site or branch takes no new findings and no posters; what was found there goes on as before."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.nonconformity.projections import service as projections
from shared.auth.principal import Principal
from shared.db.database import Database
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.public import Worker
from tests.services.nonconformity.world import World
from tests.support.auth import administrator

PLACES = "/nonconformities/places"
AT = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)


async def close(database: Database, world: World, *, site: bool = False, branch: bool = False) -> None:
    async with database.transaction() as session:
        if site:
            gone = world.plant.model_copy(update={"version": 2, "closed_at": AT})
            await projections.know_sites(session, [gone])
        if branch:
            left = world.kursk.model_copy(update={"version": 2, "closed_at": AT})
            await projections.know_branches(session, [left])


def codes(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["code"] for error in answer.json()["errors"]]


async def test_a_finding_at_a_closed_site_is_refused_in_words_and_older_ones_go_on(
    ask: Ask, file: File, world: World, category: UUID, database: Database
) -> None:
    older = await file()
    elsewhere = await file(site_id=str(world.far_plant.id))
    await close(database, world, site=True)
    new = {
        "site_id": str(world.plant.id), "place": "цех 1", "category_id": str(category),
        "description": "Нет ограждения", "found_at": "2026-11-20T08:00:00Z",
    }  # fmt: skip
    refused = await ask(world.inspector, "POST", "/nonconformities", json=new)
    assert codes(refused) == ["closed_site"]
    assert "площадка закрыта" in refused.json()["errors"][0]["message"]

    path = f"/nonconformities/{older['id']}"
    edited = await ask(world.inspector, "PATCH", path, json={"place": "цех 2"}, headers={"If-Match": '"1"'})
    assert (edited.status_code, edited.json()["place"]) == (200, "цех 2")
    moved = {"json": {"site_id": str(world.plant.id)}, "headers": {"If-Match": '"1"'}}
    assert codes(await ask(world.inspector, "PATCH", f"/nonconformities/{elsewhere['id']}", **moved)) == ["closed_site"]


async def test_a_closed_branch_takes_no_findings(ask: Ask, world: World, category: UUID, database: Database) -> None:
    await close(database, world, branch=True)
    new = {
        "site_id": str(world.plant.id), "place": "цех 1", "category_id": str(category),
        "description": "Нет ограждения", "found_at": "2026-11-20T08:00:00Z",
    }  # fmt: skip
    assert codes(await ask(world.inspector, "POST", "/nonconformities", json=new)) == ["closed_branch"]


async def test_the_public_form_offers_what_is_open_and_a_poster_of_a_closed_site_is_out_of_use(
    ask: Ask, world: World, worker: Worker, configurer: Principal, database: Database
) -> None:
    new = {"site_id": str(world.plant.id), "branch_id": str(world.kursk.id), "place": "проходная"}
    poster = (await ask(administrator(), "POST", PLACES, json=new)).json()
    assert (await worker.ask("GET", f"/form?place={poster['slug']}")).json()["place"] is not None
    await close(database, world, site=True)
    form = (await worker.ask("GET", f"/form?place={poster['slug']}")).json()
    assert (form["place"], [site["name"] for site in form["sites"]]) == (None, ["АЭС Аккую (Турция)"])
    assert codes(await worker.send(place_slug=poster["slug"])) == ["place_closed"]
    assert codes(await worker.send(site_id=str(world.plant.id))) == ["closed_site"]
    assert codes(await ask(administrator(), "POST", PLACES, json={**new, "place": "склад"})) == ["closed_site"]

    await close(database, world, branch=True)
    names = [branch["name"] for branch in (await worker.ask("GET", "/form")).json()["branches"]]
    assert names == ["Белоярское"]
