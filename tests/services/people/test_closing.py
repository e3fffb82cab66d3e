"""A branch, a unit or a site that is no more takes nothing new, keeps what it had, and may be opened again."""

from datetime import datetime
from typing import Any

from shared.auth import permissions
from tests.services.people.conftest import People
from tests.services.people.spreadsheets import ANNA, Clerk, changed, table
from tests.support.auth import principal


async def act(people: People, verb: str, path: str, *, version: int, status: int = 200, **options: Any) -> Any:
    headers = {"If-Match": f'"{version}"'}
    return (await people.request("POST", f"{path}/{verb}", headers=headers, status=status, **options)).json()


async def names(people: People, noun: str, **query: Any) -> list[str]:
    return [item["name"] for item in (await people.get(f"/api/v1/{noun}", **query))["items"]]


async def test_a_closed_branch_leaves_the_choice_keeps_its_history_and_opens_again(people: People) -> None:
    path = f"/api/v1/branches/{await people.branch('Курское')}"
    await people.branch("Смоленское")
    closed = await act(people, "close", path, version=1)
    assert (closed["version"], closed["allowed_actions"]) == (2, ["edit", "reopen"])
    assert closed["closed_at"]
    assert await people.get(path) == closed
    assert await names(people, "branches") == ["Смоленское"]
    assert await names(people, "branches", state="closed") == ["Курское"]
    assert await names(people, "branches", state="all") == ["Курское", "Смоленское"]
    assert (await act(people, "close", path, version=2, status=409))["code"] == "already_closed"
    assert (await act(people, "reopen", path, version=1, status=412))["code"] == "stale_version"

    reopened = await act(people, "reopen", path, version=2)
    assert (reopened["closed_at"], reopened["allowed_actions"]) == (None, ["edit", "close"])
    assert await names(people, "branches") == ["Курское", "Смоленское"]
    assert (await act(people, "reopen", path, version=3, status=409))["code"] == "not_closed"
    history = (await people.get(f"{path}/history"))["items"]
    assert [item["act"] for item in history] == ["reopened", "closed", "created"]
    first, second = await people.events("branch.changed")
    was, became = first["data"]["changed"]["closed_at"]
    assert was is None
    assert datetime.fromisoformat(became) == datetime.fromisoformat(first["data"]["closed_at"])
    assert (second["data"]["closed_at"], second["data"]["version"]) == (None, 3)


async def test_what_is_still_in_a_branch_is_counted_and_hinders_its_closing(people: People) -> None:
    branch = await people.branch("Курское")
    path = f"/api/v1/branches/{branch}"
    unit = await people.post("/api/v1/units", {"branch_id": str(branch), "name": "Цех 1"})
    site = await people.post("/api/v1/sites", {"name": "Курская АЭС", "branch_id": str(branch)})
    member = await people.person(branch_id=branch, unit_id=unit["id"], assignment_site_id=site["id"], is_member=True)
    refused = await act(people, "close", path, version=1, status=409)
    assert refused["code"] == "place_in_use"
    assert "1 член профсоюза, 1 подразделение, 1 площадка" in refused["detail"]
    unit_path, site_path = f"/api/v1/units/{unit['id']}", f"/api/v1/sites/{site['id']}"
    assert "1 член профсоюза" in (await act(people, "close", unit_path, version=1, status=409))["detail"]
    assert "1 человек в командировке" in (await act(people, "close", site_path, version=1, status=409))["detail"]

    person = f"/api/v1/people/{member['id']}"
    home = await people.patch(person, {"assignment_site_id": None}, version=1)
    await people.post(f"{person}/leave", {"left_on": "2026-11-20"}, status=200)
    for place in (unit_path, site_path, path):
        await act(people, "close", place, version=1)
    assert (await people.get(person))["branch_id"] == str(branch), "a former member is the branch's history"
    edited = await people.patch(person, {"city": "Курчатов", "branch_id": str(branch)}, version=home["version"] + 1)
    assert edited["city"] == "Курчатов"
    for place in (unit_path, site_path):
        assert (await act(people, "reopen", place, version=2, status=409))["code"] == "branch_closed"


async def test_a_closed_place_takes_nobody_and_nothing_new(people: People) -> None:
    branch, other = await people.branch("Курское"), await people.branch("Смоленское")
    unit = await people.post("/api/v1/units", {"branch_id": str(other), "name": "Цех 1"})
    site = await people.post("/api/v1/sites", {"name": "Курская АЭС", "branch_id": None})
    former = await people.person("Бывшева", "Анна", branch_id=branch, is_member=False)
    for path in (f"branches/{branch}", f"units/{unit['id']}", f"sites/{site['id']}"):
        await act(people, "close", f"/api/v1/{path}", version=1)

    async def refusal(path: str, body: dict[str, Any]) -> list[str]:
        return [error["code"] for error in (await people.post(f"/api/v1/{path}", body, status=422))["errors"]]

    name = {"last_name": "Новикова", "first_name": "Нина"}
    assert await refusal("people", {**name, "branch_id": str(branch)}) == ["closed_branch"]
    placed = {**name, "branch_id": str(other), "unit_id": unit["id"], "assignment_site_id": site["id"]}
    assert await refusal("people", placed) == ["closed_unit", "closed_site"]
    assert await refusal("units", {"branch_id": str(branch), "name": "Цех 2"}) == ["closed_branch"]
    assert await refusal("sites", {"branch_id": str(branch), "name": "Площадка"}) == ["closed_branch"]
    grant = {"person_id": former["id"], "role": "member", "branch_id": str(branch)}
    assert await refusal("grants", grant) == ["closed_branch"]
    account = {"person_id": former["id"], "login": "former", "password": "длинный пароль 1"}
    assert (await people.post("/api/v1/accounts", account, status=409))["code"] == "branch_closed"
    join = {"joined_on": "2026-11-20"}
    assert (await people.post(f"/api/v1/people/{former['id']}/join", join, status=409))["code"] == "branch_closed"


async def test_a_branch_is_closed_by_who_keeps_all_of_them(people: People) -> None:
    branch = await people.branch()
    unit = await people.post("/api/v1/units", {"branch_id": str(branch), "name": "Цех 1"})
    keeper = principal(permissions.STRUCTURE_EDIT, branches=[branch])
    assert (await people.get(f"/api/v1/branches/{branch}", by=keeper))["allowed_actions"] == ["edit"]
    await act(people, "close", f"/api/v1/units/{unit['id']}", version=1, by=keeper)
    await act(people, "close", f"/api/v1/branches/{branch}", version=1, by=keeper, status=403)
    headers = {"If-Match": '"1"'}
    missing = f"/api/v1/sites/{branch}/close"
    await people.request("POST", missing, headers=headers, status=404)
    await people.request("POST", f"/api/v1/branches/{branch}/close", status=428)


async def test_an_import_puts_nobody_into_a_closed_branch_unit_or_site(people: People) -> None:
    clerk = Clerk(people)
    await clerk.apply(await clerk.check(table(ANNA)))
    [unit] = (await people.get("/api/v1/units"))["items"]
    [anna] = (await people.get("/api/v1/people", q="Катаева"))["items"]
    moved = await people.patch(f"/api/v1/people/{anna['id']}", {"unit_id": None}, version=1)
    await act(people, "close", f"/api/v1/units/{unit['id']}", version=1)
    again = await clerk.check(table(ANNA))
    assert [problem["code"] for problem in again["problems"]] == ["unit_closed"]
    assert again["counts"]["unchanged"] == 1, "she stays without a unit"

    leave = {"left_on": "2026-11-20"}
    await people.post(f"/api/v1/people/{anna['id']}/leave", leave, status=200)
    await act(people, "close", f"/api/v1/branches/{moved['branch_id']}", version=1)
    refused = await clerk.check(table(ANNA, changed(ANNA, number="100800", name="Новикова Нина Ильинична")))
    assert {problem["code"] for problem in refused["problems"]} == {"branch_closed"}
    assert refused["creates"] == {}
