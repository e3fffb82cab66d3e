"""The journal on paper: the card of a record and the register of a list."""

from collections.abc import Callable
from typing import Any

import pytest

from services.nonconformity.documents import service
from services.nonconformity.documents.service import CARD, REGISTER
from shared.documents import print_pages, print_pdf
from tests.services.nonconformity import paper
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.test_walk import DUE
from tests.services.nonconformity.world import World
from tests.support.auth import administrator


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The data of what was printed; it is printed all the same."""
    seen: list[dict[str, Any]] = []

    async def keep(template: Any, data: dict[str, Any], **options: Any) -> bytes:
        seen.append(data)
        return await print_pdf(template, data, **options)

    monkeypatch.setattr(service, "print_pdf", keep)
    return seen


async def test_a_card_is_printed_with_all_that_happened(
    ask: Ask, file: File, world: World, printed: list[dict[str, Any]]
) -> None:
    card, duplicate = await file(proposal="Заменить"), await file()
    path = f"/nonconformities/{card['id']}"
    order = {"responsible_id": str(world.executor.id), "co_executor_ids": [str(world.helper.id)], "due_on": DUE}
    await ask(world.triage, "POST", f"{path}/assign", json=order)
    later = {"due_on": "2031-01-15", "reason": "Ждём кабель"}
    await ask(world.triage, "POST", f"{path}/move-due-date", json=later)
    await ask(world.triage, "POST", f"/nonconformities/{duplicate['id']}/merge", json={"into_id": card["id"]})
    answer = await ask(world.triage, "GET", f"{path}/card.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert "inline; filename*=UTF-8''%D0%9D%D0%A1-" in answer.headers["content-disposition"]
    [data] = printed
    facts = dict(data["facts"])
    assert facts["Ответственный"].replace("\u00a0", " ") == "Исполнев Олег Юрьевич"
    assert facts["Присоединены дубликаты"] == duplicate["number"]
    assert facts["Срок устранения"].replace("\u00a0", " ") == "15 января 2031 г."
    headings = [table["heading"] for table in data["tables"]]
    assert headings == ["Переносы срока", "Путь"]
    assert data["tables"][0]["rows"][0][-1].replace("\u00a0", " ") == "Ждём кабель"
    assert [text for text, _ in data["texts"]] == ["Описание", "Предложение"]
    assert "присоединён дубликат" in data["history"]["items"][-1][1].lower().replace("\u00a0", " ")
    assert data["qr"].startswith("<svg")
    assert data["union"] == "Профсоюзная организация"


async def test_a_card_of_a_record_out_of_sight_is_404(ask: Ask, file: File, world: World) -> None:
    card = await file()
    assert (await ask(world.stranger, "GET", f"/nonconformities/{card['id']}/card.pdf")).status_code == 404


async def test_the_register_has_the_list_and_says_what_was_selected(
    ask: Ask, file: File, world: World, printed: list[dict[str, Any]], stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-23T08:00:00+00:00")
    first, _, theirs = await file(), await file(description="Сломана ступень"), await file(world.watcher)
    params = {"q": "изоляции", "site_id": str(world.plant.id), "state": "registered", "overdue": "false"}
    answer = await ask(world.triage, "GET", "/nonconformities/register.pdf", params=params)
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    [data] = printed
    assert [row["cells"][0] for row in data["rows"]] == [first["number"]]
    assert theirs["number"] not in str(data)
    said = data["selection"].replace("\u00a0", " ")
    assert said == ("Состояние — Зарегистрировано; площадка — Курская АЭС; слова «изоляции»; непросроченные · 1 запись")
    english = await ask(administrator(), "GET", "/nonconformities/register.pdf", language="en")
    assert english.status_code == 200
    assert (printed[1]["title"], printed[1]["selection"]) == ("Register of nonconformities", "All records · 3 records")
    await ask(world.triage, "GET", "/nonconformities/register.pdf", params={"ids": [first["id"], theirs["id"]]})
    assert [row["cells"][0] for row in printed[2]["rows"]] == [first["number"]]
    assert printed[2]["selection"].replace("\u00a0", " ") == "Только выбранные · 1 запись"


async def test_a_register_that_is_too_long_is_refused(ask: Ask, file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_ROWS", 0)
    await file()
    refused = await ask(administrator(), "GET", "/nonconformities/register.pdf")
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_rows")


async def test_paper_copes_with_everything_and_with_nothing() -> None:
    full = await print_pages(CARD, paper.card_data(paper.full_card(), entries=120))
    assert 3 <= len(full) <= 6
    assert len(await print_pages(CARD, paper.card_data(paper.bare_card(), locale="en"))) == 1
    huge = paper.full_card(description="слово " * 1600, place="м" * 200, proposal="щ" * 9000)
    assert len(await print_pages(CARD, paper.card_data(huge))) >= 4
    assert len(await print_pages(REGISTER, paper.register_data(0))) == 1
    assert len(await print_pages(REGISTER, paper.register_data(60, locale="en"))) >= 3
