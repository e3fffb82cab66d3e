"""The discussion of a record: who says what to whom, changes it briefly and never silently, and is told of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nonconformity.comments import service
from services.nonconformity.domain import Source
from services.nonconformity.domain.comments import mentioned, with_names
from services.nonconformity.models import nonconformities
from services.nonconformity.repository import view
from shared.contracts.nonconformity.comments import CommentData
from shared.db.database import Database
from shared.errors import InvalidInput
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.discussion import EDITS, path_of, rows, say, told
from tests.services.nonconformity.world import World
from tests.support.auth import principal


async def test_people_talk_and_read_it_in_either_order(ask: Ask, file: File, world: World) -> None:
    card = await file()
    first = await say(ask, world.triage, card, "Кабель под напряжением?")
    second = await say(ask, world.inspector, card, "Да, до сих пор", reply_to_id=first["id"])
    listed = (await ask(world.verifier, "GET", path_of(card), params={"total": "true"})).json()
    assert [item["text"] for item in listed["items"]] == ["Кабель под напряжением?", "Да, до сих пор"]
    assert listed["total"] == 2
    assert listed["items"][1]["reply_to"] == {
        "id": first["id"],
        "author": {"id": str(world.triage.id), "name": "Разборова Ольга Ивановна"},
        "removed": False,
    }
    newest = await ask(world.verifier, "GET", path_of(card), params={"sort": "-written_at", "limit": 1})
    assert [item["id"] for item in newest.json()["items"]] == [second["id"]]
    rest = {"sort": "-written_at", "limit": 1, "cursor": newest.json()["next_cursor"]}
    assert [item["id"] for item in (await ask(world.verifier, "GET", path_of(card), params=rest)).json()["items"]] == [
        first["id"]
    ]
    found = await ask(world.verifier, "GET", path_of(card), params={"q": "ДО СИХ"})
    assert [item["id"] for item in found.json()["items"]] == [second["id"]]


async def test_a_comment_is_no_version_of_the_record(ask: Ask, file: File, world: World) -> None:
    """Somebody corrects the record while others talk: their If-Match stays good."""
    card = await file()
    await say(ask, world.triage, card, f"@[{world.verifier.id}], взгляните")
    edited = await ask(
        world.inspector,
        "PATCH",
        f"/nonconformities/{card['id']}",
        json={"place": "крыша"},
        headers={"If-Match": '"1"'},
    )
    assert (edited.status_code, edited.json()["version"]) == (200, 2)


async def test_an_event_tells_of_a_comment_to_those_who_may_see_the_record(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await file()
    said = await say(ask, world.triage, card, f"@[{world.helper.id}], поможете?")
    [event] = await told(database)
    data = event.payload(CommentData)
    assert (event.type, event.subject, event.parent) == (
        "profkom.nonconformity.comment.added.v1", said["id"], card["id"],
    )  # fmt: skip
    assert (event.branch, event.readpermission) == (str(world.kursk.id), "nonconformity:read")
    assert {UUID(one) for one in event.readers.split(",")} == {world.inspector.id, world.triage.id, world.helper.id}
    assert (data.text, data.number) == (f"@[{world.helper.id}], поможете?", card["number"])
    assert list(data.mention_ids) == list(data.new_mention_ids) == [world.helper.id]


@pytest.mark.parametrize(
    ("wrong", "loc", "code"),
    [
        ({"text": "а" * 1_000_000}, ["body", "text"], "string_too_long"),
        ({"text": " \n\t "}, ["body", "text"], "string_too_short"),
        ({"text": "\u200b\u2060\u00a0\u200b"}, ["body", "text"], "invalid"),
        ({"text": "ноль\x00байт"}, ["body", "text"], "invalid"),
        ({"text": None}, ["body", "text"], "string_type"),
        ({}, ["body", "text"], "missing"),
        ({"text": "Кто?", "mention_ids": [str(uuid4())]}, ["body", "mention_ids", 0], "mention_not_in_text"),
        ({"text": f"@[{uuid4()}], вы где?"}, ["body", "text"], "mention_not_listed"),
        ({"text": "Кто?", "mention_ids": ["1"]}, ["body", "mention_ids", 0], "uuid_parsing"),
        ({"text": "Кто?", "mention_ids": [str(uuid4())] * 21}, ["body", "mention_ids"], "too_long"),
        ({"text": "Да", "reply_to_id": str(uuid4())}, ["body", "reply_to_id"], "unknown_comment"),
        ({"text": "Да", "audience": "author"}, ["body", "audience"], "no_anonymous_author"),
        ({"text": "Да", "audience": "all"}, ["body", "audience"], "enum"),
        ({"text": "Да", "author_id": str(uuid4())}, ["body", "author_id"], "extra_forbidden"),
        ({"text": "Да", "attachment_ids": [str(uuid4())]}, ["body", "attachment_ids", 0], "unknown_upload"),
    ],
)
async def test_a_bad_comment_is_refused_at_its_field_and_nothing_is_written(
    ask: Ask, file: File, world: World, database: Database, wrong: dict[str, Any], loc: list[Any], code: str
) -> None:
    card = await file()
    before = await rows(database)
    for language in ("ru", "en"):
        answer = await ask(world.triage, "POST", path_of(card), json=wrong, language=language)
        assert answer.status_code == 422, answer.text
        [error] = answer.json()["errors"]
        assert (error["loc"], error["code"]) == (loc, code)
        assert any("а" <= letter <= "я" for letter in error["message"]) is (language == "ru")
    assert await rows(database) == before


async def test_a_limit_is_told_in_good_russian(ask: Ask, file: File, world: World) -> None:
    card = await file()

    async def message(text: str, language: str) -> str:
        answer = await ask(world.triage, "POST", path_of(card), json={"text": text}, language=language)
        return str(answer.json()["errors"][0]["message"]).replace("\xa0", " ")

    assert await message(" ", "ru") == "Обязательное поле: заполните его."
    assert await message("а" * 10_001, "ru") == "Слишком длинно: уместите в 10 000 знаков."
    assert await message("а" * 10_001, "en") == "Too long: at most 10,000 characters, please."


async def test_only_who_may_see_the_record_can_be_mentioned(ask: Ask, file: File, world: World) -> None:
    card = await file()
    ids = [world.helper.id, world.stranger.id, uuid4(), world.persons["gone"].id]
    body = {"text": " ".join(f"@[{one}]" for one in ids), "mention_ids": [str(one) for one in ids]}
    refused = await ask(world.inspector, "POST", path_of(card), json=body)
    assert [(error["loc"], error["code"]) for error in refused.json()["errors"]] == [
        (["body", "mention_ids", 1], "mention_elsewhere"),
        (["body", "mention_ids", 2], "unknown_person"),
        (["body", "mention_ids", 3], "unknown_person"),
    ]
    assert "назначить его наблюдающим" in refused.json()["errors"][0]["message"]
    english = await ask(world.inspector, "POST", path_of(card), json=body, language="en")
    assert "name them an observer" in english.json()["errors"][0]["message"]
    order = {
        "responsible_id": str(world.executor.id),
        "due_on": "2036-01-01",
        "observer_ids": [str(world.stranger.id)],
    }
    await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    said = await say(ask, world.inspector, card, f"@[{world.stranger.id}], теперь вы видите")
    assert said["mentions"] == [{"id": str(world.stranger.id), "name": "Чужова Вера Павловна"}]


ROUTES: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "", {}),
    ("POST", "", {"json": {"text": "Вижу"}}),
    ("GET", "/{id}", {}),
    ("PATCH", "/{id}", {"json": {"text": "Вижу"}, "headers": {"If-Match": '"1"'}}),
    ("GET", "/{id}/texts", {}),
    ("POST", "/{id}/remove", {}),
]


@pytest.mark.parametrize(("method", "tail", "options"), ROUTES)
async def test_the_discussion_of_a_foreign_branchs_record_is_404(
    ask: Ask, file: File, world: World, method: str, tail: str, options: dict[str, Any]
) -> None:
    ours, theirs = await file(), await file(world.watcher)
    said = await say(ask, world.triage, ours, "Наше")
    answer = await ask(world.stranger, method, path_of(ours) + tail.format(id=said["id"]), **options)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    if tail:  # nor through a record of one's own
        crossed = await ask(world.stranger, method, path_of(theirs) + tail.format(id=said["id"]), **options)
        assert (crossed.status_code, crossed.json()["code"]) == (404, "not_found")


@pytest.fixture
async def anonymous(file: File, database: Database) -> dict[str, Any]:
    """A record of the open form, whose author gave no name."""
    card = await file()
    async with database.transaction() as session:
        await session.execute(
            nonconformities.update()
            .where(nonconformities.c.id == UUID(card["id"]))
            .values(author_id=None, source=Source.PUBLIC)
        )
    return card


async def test_an_anonymous_author_and_the_unions_side_write_to_each_other(
    ask: Ask, world: World, database: Database, anonymous: dict[str, Any]
) -> None:
    card = anonymous
    asked = await say(ask, world.triage, card, "Где именно?", audience="author")
    await say(ask, world.triage, card, "Между нами")
    async with database.transaction() as session:
        found = await view(session, UUID(card["id"]))
        assert found is not None
        with pytest.raises(InvalidInput):
            await service.write_as_author(session, record=found.record, text=f"@[{world.triage.id}]")
        await service.write_as_author(session, record=found.record, text="У насоса")
    discussion = (await ask(world.verifier, "GET", path_of(card))).json()["items"]
    assert [(item["text"], item["audience"], item["author"] and item["author"]["name"]) for item in discussion] == [
        ("Где именно?", "author", "Разборова Ольга Ивановна"),
        ("Между нами", "staff", "Разборова Ольга Ивановна"),
        ("У насоса", "author", None),
    ]
    assert discussion[2]["allowed_actions"] == []
    async with database.sessions() as session:
        seen = await service.for_author(session, record_id=UUID(card["id"]))
    assert [comment.text for comment in seen] == ["Где именно?", "У насоса"]
    assert seen[0].id == UUID(asked["id"])


async def test_the_employers_side_does_not_write_to_an_anonymous_author(
    ask: Ask, world: World, anonymous: dict[str, Any]
) -> None:
    card = anonymous
    order = {"responsible_id": str(world.executor.id), "due_on": "2036-01-01"}
    await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    refused = await ask(world.executor, "POST", path_of(card), json={"text": "Кто вы?", "audience": "author"})
    assert (refused.status_code, refused.json()["code"]) == (403, "authors_audience")
    assert (await ask(world.executor, "POST", path_of(card), json={"text": "Чиним"})).status_code == 201


async def test_a_program_may_comment_and_observes_nothing(ask: Ask, file: File, world: World) -> None:
    card = await file()
    robot = principal(*EDITS, kind="robot")
    said = await say(ask, robot, card, "Срок через три дня")
    assert said["author"] == {"id": str(robot.id), "name": None}
    assert (await ask(world.triage, "GET", f"/nonconformities/{card['id']}")).json()["observers"] == []


async def test_the_same_post_sent_twice_is_one_comment(ask: Ask, file: File, world: World) -> None:
    card = await file()
    key = {"Idempotency-Key": str(uuid4())}
    first, second = [
        await ask(world.triage, "POST", path_of(card), json={"text": "Раз"}, headers=key) for _ in range(2)
    ]
    assert first.json() == second.json()
    assert len((await ask(world.triage, "GET", path_of(card))).json()["items"]) == 1


async def test_the_timeline_tells_of_the_discussion(
    ask: Ask, file: File, world: World, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-23T10:00:00+00:00")
    card = await file()
    stand_still("2026-11-23T10:01:00+00:00")
    said = await say(ask, world.triage, card, f"@[{world.helper.id}], поможете?")
    path = f"{path_of(card)}/{said['id']}"
    stand_still("2026-11-23T10:02:00+00:00")
    await ask(world.triage, "PATCH", path, json={"text": "Сам справлюсь"}, headers={"If-Match": '"1"'})

    async def history(language: str = "ru") -> list[str]:
        items = (await ask(world.inspector, "GET", f"/nonconformities/{card['id']}/history", language=language)).json()
        return [item["text"] for item in items["items"]]

    assert await history() == [
        "Несоответствие зарегистрировано — Ёлкина А. П.",
        "Комментарий — Разборова О. И.: «Сам справлюсь»",
        "Добавлен наблюдающий: Помогаев П. И., по упоминанию (Разборова О. И.)",
        "Комментарий изменён — Разборова О. И.",
    ]
    stand_still("2026-11-23T10:03:00+00:00")
    await ask(world.triage, "POST", f"{path}/remove", json={"reason": "Не туда"})
    assert (await history())[1:] == [
        "Комментарий (удалено позже) — Разборова О. И.",
        "Добавлен наблюдающий: Помогаев П. И., по упоминанию (Разборова О. И.)",
        "Комментарий удалён — Разборова О. И.: «Не туда»",
    ]
    assert (await history("en"))[1] == "Comment (removed later) — Разборова О. И."


@given(st.lists(st.uuids() | st.text(st.characters(exclude_characters="@[]"), max_size=20), max_size=12))
def test_every_token_is_found_once_in_order_and_nothing_else(parts: list[UUID | str]) -> None:
    text = "".join(f"@[{part}]" if isinstance(part, UUID) else part for part in parts)
    persons = [part for part in parts if isinstance(part, UUID)]
    assert list(mentioned(text)) == list(dict.fromkeys(persons))
    assert mentioned(text.upper()) == mentioned(text)
    assert "@[" not in with_names(text, {})


@pytest.mark.parametrize("text", ["@[]", "@[1]", "@ [0199a1b2-0a11-7c3d-8e4f-5a6b7c8d9e0f]", "@[0199a1b20a117c3d8e4f]"])
def test_what_only_looks_like_a_token_is_text(text: str) -> None:
    assert mentioned(text) == ()
