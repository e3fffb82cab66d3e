"""A comment is changed briefly and never silently, and removed with a trace."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import func, select, text

from services.nonconformity.attachments import service as attachments
from services.nonconformity.domain.attachments import Purpose
from services.nonconformity.models import comment_texts, comments, mentions
from shared.contracts.nonconformity.comments import CommentData
from shared.db.database import Database
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.discussion import EDITS, path_of, say, told
from tests.services.nonconformity.test_claiming_files import draft
from tests.services.nonconformity.world import World, acting


async def test_an_author_changes_a_comment_briefly_and_everybody_can_read_what_it_said(
    ask: Ask, file: File, world: World, database: Database, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-23T10:00:00+00:00")
    card = await file()
    said = await say(ask, world.triage, card, f"@[{world.helper.id}], завтра")
    path = f"{path_of(card)}/{said['id']}"
    assert (said["allowed_actions"], said["editable_until"]) == (["edit", "remove"], "2026-11-23T10:15:00Z")
    assert (await ask(world.inspector, "GET", path)).json()["allowed_actions"] == []
    stand_still("2026-11-23T10:15:00+00:00")
    body = {"text": f"@[{world.verifier.id}], послезавтра", "mention_ids": [str(world.verifier.id)]}
    edited = await ask(world.triage, "PATCH", path, json=body, headers={"If-Match": '"1"'})
    assert edited.status_code == 200, edited.text
    assert (edited.json()["version"], edited.headers["etag"]) == (2, '"2"')
    assert edited.json()["edited_at"] == "2026-11-23T10:15:00Z"
    again = await ask(world.triage, "PATCH", path, json=body, headers={"If-Match": '"2"'})
    assert again.json() == edited.json(), "the same text again is no edit"
    texts = (await ask(world.inspector, "GET", f"{path}/texts")).json()
    assert texts == {
        "items": [{"version": 1, "text": f"@[{world.helper.id}], завтра", "written_at": "2026-11-23T10:00:00Z"}],
        "mentions": [{"id": str(world.helper.id), "name": "Помогаев Пётр Ильич"}],
    }
    [event] = await told(database, "edited")
    data = event.payload(CommentData)
    assert list(data.new_mention_ids) == [world.verifier.id]
    assert "завтра" not in str(event.data["changed"])
    stand_still("2026-11-23T10:15:01+00:00")
    late = await ask(world.triage, "PATCH", path, json={"text": "Поздно"}, headers={"If-Match": '"2"'})
    assert (late.status_code, late.json()["code"]) == (403, "comment_is_settled")
    assert "в течение 15 минут после" in late.json()["detail"]
    english = await ask(world.triage, "PATCH", path, json={"text": "Late"}, headers={"If-Match": '"2"'}, language="en")
    assert "for 15 minutes after" in english.json()["detail"]
    shown = (await ask(world.triage, "GET", path)).json()
    assert (shown["allowed_actions"], shown["editable_until"]) == ([], None)


async def test_nobody_changes_what_another_wrote(ask: Ask, file: File, world: World) -> None:
    card = await file()
    said = await say(ask, world.triage, card, "Моё мнение")
    editor = acting(world.persons["verifier"], *EDITS)
    refused = await ask(
        editor, "PATCH", f"{path_of(card)}/{said['id']}", json={"text": "Его мнение"}, headers={"If-Match": '"1"'}
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_comment")
    removal = await ask(world.inspector, "POST", f"{path_of(card)}/{said['id']}/remove")
    assert (removal.status_code, removal.json()["code"]) == (403, "not_your_comment")


async def test_an_edit_names_the_version_it_was_made_on(ask: Ask, file: File, world: World) -> None:
    card = await file()
    path = f"{path_of(card)}/{(await say(ask, world.triage, card, 'Раз'))['id']}"
    blind = await ask(world.triage, "PATCH", path, json={"text": "Два"})
    assert (blind.status_code, blind.json()["code"]) == (428, "version_required")
    stale = await ask(world.triage, "PATCH", path, json={"text": "Два"}, headers={"If-Match": '"7"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")


async def test_of_two_edits_at_once_one_is_told_that_it_lost(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await file()
    said = await say(ask, world.triage, card, "Исходный")
    path = f"{path_of(card)}/{said['id']}"

    async def edit(text: str) -> int:
        return (await ask(world.triage, "PATCH", path, json={"text": text}, headers={"If-Match": '"1"'})).status_code

    async with database.transaction() as session:  # neither can store before both have begun
        await session.execute(comments.update().where(comments.c.id == UUID(said["id"])).values(version=1))
        both = asyncio.gather(edit("Телефон"), edit("Ноутбук"))
        await two_wait(database)
    assert sorted(await both) == [200, 412]
    texts = (await ask(world.triage, "GET", f"{path}/texts")).json()["items"]
    assert [item["text"] for item in texts] == ["Исходный"]


async def two_wait(database: Database) -> None:
    """Return when two connections to the journal's database wait for a lock."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with asyncio.timeout(60), database.reading() as session:
        while await session.scalar(text(sql)) != 2:
            await asyncio.sleep(0.02)


async def test_a_removed_comment_leaves_a_trace_and_nothing_else(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await file()
    said = await say(ask, world.triage, card, f"@[{world.helper.id}], телефон 8 900 000-00-00")
    path = f"{path_of(card)}/{said['id']}"
    await ask(
        world.triage,
        "PATCH",
        path,
        json={"text": f"@[{world.helper.id}], телефон у меня", "mention_ids": [str(world.helper.id)]},
        headers={"If-Match": '"1"'},
    )
    answer = await say(ask, world.helper, card, "Понял", reply_to_id=said["id"])
    removed = await ask(world.triage, "POST", f"{path}/remove")
    assert removed.status_code == 200, removed.text
    shown = (await ask(world.inspector, "GET", path)).json()
    assert shown == {**removed.json(), "allowed_actions": []}
    assert (shown["text"], shown["mentions"], shown["removed"]["by"]["name"]) == (None, [], "Разборова Ольга Ивановна")
    assert (await ask(world.inspector, "GET", f"{path}/texts")).json() == {"items": [], "mentions": []}
    assert (await ask(world.inspector, "GET", f"{path_of(card)}/{answer['id']}")).json()["reply_to"]["removed"] is True
    async with database.sessions() as session:
        assert (await session.scalars(select(comments.c.text).order_by(comments.c.written_at))).all() == ["", "Понял"]
        assert await session.scalar(select(func.count()).select_from(comment_texts)) == 0
        assert await session.scalar(select(func.count()).select_from(mentions)) == 0
    [event] = await told(database, "removed")
    assert (event.data["text"], event.data["mention_ids"], event.data["removed_by_id"]) == (
        None, [], str(world.triage.id),
    )  # fmt: skip
    for method, tail, options in (
        ("POST", "/remove", {}),
        ("PATCH", "", {"json": {"text": "Ещё"}, "headers": {"If-Match": '"3"'}}),
    ):
        gone = await ask(world.triage, method, path + tail, **options)
        assert (gone.status_code, gone.json()["code"]) == (409, "comment_removed")
    late = await ask(world.triage, "POST", path_of(card), json={"text": "Да", "reply_to_id": said["id"]})
    assert late.json()["errors"][0]["code"] == "unknown_comment"


async def test_a_settled_comment_is_an_editors_to_remove_who_says_why(
    ask: Ask, file: File, world: World, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-23T10:00:00+00:00")
    card = await file()
    path = f"{path_of(card)}/{(await say(ask, world.inspector, card, 'Грубость'))['id']}"
    editor = acting(world.persons["verifier"], *EDITS)
    stand_still("2026-11-23T12:00:00+00:00")
    late = await ask(world.inspector, "POST", f"{path}/remove")
    assert (late.status_code, late.json()["code"]) == (403, "comment_is_settled")
    assert (await ask(editor, "GET", path)).json()["allowed_actions"] == ["remove"]
    silent = await ask(editor, "POST", f"{path}/remove")
    assert [(e["loc"], e["code"]) for e in silent.json()["errors"]] == [(["body", "reason"], "removal_reason_needed")]
    removed = await ask(editor, "POST", f"{path}/remove", json={"reason": "Оскорбление"})
    assert (removed.status_code, removed.json()["removed"]["reason"]) == (200, "Оскорбление")


async def test_the_files_of_a_comment_come_and_go_with_it(
    ask: Ask, file: File, world: World, database: Database
) -> None:
    card = await file()
    upload = draft(world.triage.id, UUID(card["id"]), Purpose.COMMENT)
    async with database.transaction() as session:
        await attachments.draft(session, uploads=[upload])
    taken = await ask(
        world.inspector, "POST", path_of(card), json={"text": "Чужой файл", "attachment_ids": [str(upload.id)]}
    )
    assert taken.json()["errors"][0]["code"] == "unknown_upload"
    said = await say(ask, world.triage, card, "Вот так", attachment_ids=[str(upload.id)])
    assert [one["id"] for one in said["attachments"]] == [str(upload.id)]
    [added] = await told(database, "added")
    assert added.data["attachment_ids"] == [str(upload.id)]
    shown = (await ask(world.inspector, "GET", path_of(card))).json()["items"]
    assert [one["name"] for one in shown[0]["attachments"]] == [upload.name]
    removed = await ask(world.triage, "POST", f"{path_of(card)}/{said['id']}/remove")
    assert removed.json()["attachments"] == []
    left = await ask(world.triage, "GET", f"/nonconformities/{card['id']}/attachments")
    assert left.json()["items"] == []
