"""Who holds what, where and when, and who gave it: dates count to the minute, names are shown, changes are told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.people.access.history import sentences
from services.people.domain.permissions import NAMES, SECTIONS
from shared import clock
from shared.auth import permissions as p
from shared.auth.principal import Principal
from tests.services.people.conftest import INTERNAL_KEY, People
from tests.support.auth import administrator, principal

PASSWORD = "длинный пароль 1"
GRANTS = "/api/v1/grants"


class Clock:
    """Stands still until it is moved; the union lives three hours ahead of it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
        clock.use(lambda: self.now)


@pytest.fixture
def moved_clock() -> Iterator[Clock]:
    yield Clock()
    clock.use(None)


async def token(people: People, *, browser: bool = False) -> tuple[Principal, int]:
    """What a fresh token of «ivanov» says, and for how many seconds."""
    if browser:
        headers = {"X-Internal-Key": INTERNAL_KEY}
        body = {"login": "ivanov", "password": PASSWORD}
        answer = (await people.client.post("/internal/sessions", json=body, headers=headers)).json()
    else:
        answer = (await people.sign_in("ivanov", PASSWORD)).json()
    verified = await people.app.state.verifier.verify(answer["access_token"])
    assert verified.expires_at - clock.now() == timedelta(seconds=answer["expires_in"])
    return verified.principal, answer["expires_in"]


async def test_every_permission_is_named_for_people(people: People) -> None:
    assert set(NAMES) == p.ALL
    assert {permission.partition(":")[0] for permission in p.ALL} == set(SECTIONS)
    manager = principal(p.ACCESS_MANAGE, p.PEOPLE_READ)
    items = (await people.get("/api/v1/permissions", by=manager))["items"]
    assert {item["code"] for item in items} == p.ALL
    assert [item["section"] for item in items] == sorted(
        (item["section"] for item in items), key=[text.ru for text in SECTIONS.values()].index
    )
    assert {item["code"] for item in items if item["held_everywhere"]} == {p.ACCESS_MANAGE, p.PEOPLE_READ}
    english = await people.request("GET", "/api/v1/permissions", headers={"Accept-Language": "en"})
    assert english.json()["items"][0]["name"] == items[0]["name_en"] != items[0]["name"]


async def test_a_grant_names_all_who_take_part_in_it(people: People) -> None:
    branch = await people.branch("Курское")
    giver = await people.person("Админова", "Ольга")
    people.admin = administrator(UUID(giver["id"]))
    person = await people.person("Иванов", "Иван", middle_name="Петрович", branch_id=branch)
    given = await people.grant(person["id"], "inspector", branch)
    assert (given["person_name"], given["branch_name"]) == ("Иванов Иван Петрович", "Курское")
    assert (given["role_name_ru"], given["role_name_en"]) == ("Уполномоченный по охране труда", "Inspector")
    assert (given["granted_by_name"], given["withdrawn_by_name"]) == ("Админова Ольга", None)
    withdrawn = await people.post(f"{GRANTS}/{given['id']}/withdraw", status=200)
    assert (withdrawn["state"], withdrawn["withdrawn_by_name"]) == ("withdrawn", "Админова Ольга")
    assert withdrawn["allowed_actions"] == []


async def test_grants_are_found_by_state_and_by_who_gave_them(people: People, moved_clock: Clock) -> None:
    branch = await people.branch()
    person = (await people.person(branch_id=branch))["id"]
    made = {
        "future": await people.grant(person, "member", valid_from="2026-11-24"),
        "in_force": await people.grant(person, "activist", valid_to="2026-11-23"),
        "expired": await people.grant(person, "employer", valid_from="2026-11-01", valid_to="2026-11-22"),
        "withdrawn": await people.grant(person, "inspector", branch),
    }
    await people.post(f"{GRANTS}/{made['withdrawn']['id']}/withdraw", status=200)
    for state, grant in made.items():
        (found,) = (await people.get(GRANTS, person_id=person, state=state))["items"]
        assert (found["id"], found["state"]) == (grant["id"], state)
    mine = (await people.get(GRANTS, granted_by=str(people.admin.id), standing=False, sort="valid_from"))["items"]
    assert [item["id"] for item in mine] == [
        made[state]["id"] for state in ("expired", "in_force", "withdrawn", "future")
    ]
    assert (await people.get(GRANTS, granted_by=person))["items"] == []


async def test_what_goes_beyond_the_caller_offers_no_actions(people: People) -> None:
    branch = await people.branch()
    person = (await people.person(branch_id=branch))["id"]
    await people.grant(person, "branch_chair", branch)
    (seen,) = (await people.get(GRANTS, by=principal(p.ACCESS_MANAGE, branches=[branch])))["items"]
    assert seen["allowed_actions"] == []
    (seen,) = (await people.get(GRANTS, person_id=person))["items"]
    assert seen["allowed_actions"] == ["edit", "withdraw"]


async def test_the_first_day_moves_only_while_it_is_to_come(people: People, moved_clock: Clock) -> None:
    person = (await people.person())["id"]
    grant = await people.grant(person, "member", valid_from="2026-11-30", valid_to="2026-12-31")
    path = f"{GRANTS}/{grant['id']}"
    moved = await people.patch(path, {"valid_from": "2026-12-05"}, version=1)
    assert (moved["valid_from"], moved["valid_to"], moved["state"]) == ("2026-12-05", "2026-12-31", "future")
    assert (await people.patch(path, {"valid_from": "2026-11-22"}, version=2, status=409))["code"] == "grant_begun"
    body = {"person_id": person, "role": "inspector", "valid_from": "2027-01-02", "valid_to": "2027-01-01"}
    assert (await people.post(GRANTS, body, status=422))["errors"][0]["loc"] == ["body", "valid_to"]
    late = await people.patch(path, {"valid_from": "2027-01-01"}, version=2, status=422)
    assert late["errors"][0]["code"] == "date_order"
    today = await people.patch(path, {"valid_from": "2026-11-23"}, version=2)
    assert today["state"] == "in_force"
    assert (await people.patch(path, {"valid_from": "2026-11-24"}, version=3, status=409))["code"] == "grant_begun"
    told = [event["data"]["changed"] for event in await people.events("grant.changed")]
    assert told[0] == {"valid_from": ["2026-11-30", "2026-12-05"]}


async def test_an_administrator_still_to_come_or_never_come_in_is_not_the_last_one(people: People) -> None:
    (first,) = (await people.get(GRANTS, role="administrator"))["items"]
    invited, coming = await people.person("Приглашённая"), await people.person("Будущая")
    await people.grant(invited["id"], "administrator")
    await people.post("/api/v1/accounts", {"person_id": invited["id"], "login": "invited"})
    await people.grant(coming["id"], "administrator", valid_from="2999-01-01")
    await people.account(coming["id"], "coming")
    refused = await people.post(f"{GRANTS}/{first['id']}/withdraw", status=409)
    assert refused["code"] == "last_administrator"


@pytest.mark.parametrize("browser", [False, True])
async def test_a_grant_begins_and_ends_at_midnight_of_the_union(
    people: People, moved_clock: Clock, browser: bool
) -> None:
    """A token lives no longer than what it says: at midnight there is a fresh one, or none of the right."""
    person = (await people.person())["id"]
    await people.account(person, "ivanov", PASSWORD)
    await people.grant(person, "activist", valid_to="2026-11-23")
    await people.grant(person, "inspector", valid_from="2026-11-25")
    whole = 300 if browser else 1800
    assert (await token(people, browser=browser))[1] == whole
    moved_clock.now = datetime(2026, 11, 23, 20, 58, tzinfo=UTC)  # 23:58 in Moscow
    holder, seconds = await token(people, browser=browser)
    assert (holder.holds(p.PEOPLE_READ), seconds) == (True, 120)
    moved_clock.now = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    holder, seconds = await token(people, browser=browser)
    assert (holder.holds(p.PEOPLE_READ), seconds) == (False, whole)
    moved_clock.now = datetime(2026, 11, 24, 20, 59, 59, tzinfo=UTC)
    holder, seconds = await token(people, browser=browser)
    assert (holder.holds(p.NONCONFORMITY_VERIFY), seconds) == (False, 2)  # a shorter one would expire on its way
    moved_clock.now = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
    assert (await token(people, browser=browser))[0].holds(p.NONCONFORMITY_VERIFY)


async def test_a_grant_until_the_end_of_time_lets_its_holder_in(people: People, moved_clock: Clock) -> None:
    person = (await people.person())["id"]
    await people.account(person, "ivanov", PASSWORD)
    await people.grant(person, "activist", valid_to="9999-12-31")
    assert (await token(people))[0].holds(p.PEOPLE_READ)


async def test_history_says_who_changed_what(people: People) -> None:
    maker = await people.person("Админова", "Ольга")
    people.admin = administrator(UUID(maker["id"]))
    body = {"code": "reader", "name_ru": "Читатель", "name_en": "Reader", "permissions": [p.PEOPLE_READ]}
    role = await people.post("/api/v1/roles", body)
    assert not role["system"]
    path = f"/api/v1/roles/{role['id']}"
    await people.patch(path, {"name_ru": "Чтец", "permissions": [p.ANALYTICS_READ]}, version=1)
    changed, created = (await people.get(f"{path}/history"))["items"]
    assert {changed["actor_name"], created["actor_name"]} == {"Админова Ольга"}
    assert created["sentences"] == ["Роль создана"]
    assert sorted(changed["sentences"]) == [
        "Добавлены права: Видеть показатели",
        "Название: было «Читатель», стало «Чтец»",
        "Убраны права: Видеть людей: имена, должности, отделения",
    ]
    english = await people.request("GET", f"{path}/history", headers={"Accept-Language": "en"})
    assert "Permissions added: See figures" in english.json()["items"][0]["sentences"]


@pytest.mark.parametrize(
    ("noun", "act", "changed", "said"),
    [
        ("grant", "given", {}, ["Роль выдана"]),
        ("grant", "changed", {"valid_to": [None, "2026-12-31"]}, ["Действует по 31.12.2026"]),
        ("grant", "changed", {"valid_to": ["2026-12-31", None]}, ["Действует без срока"]),
        (
            "grant",
            "changed",
            {"valid_from": ["2026-12-01", "2026-12-05"]},
            ["Первый день: был 01.12.2026, стал 05.12.2026"],
        ),
        ("grant", "withdrawn", {}, ["Роль отозвана"]),
        ("account", "changed", {"login": ["2026-11-23", "b"]}, ["Логин: был «2026-11-23», стал «b»"]),
        ("account", "changed", {"password": [None, None]}, ["Задан новый пароль"]),
        ("account", "changed", {"disabled": [False, True]}, ["Учётная запись закрыта"]),
        (
            "account",
            "changed",
            {"disabled": [False, False], "failed_attempts": [5, 0]},
            ["Снята блокировка за неверные пароли"],
        ),
        ("account", "second_factor_enabled", {}, ["Вход с кодом включён"]),
        ("account", "changed", {"of tomorrow": [1, 2]}, []),
    ],
)
def test_a_change_is_said_in_words(noun: str, act: str, changed: dict[str, Any], said: list[str]) -> None:
    assert sentences(noun, act, changed, "ru") == said
    assert not any("а" <= letter <= "я" for sentence in sentences(noun, act, changed, "en") for letter in sentence)
