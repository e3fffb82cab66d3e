"""The poster of a place on paper."""

from typing import Any

import pytest

from services.nonconformity.places import posters
from shared.auth.principal import Principal
from shared.documents import print_pages, print_pdf, qr_svg
from tests.services.nonconformity.conftest import Ask
from tests.services.nonconformity.world import World
from tests.support.auth import administrator

PLACES = "/nonconformities/places"


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The data of what was printed; it is printed all the same."""
    seen: list[dict[str, Any]] = []

    async def keep(template: Any, data: dict[str, Any]) -> bytes:
        seen.append(data)
        return await print_pdf(template, data)

    monkeypatch.setattr(posters, "print_pdf", keep)
    return seen


async def hang(ask: Ask, world: World, place: str, *, branch: str = "kursk") -> dict[str, Any]:
    new = {"site_id": str(world.plant.id), "branch_id": str(getattr(world, branch).id), "place": place}
    made: dict[str, Any] = (await ask(administrator(), "POST", PLACES, json=new)).json()
    return made


async def test_a_poster_leads_to_the_form_of_its_place(
    ask: Ask, world: World, configurer: Principal, printed: list[dict[str, Any]]
) -> None:
    place = await hang(ask, world, "цех 3, пост 4")
    answer = await ask(configurer, "GET", f"{PLACES}/{place['id']}/poster.pdf")
    assert (answer.status_code, answer.headers["content-type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    [sheet] = printed[0]["sheets"]
    assert sheet["link"].endswith(place["form_path"])
    assert sheet["place"].replace("\u00a0", " ") == "цех 3, пост 4"
    assert sheet["qr"].startswith("<svg")


async def test_one_place_has_one_poster_however_it_is_written(ask: Ask, world: World) -> None:
    first = await hang(ask, world, "Турбинный цех, отм. 8")
    twin = await hang(ask, world, "турбинный  цех отм.8")
    assert (twin["code"], twin["status"]) == ("place_exists", 409)
    assert "«Турбинный цех, отм. 8»" in twin["detail"]
    assert "version" in await hang(ask, world, "Турбинный цех, отм. 8", branch="beloyarsk")
    other = await hang(ask, world, "Цех 5")

    async def rename(place: dict[str, Any], name: str) -> int:
        path, match = f"{PLACES}/{place['id']}", {"If-Match": f'"{place["version"]}"'}
        return (await ask(administrator(), "PATCH", path, json={"place": name}, headers=match)).status_code

    assert await rename(other, "ТУРБИННЫЙ ЦЕХ, ОТМ. 8") == 409
    assert await rename(first, "Турбинный цех (отм. 8)") == 200  # itself, written better


async def test_a_site_is_printed_with_its_places_in_use_and_those_of_the_own_branch_only(
    ask: Ask, world: World, configurer: Principal, printed: list[dict[str, Any]]
) -> None:
    await hang(ask, world, "вторая")
    await hang(ask, world, "Бюро")
    await hang(ask, world, "чужая", branch="beloyarsk")
    gone = await hang(ask, world, "снята")
    await ask(administrator(), "PATCH", f"{PLACES}/{gone['id']}", json={"active": False}, headers={"If-Match": '"1"'})
    path = f"{PLACES}/posters.pdf?site_id={world.plant.id}"
    assert (await ask(configurer, "GET", path)).status_code == 200
    assert [sheet["place"] for sheet in printed[0]["sheets"]] == ["Бюро", "вторая"]
    assert (await ask(administrator(), "GET", path)).status_code == 200
    assert [sheet["place"] for sheet in printed[1]["sheets"]] == ["Бюро", "вторая", "чужая"]


async def test_posters_are_not_for_everybody_and_not_of_nothing(ask: Ask, world: World, configurer: Principal) -> None:
    theirs = await hang(ask, world, "чужая", branch="beloyarsk")
    assert (await ask(configurer, "GET", f"{PLACES}/{theirs['id']}/poster.pdf")).status_code == 404
    assert (await ask(world.triage, "GET", f"{PLACES}/{theirs['id']}/poster.pdf")).status_code == 403
    none = await ask(configurer, "GET", f"{PLACES}/posters.pdf?site_id={world.plant.id}")
    assert (none.status_code, none.json()["code"]) == (404, "no_places")


async def test_a_sheet_holds_also_what_is_long() -> None:
    link = "https://profkom.very-long-name-of-a-union.example.org/f/abcdefgh23"
    sheet = {
        "site": "Производственная площадка «Атомэнергоремонт» — Нововоронежская АЭС, вторая очередь",
        "place": "Спецкорпус, отметка +13.2, помещение 405/2, площадка обслуживания деаэратора, ось 12",
        "qr": qr_svg(link, error="q"),
        "link": link,
    }
    data = {"lang": "ru", "title": "т", "union": "Первичная профсоюзная организация", "sheets": [sheet, sheet]}
    assert len(await print_pages(posters.POSTER, data)) == 2
