"""Branches, units and sites can be kept by those who may, and are seen by everybody who is signed in."""

from typing import Any

import pytest

from shared.auth import permissions
from shared.auth.principal import Principal
from shared.ids import new_id
from tests.services.people.conftest import People
from tests.support.auth import principal


async def test_a_branch_is_created_edited_and_its_history_and_events_tell(people: People) -> None:
    branch = await people.post("/api/v1/branches", {"name": "Курское", "city": "Курчатов"})
    assert branch["time_zone"] == "Europe/Moscow"
    assert branch["allowed_actions"] == ["edit", "close"]

    path = f"/api/v1/branches/{branch['id']}"
    edited = await people.patch(path, {"city": None, "time_zone": "Asia/Yekaterinburg"}, version=1)
    assert (edited["version"], edited["city"], edited["time_zone"]) == (2, None, "Asia/Yekaterinburg")
    assert (await people.get(path)) == edited

    history = (await people.get(f"{path}/history"))["items"]
    assert [(item["act"], item["version"], item["actor_id"]) for item in history] == [
        ("changed", 2, str(people.admin.id)),
        ("created", 1, str(people.admin.id)),
    ]
    assert history[0]["changed"] == {
        "city": ["Курчатов", None],
        "time_zone": ["Europe/Moscow", "Asia/Yekaterinburg"],
    }
    created, changed = await people.events("branch.created", "branch.changed")
    assert created["data"]["version"] == 1
    assert changed["data"]["changed"] == history[0]["changed"]
    assert changed["branch"] == changed["subject"] == branch["id"]


async def test_an_edit_that_changes_nothing_leaves_no_trace(people: People) -> None:
    branch = await people.branch()
    answer = await people.patch(f"/api/v1/branches/{branch}", {"name": "Курское"}, version=1)
    assert answer["version"] == 1
    assert len(await people.events("branch.changed")) == 0


async def test_a_stale_or_missing_version_is_refused(people: People) -> None:
    path = f"/api/v1/branches/{await people.branch()}"
    await people.patch(path, {"name": "Курская"}, version=1)
    assert (await people.patch(path, {"name": "Орловская"}, version=1, status=412))["code"] == "stale_version"
    missing = await people.request("PATCH", path, json={"name": "Орловская"}, status=428)
    assert missing.json()["code"] == "version_required"
    assert (await people.get(path))["name"] == "Курская"


async def test_one_name_is_one_branch_whatever_its_case_and_wording(people: People) -> None:
    await people.branch("Берёзовское")
    for same in ("берёзовское", "БЕРЕЗОВСКОЕ", "«Берёзовское» отделение"):
        answer = await people.post("/api/v1/branches", {"name": same}, status=409)
        assert answer["code"] == "name_taken"


async def test_a_unit_belongs_to_one_branch_and_its_name_may_stand_in_another(people: People) -> None:
    kursk, smolensk = await people.branch("Курское"), await people.branch("Смоленское")
    unit = await people.post("/api/v1/units", {"branch_id": str(kursk), "name": "Цех 1"})
    await people.post("/api/v1/units", {"branch_id": str(smolensk), "name": "Цех 1"})
    await people.post("/api/v1/units", {"branch_id": str(kursk), "name": "цех 1"}, status=409)
    renamed = await people.patch(f"/api/v1/units/{unit['id']}", {"name": "Цех № 1"}, version=1)
    assert renamed["name"] == "Цех № 1"
    listed = await people.get("/api/v1/units", branch_id=str(kursk))
    assert [item["name"] for item in listed["items"]] == ["Цех № 1"]
    wrong = await people.post("/api/v1/units", {"branch_id": str(new_id()), "name": "Цех 2"}, status=422)
    assert wrong["errors"][0]["code"] == "unknown_branch"


async def test_a_site_is_found_by_its_aliases(people: People) -> None:
    home = await people.branch()
    body = {"name": "АЭС Аккую", "aliases": ["Аккую (Турция)"], "country": "Турция", "branch_id": None}
    site = await people.post("/api/v1/sites", body)
    await people.post("/api/v1/sites", {"name": "Курская АЭС", "branch_id": str(home)})
    assert [item["id"] for item in (await people.get("/api/v1/sites", q="ТУРЦИЯ"))["items"]] == [site["id"]]
    assert [item["name"] for item in (await people.get("/api/v1/sites", branch_id=str(home)))["items"]] == [
        "Курская АЭС"
    ]
    edited = await people.patch(f"/api/v1/sites/{site['id']}", {"aliases": [], "city": "Бююкеджели"}, version=1)
    assert (edited["aliases"], edited["city"]) == ([], "Бююкеджели")
    assert (await people.events("site.changed"))[0]["data"]["changed"]["aliases"] == [["Аккую (Турция)"], []]


async def test_lists_follow_the_russian_alphabet_and_page_without_gaps(people: People) -> None:
    for name in ("Яковлевское", "абрамовское", "Ёлкинское", "Елецкое", "Жуковское"):
        await people.branch(name)
    names, cursor = [], None
    while True:
        page = await people.get("/api/v1/branches", limit=2, total=True, **({"cursor": cursor} if cursor else {}))
        names += [item["name"] for item in page["items"]]
        assert page["total"] == 5
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert names == ["абрамовское", "Елецкое", "Ёлкинское", "Жуковское", "Яковлевское"]


async def test_who_keeps_one_branch_edits_that_one_only(people: People) -> None:
    own, other = await people.branch("Курское"), await people.branch("Смоленское")
    keeper = principal(permissions.STRUCTURE_EDIT, branches=[own])
    assert (await people.get(f"/api/v1/branches/{other}", by=keeper))["allowed_actions"] == []
    await people.patch(f"/api/v1/branches/{own}", {"city": "Курчатов"}, version=1, by=keeper)
    await people.patch(f"/api/v1/branches/{other}", {"city": "Десногорск"}, version=1, by=keeper, status=403)
    await people.post("/api/v1/branches", {"name": "Новое"}, by=keeper, status=403)
    await people.post("/api/v1/units", {"branch_id": str(own), "name": "Цех"}, by=keeper)
    await people.post("/api/v1/units", {"branch_id": str(other), "name": "Цех"}, by=keeper, status=403)
    await people.post("/api/v1/sites", {"name": "За рубежом"}, by=keeper, status=403)
    site = await people.post("/api/v1/sites", {"name": "Курская АЭС", "branch_id": str(own)}, by=keeper)
    await people.patch(f"/api/v1/sites/{site['id']}", {"branch_id": str(other)}, version=1, by=keeper, status=403)


async def test_a_member_sees_the_structure_and_changes_nothing(people: People) -> None:
    branch = await people.branch()
    member: Principal = principal(permissions.NONCONFORMITY_FILE)
    assert (await people.get("/api/v1/branches", by=member))["items"][0]["allowed_actions"] == []
    await people.patch(f"/api/v1/branches/{branch}", {"name": "Моё"}, version=1, by=member, status=403)
    for path in ("branches", "units", "sites"):
        await people.request("GET", f"/api/v1/{path}/{new_id()}", status=404)


async def test_bad_input_says_what_to_correct_in_both_languages(people: People) -> None:
    body = {"name": "Курское", "time_zone": "Moscow", "colour": "red"}
    russian = await people.post("/api/v1/branches", body, status=422)
    assert {tuple(error["loc"]): error["code"] for error in russian["errors"]} == {
        ("body", "time_zone"): "invalid",
        ("body", "colour"): "extra_forbidden",
    }
    assert "часового пояса нет" in next(e["message"] for e in russian["errors"] if e["code"] == "invalid")
    english = await people.request("POST", "/api/v1/branches", json=body, headers={"Accept-Language": "en"}, status=422)
    assert "time zone" in english.text
    for name in ("", "   ", "x" * 201, "нуль\x00", None, 5):
        await people.post("/api/v1/branches", {"name": name}, status=422)
    for query in ({"sort": "secret"}, {"cursor": "???"}, {"limit": 0}, {"limit": 201}, {"city": "\x00"}, {"who": "x"}):
        await people.request("GET", "/api/v1/branches", params=query, status=422)


async def test_a_branch_abroad_says_when_it_works(people: People) -> None:
    calendar = {"country": "BD", "weekend": [5, 6], "days_off": ["2026-11-24"], "day_starts": "08:00"}
    branch = await people.post("/api/v1/branches", {"name": "Рооппурское", "working_calendar": calendar})
    full = {**calendar, "working_days": [], "day_hours": 8.0}
    assert branch["working_calendar"] == full
    path = f"/api/v1/branches/{branch['id']}"
    assert (await people.get(path))["working_calendar"] == full
    back = await people.patch(path, {"working_calendar": None}, version=1)
    assert back["working_calendar"] is None
    created, changed = await people.events("branch.created", "branch.changed")
    assert created["data"]["working_calendar"] == full
    assert changed["data"]["changed"] == {"working_calendar": [full, None]}
    assert (await people.patch(path, {"working_calendar": None}, version=2))["version"] == 2


async def test_a_calendar_of_no_country_or_without_a_day_is_refused(people: People) -> None:
    for calendar in ({"country": "XX"}, {"country": "Россия"}, {"weekend": list(range(1, 8))}, {"day_hours": 25}):
        body = {"name": "Рооппурское", "working_calendar": calendar}
        assert (await people.post("/api/v1/branches", body, status=422))["errors"]


@pytest.mark.parametrize(
    ("calendar", "field", "words"),
    [
        ({"day_starts": "20:00", "day_hours": 8}, "day_hours", "после полуночи"),
        ({"days_off": ["2027-05-03"], "working_days": ["2027-05-03"]}, "working_days", "и рабочим, и выходным"),
        ({"country": "XX"}, "country", "Праздников этой страны"),
        ({"day_hours": 0}, "day_hours", "Нужно число больше 0"),
    ],
)
async def test_what_is_wrong_with_a_calendar_is_said_at_its_field(
    people: People, calendar: dict[str, Any], field: str, words: str
) -> None:
    body = {"name": "Рооппурское", "working_calendar": calendar}
    (error,) = (await people.post("/api/v1/branches", body, status=422))["errors"]
    assert error["loc"] == ["body", "working_calendar", field]
    assert words in error["message"]
