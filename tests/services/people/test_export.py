"""The register as a spreadsheet."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from services.people.exports import service
from shared.auth import permissions as p
from shared.auth.principal import Principal
from tests.services.people.conftest import People
from tests.support.auth import principal

PATH = "/api/v1/people/export.xlsx"


async def rows(people: People, query: str = "", *, by: Principal | None = None) -> list[dict[str, Any]]:
    answer = await people.request("GET", f"{PATH}{query}", by=by)
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    headings, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip((str(one) for one in headings), line, strict=True)) for line in lines]


async def test_the_file_has_the_list_with_its_filters_over_all_pages(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_PAGE", 2)
    kursk, other = await people.branch("Курское"), await people.branch("Смоленское")
    for name in ("Ёлкин", "Абрамов", "Яшин"):
        await people.person(name, branch_id=kursk, joined_on="2011-10-19", phone="+79940327388")
    await people.person("Чужов", branch_id=other)
    written = await rows(people, f"?branch_id={kursk}")
    assert [row["Фамилия"] for row in written] == ["Абрамов", "Ёлкин", "Яшин"]
    assert (written[0]["Отделение"], written[0]["Телефон"]) == ("Курское", "+79940327388")
    assert str(written[0]["Дата вступления"]).startswith("2011-10-19")


async def test_private_facts_are_only_in_the_file_of_who_may_read_them(people: People) -> None:
    kursk, other = await people.branch("Курское"), await people.branch("Смоленское")
    await people.person("Абрамов", branch_id=kursk, phone="+79940327388", birth_date="1970-04-10")
    await people.person("Чужов", branch_id=other)
    reader = principal(p.PEOPLE_READ, branches=[kursk])
    [row] = await rows(people, by=reader)
    assert (row["Фамилия"], row["Телефон"], row["Дата рождения"]) == ("Абрамов", None, None)
    await people.request("GET", PATH, by=principal(p.NONCONFORMITY_READ), status=403)


async def test_a_list_that_is_too_long_is_refused(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_PEOPLE", 1)
    for name in ("Абрамов", "Яшин"):
        await people.person(name)
    refused = await people.request("GET", PATH, status=422)
    assert refused.json()["code"] == "too_many_people"
