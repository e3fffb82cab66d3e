"""Roles and grants: nobody gives, changes or takes more than they hold, nor anything of their own."""

from typing import Any
from uuid import UUID

import pytest

from services.people.bootstrap import prepare
from services.people.domain.roles import DEFAULT_ROLES
from shared.auth import permissions as p
from shared.db.database import Database
from shared.errors import InvalidInput
from shared.ids import new_id
from tests.services.people.conftest import ADMIN_PASSWORD, People, first_start
from tests.support.auth import principal


def grant(person: Any, role: str, branch: UUID | None = None) -> dict[str, Any]:
    return {"person_id": person["id"], "role": role, "branch_id": str(branch) if branch else None}


async def test_the_first_start_may_be_repeated(people: People) -> None:
    events = len(await people.events())
    assert await prepare(people.database, first_start()) == "0 roles created, accounts were there"
    assert len(await people.events()) == events
    assert await prepare(people.database, first_start(password=None)) == "0 roles created, accounts were there"


async def test_a_weak_or_missing_first_password_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(InvalidInput):
        await prepare(database, first_start(password="admin"))
    with pytest.raises(SystemExit, match="PROFKOM_ADMIN_PASSWORD"):
        await prepare(database, first_start(password=None))
    assert "10 roles created" in await prepare(database, first_start(ADMIN_PASSWORD))


async def test_a_new_release_completes_the_administrators_role_and_leaves_the_others(people: People) -> None:
    await people.sql("UPDATE roles SET permissions = '{people:read}' WHERE code IN ('administrator', 'staff')")
    await prepare(people.database, first_start())
    roles = {role["code"]: role for role in (await people.get("/api/v1/roles"))["items"]}
    assert set(roles["administrator"]["permissions"]) == p.ALL
    assert roles["staff"]["permissions"] == [p.PEOPLE_READ]


async def test_every_default_role_holds_known_permissions_only(people: People) -> None:
    roles = (await people.get("/api/v1/roles", sort="code"))["items"]
    assert [role["code"] for role in roles] == sorted(role.code for role in DEFAULT_ROLES)
    assert all(set(role["permissions"]) <= p.ALL for role in roles)
    inspector = next(role for role in roles if role["code"] == "inspector")
    assert inspector["name_ru"] == "Уполномоченный по охране труда"
    assert p.NONCONFORMITY_VERIFY in inspector["permissions"]
    assert p.PEOPLE_READ_PRIVATE not in inspector["permissions"]


async def test_a_grant_is_given_ended_and_withdrawn_and_told_each_time(people: People) -> None:
    branch = await people.branch()
    person = await people.person(branch_id=branch)
    given = await people.grant(person["id"], "inspector", branch)
    assert given["allowed_actions"] == ["edit", "withdraw"]
    path = f"/api/v1/grants/{given['id']}"
    assert (await people.post("/api/v1/grants", grant(person, "inspector", branch), status=409))[
        "code"
    ] == "grant_exists"
    ended = await people.patch(path, {"valid_to": "2999-01-01"}, version=1)
    assert (ended["valid_to"], ended["version"]) == ("2999-01-01", 2)
    early = await people.patch(path, {"valid_to": "2000-01-01"}, version=2, status=422)
    assert early["errors"][0]["code"] == "date_order"
    await people.patch(path, {"valid_to": None}, version=1, status=412)
    withdrawn = await people.post(f"{path}/withdraw", status=200)
    assert withdrawn["withdrawn_at"] is not None
    assert (await people.post(f"{path}/withdraw", status=409))["code"] == "grant_withdrawn"
    assert (await people.get("/api/v1/grants", person_id=person["id"]))["items"] == []
    past = (await people.get("/api/v1/grants", person_id=person["id"], standing=False))["items"]
    assert [item["id"] for item in past] == [given["id"]]
    history = (await people.get(f"{path}/history"))["items"]
    assert [item["act"] for item in history] == ["withdrawn", "changed", "given"]
    again = await people.grant(person["id"], "inspector", branch)
    assert again["id"] != given["id"]
    types = [e["type"].split(".")[3] for e in await people.events("grant.given", "grant.changed", "grant.withdrawn")]
    assert types == ["given", "given", "changed", "withdrawn", "given"]  # the first: the administrator's own


async def test_nobody_grants_more_than_they_hold(people: People) -> None:
    kursk, smolensk = await people.branch("Курское"), await people.branch("Смоленское")
    person = await people.person(branch_id=kursk)
    held = (p.ACCESS_MANAGE, p.PEOPLE_READ, p.NONCONFORMITY_READ, p.NONCONFORMITY_FILE, p.NONCONFORMITY_VERIFY)
    manager = principal(*held, branches=[kursk])
    for role, branch, status, code in (
        ("administrator", kursk, 403, "beyond_own_rights"),
        ("branch_chair", kursk, 403, "beyond_own_rights"),
        ("inspector", smolensk, 403, "forbidden"),
        ("inspector", None, 403, "forbidden"),
        ("employer", None, 403, "forbidden"),
        ("inspector", kursk, 201, None),
        ("employer", kursk, 201, None),
    ):
        answer = await people.post("/api/v1/grants", grant(person, role, branch), by=manager, status=status)
        assert answer.get("code") == code
    without = principal(*held[1:], branches=[kursk])
    await people.post("/api/v1/grants", grant(person, "member", kursk), by=without, status=403)


async def test_nobody_takes_or_shortens_what_goes_beyond_their_own(people: People) -> None:
    kursk = await people.branch("Курское")
    person = await people.person(branch_id=kursk)
    chair = await people.grant(person["id"], "branch_chair", kursk)
    everywhere = await people.grant(person["id"], "member")
    manager = principal(p.ACCESS_MANAGE, p.PEOPLE_READ, branches=[kursk])
    refused = await people.post(f"/api/v1/grants/{chair['id']}/withdraw", by=manager, status=403)
    assert refused["code"] == "beyond_own_rights"
    await people.patch(f"/api/v1/grants/{chair['id']}", {"valid_to": None}, version=1, by=manager, status=403)
    await people.request("GET", f"/api/v1/grants/{everywhere['id']}", by=manager, status=404)
    await people.post(f"/api/v1/grants/{everywhere['id']}/withdraw", by=manager, status=404)
    assert [item["id"] for item in (await people.get("/api/v1/grants", by=manager))["items"]] == [chair["id"]]


async def test_nobody_changes_their_own_access(people: People) -> None:
    me = await people.person()
    own = await people.grant(me["id"], "inspector")
    myself = principal(*p.ALL, person_id=me["id"])
    for path, body in (
        ("/api/v1/grants", grant(me, "administrator")),
        (f"/api/v1/grants/{own['id']}/withdraw", None),
        ("/api/v1/accounts", {"person_id": me["id"], "login": "myself", "password": "длинный пароль 1"}),
    ):
        assert (await people.post(path, body, by=myself, status=403))["code"] == "own_access"
    assert (await people.get(f"/api/v1/grants/{own['id']}", by=myself))["allowed_actions"] == []


async def test_the_last_administrator_stays(people: People) -> None:
    (first,) = (await people.get("/api/v1/grants", role="administrator"))["items"]
    (account,) = (await people.get("/api/v1/accounts"))["items"]
    for path in (f"/api/v1/grants/{first['id']}/withdraw", f"/api/v1/accounts/{account['id']}/disable"):
        assert (await people.post(path, status=409))["code"] == "last_administrator"
    ended = await people.patch(f"/api/v1/grants/{first['id']}", {"valid_to": "2999-01-01"}, version=1, status=409)
    assert ended["code"] == "last_administrator"
    second = await people.person()
    await people.grant(second["id"], "administrator")
    assert (await people.post(f"/api/v1/grants/{first['id']}/withdraw", status=409))["code"] == "last_administrator"
    await people.account(second["id"], "second")  # now somebody else can sign in and manage access
    await people.post(f"/api/v1/grants/{first['id']}/withdraw", status=200)


async def test_a_role_is_made_and_changed_within_the_makers_rights(people: People) -> None:
    lesser = principal(p.ACCESS_MANAGE, p.PEOPLE_READ)
    body = {"code": "reader", "name_ru": "Читатель", "name_en": "Reader", "permissions": [p.PEOPLE_READ, p.PEOPLE_READ]}
    role = await people.post("/api/v1/roles", body, by=lesser)
    assert role["permissions"] == [p.PEOPLE_READ]
    assert (await people.post("/api/v1/roles", body, status=409))["code"] == "role_code_taken"
    path = f"/api/v1/roles/{role['id']}"
    more = {"permissions": [p.PEOPLE_READ, p.PEOPLE_EDIT]}
    assert (await people.patch(path, more, version=1, by=lesser, status=403))["code"] == "beyond_own_rights"
    await people.patch(path, more, version=1)
    refused = await people.patch(path, {"permissions": [p.PEOPLE_READ]}, version=2, by=lesser, status=403)
    assert refused["code"] == "beyond_own_rights"  # taking away is managing, too
    unheard = await people.patch(path, {"permissions": ["people:fly"]}, version=2, status=422)
    assert unheard["errors"][0]["code"] == "unknown_permission"
    in_branch = principal(p.ACCESS_MANAGE, branches=[await people.branch()])
    await people.patch(path, {"name_ru": "Другой"}, version=2, by=in_branch, status=403)
    await people.patch(path, {"name_ru": "Читает 100% карточек"}, version=2)
    for typed, found in (("ЧИТАЕТ 100%", ["reader"]), ("%", ["reader"]), ("_", []), ("читает_100", [])):
        assert [role["code"] for role in (await people.get("/api/v1/roles", q=typed))["items"]] == found
    (admin,) = (await people.get("/api/v1/roles", code="administrator"))["items"]
    protected = await people.patch(f"/api/v1/roles/{admin['id']}", {"permissions": []}, version=1, status=409)
    assert protected["code"] == "role_protected"
    changed = await people.events("role.changed")
    assert changed[0]["data"]["permissions"] == [p.PEOPLE_EDIT, p.PEOPLE_READ]


async def test_an_unknown_person_role_or_branch_is_named(people: People) -> None:
    body = {"person_id": str(new_id()), "role": "pirate", "branch_id": str(new_id())}
    answer = await people.post("/api/v1/grants", body, status=422)
    assert {error["code"] for error in answer["errors"]} == {"unknown_person", "unknown_role", "unknown_branch"}
    kursk = await people.branch()
    stranger = await people.person()
    manager = principal(p.ACCESS_MANAGE, branches=[kursk])
    hidden = await people.post("/api/v1/grants", grant(stranger, "employer", kursk), by=manager, status=422)
    assert hidden["errors"][0]["code"] == "unknown_person"
