"""Mentions: who was called to a discussion, has not read it yet, and can be called."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

from services.nonconformity.models import nonconformities
from shared.auth.principal import Principal
from shared.db.database import Database
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.discussion import path_of, say
from tests.services.nonconformity.world import World, person


async def unread(ask: Ask, who: Principal) -> list[str]:
    """The comments in which others mentioned this person, newest first."""
    answer = await ask(who, "GET", "/nonconformities/mentions", params={"unread": "true"})
    assert answer.status_code == 200, answer.text
    return [item["comment_id"] for item in answer.json()["items"]]


async def test_a_mention_waits_until_it_is_read(ask: Ask, file: File, world: World) -> None:
    card, other = await file(), await file()
    first = await say(ask, world.inspector, card, f"@[{world.helper.id}], взгляните")
    second = await say(ask, world.triage, card, f"@[{world.helper.id}] и @[{world.triage.id}]")
    third = await say(ask, world.inspector, other, f"@[{world.helper.id}], и сюда")
    assert await unread(ask, world.helper) == [third["id"], second["id"], first["id"]]
    assert await unread(ask, world.triage) == [], "nobody has to read what they wrote themselves"
    [item] = (await ask(world.helper, "GET", "/nonconformities/mentions", params={"limit": 1})).json()["items"]
    assert item["nonconformity"] == {
        "id": other["id"], "number": other["number"], "state": "registered", "place": other["place"],
    }  # fmt: skip
    assert (item["author"]["name"], item["mentions"][0]["name"]) == ("Ёлкина Анна Петровна", "Помогаев Пётр Ильич")
    assert (item["text"], item["read_at"]) == (f"@[{world.helper.id}], и сюда", None)
    one = await ask(world.helper, "POST", "/nonconformities/mentions/read", json={"comment_ids": [third["id"]]})
    assert one.json() == {"unread": 2}
    opened = await ask(world.helper, "POST", f"/nonconformities/{card['id']}/mentions/read")
    assert opened.json() == {"unread": 0}
    done = (await ask(world.helper, "GET", "/nonconformities/mentions", params={"unread": "false"})).json()["items"]
    assert [item["comment_id"] for item in done] == [third["id"], second["id"], first["id"]]


async def test_nobody_reads_for_another(ask: Ask, file: File, world: World) -> None:
    card = await file()
    said = await say(ask, world.inspector, card, f"@[{world.helper.id}], взгляните")
    answer = await ask(world.triage, "POST", "/nonconformities/mentions/read", json={"comment_ids": [said["id"]]})
    assert answer.json() == {"unread": 0}
    await ask(world.triage, "POST", f"/nonconformities/{card['id']}/mentions/read")
    assert await unread(ask, world.helper) == [said["id"]]


async def test_an_edit_calls_those_whom_it_adds_and_frees_those_whom_it_drops(
    ask: Ask, file: File, world: World
) -> None:
    card = await file()
    said = await say(ask, world.inspector, card, f"@[{world.helper.id}], взгляните")
    body = {"text": f"@[{world.verifier.id}], взгляните", "mention_ids": [str(world.verifier.id)]}
    edited = await ask(
        world.inspector, "PATCH", f"{path_of(card)}/{said['id']}", json=body, headers={"If-Match": '"1"'}
    )
    assert edited.status_code == 200, edited.text
    assert (await unread(ask, world.helper), await unread(ask, world.verifier)) == ([], [said["id"]])


async def test_what_was_removed_or_left_or_withdrawn_calls_nobody(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    removed, left, withdrawn = await file(), await file(), await file()
    for card in (removed, left, withdrawn):
        await say(ask, world.inspector, card, f"@[{world.helper.id}], взгляните")
    [_, _, first] = await unread(ask, world.helper)
    await ask(world.inspector, "POST", f"{path_of(removed)}/{first}/remove")
    assert len(await unread(ask, world.helper)) == 2
    await ask(world.helper, "POST", f"/nonconformities/{left['id']}/leave")
    async with database.transaction() as session:
        gone = nonconformities.c.id == UUID(withdrawn["id"])
        await session.execute(nonconformities.update().where(gone).values(withdrawn=True))
    assert await unread(ask, world.helper) == []
    assert (await ask(world.helper, "GET", "/nonconformities/today")).json()["mentions"]["count"] == 0


async def test_bad_lists_of_what_was_read_are_refused(ask: Ask, world: World) -> None:
    for ids, code in (([], "too_short"), ([str(uuid4())] * 201, "too_long"), (["1"], "uuid_parsing")):
        refused = await ask(world.helper, "POST", "/nonconformities/mentions/read", json={"comment_ids": ids})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)
    unknown = await ask(world.helper, "GET", "/nonconformities/mentions", params={"whose": "all"})
    assert unknown.json()["errors"][0]["code"] == "extra_forbidden"


async def suggested(
    ask: Ask, who: Principal, card: dict[str, Any], q: str | None = None
) -> list[tuple[str, str | None]]:
    params = {} if q is None else {"q": q}
    answer = await ask(who, "GET", f"/nonconformities/{card['id']}/mentionable", params=params)
    assert answer.status_code == 200, answer.text
    return [(item["name"], item["role"]) for item in answer.json()["items"]]


async def test_whoever_can_be_mentioned_is_suggested_while_typing(
    ask: Ask, file: File, world: World, know: Callable[..., Awaitable[None]]
) -> None:
    await know([person("Ёлкин Пётр Петрович", world.kursk.id), person("Елкина Мария", world.beloyarsk.id)])
    card = await file()
    order = {
        "responsible_id": str(world.executor.id),
        "co_executor_ids": [str(world.helper.id)],
        "observer_ids": [str(world.watcher.id)],
        "due_on": "2036-01-01",
    }
    await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    assert await suggested(ask, world.triage, card) == [
        ("Ёлкина Анна Петровна", "author"),
        ("Исполнев Олег Юрьевич", "responsible"),
        ("Помогаев Пётр Ильич", "co_executor"),
        ("Смотрев Семён Семёнович", "observer"),
    ]
    assert await suggested(ask, world.triage, card, "ЕЛК") == [
        ("Ёлкина Анна Петровна", "author"),
        ("Ёлкин Пётр Петрович", None),
    ]
    assert await suggested(ask, world.triage, card, "петр") == [
        ("Ёлкина Анна Петровна", "author"),
        ("Помогаев Пётр Ильич", "co_executor"),
        ("Ёлкин Пётр Петрович", None),
    ]
    assert await suggested(ask, world.triage, card, "пет ёл") == [
        ("Ёлкина Анна Петровна", "author"),
        ("Ёлкин Пётр Петрович", None),
    ]
    assert await suggested(ask, world.triage, card, "Ушёлов") == [], "who left the register"
    assert await suggested(ask, world.triage, card, "Разборова") == [], "oneself"
    assert await suggested(ask, world.triage, card, "%") == []
    assert await suggested(ask, world.watcher, card, "разб") == [("Разборова Ольга Ивановна", "observer")]


async def test_suggestions_and_reading_for_a_foreign_branchs_record_are_404(ask: Ask, file: File, world: World) -> None:
    path = f"/nonconformities/{(await file())['id']}"
    for method, tail in (("GET", "/mentionable"), ("POST", "/mentions/read")):
        answer = await ask(world.stranger, method, path + tail)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_no_more_than_ten_are_suggested(
    ask: Ask, file: File, world: World, know: Callable[..., Awaitable[None]]
) -> None:
    await know([person(f"Однофамилец Имя{number}", world.kursk.id) for number in range(30)])
    assert len(await suggested(ask, world.triage, await file(), "одно")) == 10
