"""A forgotten person is nowhere any more: not in the register, its history, its events; what they did stays."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pyotp
import pytest

from deploy.local.nats import Nats
from services.people.personal_data.purging import Purging
from services.people.settings import PeopleSettings
from shared.auth import permissions as p
from shared.ids import new_id
from shared.messaging.bus import Bus
from shared.outbox.relay import Relay
from tests.services.people.conftest import INTERNAL_KEY, People
from tests.services.people.spreadsheets import ANNA, Clerk, changed, table
from tests.services.people.test_worker import eventually, published
from tests.support.auth import principal

#: Everything that says who she was. Each is asserted to be gone from every table.
TRACES = (
    "Пастернак",
    "пастернак",
    "Аделаида",
    "79940327388",
    "adelaida@",
    "pasternak",
    "100704",
    "1970-04-10",
    "Обнинск",
)
ERASE = {"reason": "request", "confirmation": "пастернак"}


async def full_person(people: People, **values: Any) -> Any:
    """Somebody of whom the register holds all that it can, and who has left."""
    branch = await people.branch()
    card = {
        "branch_id": branch, "personnel_number": "100704", "middle_name": "Аделаидовна", "sex": "female",
        "birth_date": "1970-04-10", "phone": "+79940327388", "email": "adelaida@example.org", "children": 2,
        "city": "Обнинск", "position": "Мастер Пастернак", "joined_on": "2011-10-19",
    }  # fmt: skip
    person = await people.person("Пастернак", "Аделаида", **card, **values)
    path = f"/api/v1/people/{person['id']}"
    await people.patch(path, {"city": "Курск"}, version=1)
    await people.post(f"{path}/card/issue", status=200)
    consent = {"kind": "photos", "given": True, "text_version": "2026-03", "channel": "web"}
    await people.post(f"{path}/consents", consent)
    return person


async def leave(people: People, person: Any) -> str:
    await people.post(f"/api/v1/people/{person['id']}/leave", {"left_on": "2026-01-31"}, status=200)
    return f"/api/v1/people/{person['id']}"


async def places_that_name_her(people: People) -> list[str]:
    """Every table, read whole: where one of the traces is found."""
    tables = await people.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = []
    for (name,) in tables:
        rows = str(await people.sql(f"SELECT to_jsonb(t)::text FROM {name} t"))
        if name in ("outbox", "idempotency_keys"):
            rows = str(await people.sql(f"SELECT convert_from(body, 'UTF8') FROM {name}"))
        found += [f"{name}: {trace}" for trace in TRACES if trace in rows]
    return found


async def test_nothing_that_names_her_is_left_but_what_waits_for_the_purge(people: People) -> None:
    person = await full_person(people)
    account = await people.account(person["id"], "pasternak")
    token = (await people.get(f"/api/v1/people/{person['id']}/card"))["card"]["link"].partition("#")[2]
    signed_in = {"login": "pasternak", "password": "длинный пароль 1"}
    await people.client.post("/internal/sessions", json=signed_in, headers={"X-Internal-Key": INTERNAL_KEY})
    path = await leave(people, person)
    keyed = {"Idempotency-Key": "register-once-more"}
    await people.request("POST", f"{path}/join", json={"joined_on": "2026-02-01"}, headers=keyed, status=200)
    await people.post(f"{path}/leave", {"left_on": "2026-03-01"}, status=200)

    erased = await people.post(f"{path}/erase", ERASE, status=200)
    assert erased["name"] == "Удалённый участник № 1"
    assert {found.partition(":")[0] for found in await places_that_name_her(people)} == {"outbox"}
    await people.request("GET", path, status=404)
    assert (await people.get("/api/v1/people", q="Пастернак"))["items"] == []
    assert (await people.sign_in("pasternak", "длинный пароль 1")).status_code == 401
    check = await people.client.post("/api/v1/public/cards/check", json={"token": token})
    assert check.json() == {"valid": False, "name": None}
    ended = await people.events("session.ended")
    assert ended[-1]["data"]["person_id"] == person["id"]
    event = (await people.events("person.erased"))[0]
    assert (event["data"]["last_name"], event["data"]["first_name"]) == ("Удалённый участник", "№ 1")
    assert (event["data"]["removed"], event["data"]["version"]) == (True, 6)
    closed = (await people.events("account.changed"))[-1]
    assert (closed["data"]["id"], closed["data"]["disabled"]) == (account["id"], True)


async def test_nothing_is_left_that_she_signed_in_with_or_from(people: People) -> None:
    person = await full_person(people)
    account = await people.account(person["id"], "pasternak")
    herself = principal(person_id=UUID(person["id"]))
    factor = "/api/v1/me/second-factor"
    begun = await people.post(factor, {"password": "длинный пароль 1"}, by=herself, status=200)
    code = pyotp.TOTP(begun["secret"]).now()
    await people.post(f"{factor}/confirm", {"otp": code}, by=herself, status=200)
    await people.post(f"/api/v1/accounts/{account['id']}/links")
    left = "SELECT 1 FROM {} WHERE account_id = '{}'"
    tables = ("second_factors", "recovery_codes", "sign_in_links")
    for name in tables:
        assert await people.sql(left.format(name, account["id"])) != []
    await people.post(f"{await leave(people, person)}/erase", ERASE, status=200)
    for name in tables:
        assert await people.sql(left.format(name, account["id"])) == []
    where_from = "SELECT 1 FROM sessions WHERE address IS NOT NULL OR user_agent IS NOT NULL"
    assert await people.sql(where_from) == []


async def test_what_happened_stays_in_the_history_without_what_it_was(people: People) -> None:
    person = await full_person(people)
    path = await leave(people, person)
    await people.post(f"{path}/erase", ERASE, status=200)
    rows = await people.sql(
        "SELECT act, changed FROM history WHERE subject_id = :id ORDER BY version, id", id=UUID(person["id"])
    )
    assert [row.act for row in rows][:3] == ["registered", "changed", "card_issued"]
    assert rows[-1].act == "erased"
    assert rows[1].changed == {"city": [None, None]}
    listed = (await people.get("/api/v1/people/erasures"))["items"]
    assert [(one["number"], one["reason"], one["requested_by"]) for one in listed] == [
        (1, "request", str(people.admin.id))
    ]


async def test_what_stands_in_the_way_is_told_beforehand_and_refused(people: People) -> None:
    person = await full_person(people)
    path = f"/api/v1/people/{person['id']}"
    await people.grant(person["id"], "inspector", UUID(person["branch_id"]))
    outlook = await people.get(f"{path}/erasure")
    assert [blocker["code"] for blocker in outlook["blockers"]] == ["member", "roles"]
    assert (outlook["possible"], outlook["confirmation"]) == (False, "Пастернак")
    refusal = await people.post(f"{path}/erase", ERASE, status=409)
    assert (refusal["code"], refusal["detail"]) == ("cannot_erase", outlook["blockers"][0]["text"])
    await leave(people, person)
    assert "роли" in (await people.post(f"{path}/erase", ERASE, status=409))["detail"]
    oneself = principal(p.PEOPLE_ERASE, person_id=UUID(person["id"]))
    outlook = await people.get(f"{path}/erasure", by=oneself)
    assert outlook["blockers"][0]["code"] == "oneself"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**ERASE, "confirmation": "Иванов"}, "not_confirmed"),
        ({**ERASE, "reason": "dislike"}, "literal_error"),
        ({"reason": "request"}, "missing"),
    ],
)
async def test_an_unconfirmed_erasure_erases_nothing(people: People, body: Any, code: str) -> None:
    path = await leave(people, await full_person(people))
    refusal = await people.post(f"{path}/erase", body, status=422)
    assert refusal["errors"][0]["code"] == code
    assert (await people.get(path))["last_name"] == "Пастернак"


async def test_only_who_may_erase_in_the_branch_does_and_a_foreign_person_does_not_exist(people: People) -> None:
    person = await full_person(people)
    path = await leave(people, person)
    own, other = UUID(person["branch_id"]), await people.branch("Смоленское")
    await people.post(f"{path}/erase", ERASE, by=principal(p.PEOPLE_READ, p.PEOPLE_EDIT, branches=[own]), status=403)
    mixed = principal(p.PEOPLE_ERASE, branches=[other])
    await people.post(f"{path}/erase", ERASE, by=mixed, status=404)
    await people.request("GET", f"{path}/erasure", by=mixed, status=404)
    await people.post(f"/api/v1/people/{new_id()}/erase", ERASE, status=404)
    stale = await people.request("POST", f"{path}/erase", json=ERASE, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    await people.post(f"{path}/erase", ERASE, by=principal(p.PEOPLE_ERASE, branches=[own]), status=200)
    assert (await people.get("/api/v1/people/erasures", by=mixed))["items"] == []


async def test_of_two_erasures_at_once_one_happens(people: People) -> None:
    path = await leave(people, await full_person(people))
    answers = await asyncio.gather(*(people.request("POST", f"{path}/erase", json=ERASE) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 404]
    assert len(await people.events("person.erased")) == 1


async def test_those_she_stood_in_for_are_told_and_her_own_absences_end(people: People) -> None:
    person = await full_person(people)
    other = await people.person("Второй", branch_id=UUID(person["branch_id"]))
    first, second = "2999-07-01", "2999-07-14"
    days = {"first_day": first, "last_day": second, "kind": "sick_leave"}
    theirs = await people.post("/api/v1/absences", {"person_id": other["id"], "substitute_id": person["id"], **days})
    await people.post("/api/v1/absences", {"person_id": person["id"], **days, "first_day": "2999-07-10"})
    path = await leave(people, person)
    await people.post(f"{path}/erase", ERASE, status=200)
    assert (await people.get(f"/api/v1/absences/{theirs['id']}"))["substitute"] is None
    assert len(await people.events("absence.cancelled")) == 1
    assert (await people.events("absence.changed"))[-1]["data"]["substitute_id"] is None
    assert (
        await people.sql("SELECT 1 FROM absences WHERE person_id = :id AND kind = 'sick_leave'", id=UUID(person["id"]))
        == []
    )


async def test_a_later_import_of_her_makes_a_new_card(people: People) -> None:
    clerk = Clerk(people)
    await clerk.bring(table(ANNA))
    before = await clerk.person("100704")
    path = await leave(people, before)
    await people.post(f"{path}/erase", {"reason": "request", "confirmation": before["last_name"]}, status=200)
    again = await clerk.bring(table(changed(ANNA, member="да")))
    after = await clerk.person("100704")
    assert after["id"] != before["id"]
    assert again["state"] == "applied"


async def test_her_name_leaves_the_stream_and_the_news_of_her_erasure_stays(
    people: People, settings: PeopleSettings, nats_server: Nats, nats_url: str, empty_events: None
) -> None:
    """The purge signs in with the rights of the service, and finds her events among those of others."""
    person, other = await full_person(people), await people.person("Остающийся")
    path = await leave(people, person)
    await people.post(f"{path}/erase", ERASE, status=200)
    stored = await people.events()
    bus = Bus(nats_server.url("people"), "people")
    purging, stop = Purging(people.database, bus), asyncio.Event()
    await purging.purge()  # nothing is published yet: it waits
    assert (await people.get("/api/v1/people/erasures"))["items"][0]["purged_at"] is None
    relay = asyncio.create_task(Relay(people.database, bus).run(stop))
    assert "Пастернак" in str(await published(nats_url, len(stored)))

    async def all_marked() -> bool:
        return not await people.sql("SELECT 1 FROM outbox WHERE published_at IS NULL")

    await eventually(all_marked)
    stop.set()
    await relay
    await purging.purge()
    left = await published(nats_url, len(stored) - 3)
    await bus.close()
    hers = [event["type"] for event in left if event["subject"] == person["id"]]
    assert hers == ["profkom.people.person.erased.v1"]
    assert not [trace for trace in TRACES if trace in json.dumps(left, ensure_ascii=False)]
    assert other["id"] in {event["subject"] for event in left}
    assert await places_that_name_her(people) == []
    assert (await people.get("/api/v1/people/erasures"))["items"][0]["purged_at"] is not None
    assert (await people.sql("SELECT purged FROM erasures"))[0].purged == {"events": 3, "outbox": 3}


async def test_no_other_service_can_delete_from_the_stream(
    nats_server: Nats, nats_url: str, empty_events: None
) -> None:
    for service in ("nonconformity", "analytics"):
        bus = Bus(nats_server.url(service), service)
        with pytest.raises(TimeoutError):
            await (await bus.client()).request("$JS.API.STREAM.MSG.DELETE.EVENTS", b'{"seq": 1}', timeout=0.3)
        await bus.close()
