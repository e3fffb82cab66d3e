"""The journal as a spreadsheet: what is in the list is in the file, as dates and texts, and nothing is run."""

import asyncio
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from services.nonconformity.exports import service
from services.nonconformity.exports.texts import HEADINGS
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import World
from tests.support.auth import administrator, principal

PATH = "/nonconformities/export.xlsx"


async def sheet_of(ask: Ask, who: Any = None, *, language: str = "ru", **params: Any) -> Any:
    answer = await ask(who or administrator(), "GET", PATH, params=params, language=language)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats-officedocument.spreadsheetml")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    return openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]


def column(sheet: Any, name: str) -> list[Any]:
    place = list(HEADINGS).index(name)
    return [row[place] for row in sheet.iter_rows(min_row=2, values_only=True)]


async def test_the_file_has_the_list_with_names_dates_and_a_frozen_filtered_heading(
    ask: Ask, file: File, world: World, stand_still: Callable[[str], None]
) -> None:
    stand_still("2026-11-20T21:30:00+00:00")
    card = await file(proposal="Заменить кабель", severity="high")
    order = {
        "responsible_id": str(world.executor.id),
        "co_executor_ids": [str(world.helper.id)],
        "due_on": "2026-11-22",
    }
    await ask(world.triage, "POST", f"/nonconformities/{card['id']}/assign", json=order)
    stand_still("2026-11-23T08:00:00+00:00")
    sheet = await sheet_of(ask)
    [row] = list(sheet.iter_rows(min_row=2, values_only=True))
    told = dict(zip(HEADINGS, row, strict=True))
    assert told["number"] == card["number"]
    assert (told["state"], told["overdue"], told["severity"]) == ("Назначен ответственный", "просрочено", "Высокая")
    assert (told["site"], told["proposal"]) == ("Курская АЭС", "Заменить кабель")
    assert (told["responsible"], told["co_executors"]) == ("Исполнев Олег Юрьевич", "Помогаев Пётр Ильич")
    assert told["found_at"] == datetime.fromisoformat("2026-11-21 00:30"), "the clock of the branch"
    assert told["due_on"] == datetime.fromisoformat("2026-11-22")
    assert (told["closed_at"], told["external_number"]) == (None, None)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:V2")
    assert sheet["D2"].fill.start_color.rgb == "FFFDE7E7", "what is overdue is seen at once"
    assert sheet["Q2"].number_format == "dd.mm.yyyy"
    english = await sheet_of(ask, language="en")
    assert [cell.value for cell in english[1]][:4] == ["Number", "No. in the former journal", "State", "Overdue"]


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+7 900", "@SUM(A1)", "-1", "{=1+1}", "https://a.b/c"])
async def test_a_text_is_a_text_whatever_it_begins_with(ask: Ask, file: File, text: str) -> None:
    await file(description=text, place=text)
    sheet = await sheet_of(ask)
    cells = [sheet.cell(2, list(HEADINGS).index(name) + 1) for name in ("description", "place")]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None)] * 2


async def test_the_filters_search_and_order_of_the_list_hold_across_pages(
    ask: Ask, file: File, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PAGE", 2)
    cards = [await file(severity="high") for _ in range(5)]
    await file(severity="low")
    await file(severity="high", description="Сломана ступень лестницы")
    sheet = await sheet_of(ask, severity="high", q="изоляции", sort="number", limit=1)
    assert column(sheet, "number") == [card["number"] for card in cards]


async def test_chosen_records_alone_are_in_the_file(ask: Ask, file: File, world: World) -> None:
    cards = [await file() for _ in range(3)]
    sheet = await sheet_of(ask, ids=f"{cards[0]['id']},{cards[2]['id']}", sort="number")
    assert column(sheet, "number") == [cards[0]["number"], cards[2]["number"]]


async def test_only_what_the_caller_may_see_is_in_the_file(ask: Ask, file: File, world: World) -> None:
    ours, theirs = await file(), await file(world.watcher)
    assert column(await sheet_of(ask, world.triage), "number") == [ours["number"]]
    assert column(await sheet_of(ask, world.stranger), "number") == [theirs["number"]]
    assert column(await sheet_of(ask, principal()), "number") == []


async def test_a_list_that_is_too_long_is_refused_and_not_cut_short(
    ask: Ask, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_ROWS", 1)
    await file()
    await file()
    refused = await ask(administrator(), "GET", PATH)
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_rows")
    assert "2 записи, а в один файл помещается 1." in refused.json()["detail"]
    assert (await ask(administrator(), "GET", PATH, params={"colour": "red"})).status_code == 422


async def test_the_service_answers_others_while_a_file_is_written(ask: Ask, file: File, world: World) -> None:
    for _ in range(3):
        await file()
    answers = await asyncio.gather(
        *(ask(administrator(), "GET", PATH) for _ in range(4)), ask(world.triage, "GET", "/nonconformities")
    )
    assert [answer.status_code for answer in answers] == [200] * 5


async def test_a_severity_is_called_what_its_administrators_call_it(ask: Ask, file: File) -> None:
    card = await file(severity="critical")
    severity = "/nonconformities/severities/critical"
    renamed = {"name_ru": "Немедленно", "name_en": "Stop the work"}
    version = (await ask(administrator(), "GET", severity)).headers["etag"]
    answer = await ask(administrator(), "PATCH", severity, json=renamed, headers={"If-Match": version})
    assert answer.status_code == 200, answer.text
    assert column(await sheet_of(ask, q=card["number"]), "severity") == ["Немедленно"]
    assert column(await sheet_of(ask, q=card["number"], language="en"), "severity") == ["Stop the work"]
