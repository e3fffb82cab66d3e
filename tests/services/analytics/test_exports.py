"""The tables of the figures as spreadsheets: the same numbers as on the screen, and texts that cannot run."""

from datetime import date
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from shared.auth.permissions import NONCONFORMITY_READ
from shared.documents.workbook import XLSX
from shared.ids import new_id
from tests.services.analytics import facts
from tests.services.analytics.conftest import Ask, Record
from tests.services.analytics.test_persons import found
from tests.support.auth import principal

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("noon")]


def read(answer: httpx.Response) -> list[dict[str, Any]]:
    """The rows of the file by heading."""
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
    assert answer.headers["cache-control"] == "private, no-store"
    sheet: Any = load_workbook(BytesIO(answer.content)).active
    headings, *rows = sheet.values
    return [dict(zip(headings, row, strict=True)) for row in rows]


async def test_the_table_of_inspectors_says_what_the_screen_says(ask: Ask, record_events: Record) -> None:
    finder = new_id()
    await record_events([facts.person("=HYPERLINK(1)", "Имя", person_id=finder), *(found(finder) for _ in range(5))])
    [shown] = (await ask("/inspectors")).json()["items"]
    answer = await ask("/inspectors/export.xlsx")
    [row] = read(answer)
    assert row["Фамилия, имя, отчество"] == shown["name"]
    assert shown["name"].startswith("=HYPERLINK")
    assert (row["Место"], row["Выявлено"], row["Подтвердилось, доля"]) == (1, 5, 1)
    assert row["От обнаружения до закрытия, рабочих дней (медиана)"] == shown["cycle"]["median_working_days"]
    assert "filename*=UTF-8''%D0%A3" in answer.headers["content-disposition"]


async def test_figures_come_by_group_with_their_total(ask: Ask, record_events: Record) -> None:
    await record_events([facts.event(facts.record(severity=severity)) for severity in ("high", "high", "low")])
    rows = read(await ask("/journal/export.xlsx", group_by="severity"))
    assert [(row["Тяжесть"], row["Выявлено"]) for row in rows] == [("Высокая", 2), ("Низкая", 1), ("Всего", 3)]
    english = read(await ask("/journal/export.xlsx", group_by="severity", language="en"))
    assert english[-1]["Severity"] == "Total"


async def test_the_trend_has_a_row_a_week_and_responsibles_a_row_each(ask: Ask, record_events: Record) -> None:
    await record_events([found(new_id())])
    period = {"from_": "2026-11-09", "to": "2026-11-22"}
    weeks = read(await ask("/journal/trend/export.xlsx", **period))
    assert [(row["Первый день"].date(), row["Выявлено"]) for row in weeks] == [
        (date(2026, 11, 9), 0),
        (date(2026, 11, 16), 1),
    ]
    assert len(read(await ask("/responsibles/export.xlsx"))) == len((await ask("/responsibles")).json()["items"])


@pytest.mark.parametrize("path", ["/journal", "/journal/trend", "/inspectors", "/responsibles"])
async def test_who_may_not_read_figures_gets_no_file(ask: Ask, path: str) -> None:
    assert (await ask(f"{path}/export.xlsx", as_=principal(NONCONFORMITY_READ))).status_code == 403
    assert (await ask(f"{path}/export.xlsx", from_="2026-11-20", to="2026-11-01")).status_code == 422
