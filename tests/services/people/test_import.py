"""A register comes in from a spreadsheet: recognised or listed as a problem, once, and out again within the hour."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from services.people.imports.target import RegisterImport
from services.people.imports.writing import Overtaken
from shared.auth import permissions as p
from shared.auth.principal import EVERYWHERE
from shared.ids import new_id
from shared.importing import ImportLog, open_table
from shared.importing.flow import ImportContext
from tests.services.people.conftest import People
from tests.services.people.spreadsheets import ANNA, BORIS, Clerk, changed, codes, counts, table
from tests.support.auth import principal


@pytest.fixture
def clerk(people: People) -> Clerk:
    return Clerk(people)


async def test_the_sample_register_comes_in_whole_and_again_changes_nothing(clerk: Clerk, samples: Path) -> None:
    content = (samples / "members.xlsx").read_bytes()
    checked = await clerk.check(content, name="members.xlsx")
    assert checked["counts"] == {
        "rows": 7405, "new": 7380, "changed": 0, "unchanged": 0, "repeated": 25, "invalid": 0,
    }  # fmt: skip
    assert checked["problems"] == []
    fields = {column["heading"]: column["field"] for column in checked["columns"]}
    assert None not in fields.values()
    assert {kind: len(names) for kind, names in checked["creates"].items()} == {
        "branches": 10,
        "units": 100,
        "sites": 14,
    }

    applied = await clerk.apply(checked)
    assert (applied["state"], applied["counts"]) == ("applied", checked["counts"])
    listed = await clerk.people.get("/api/v1/people", limit=1, total=True)
    assert listed["total"] == 7380 + 1  # and the administrator
    members = await clerk.people.get("/api/v1/people", limit=1, total=True, is_member=True)
    assert members["total"] == 7158

    again = await clerk.check(content)
    assert counts(again) == {"unchanged": 7380, "repeated": 25}
    assert again["creates"] == {}
    before = len(await clerk.people.events())
    assert counts(await clerk.apply(again)) == {"unchanged": 7380, "repeated": 25}
    assert len(await clerk.people.events()) == before


async def test_what_a_row_says_is_what_the_card_holds(clerk: Clerk) -> None:
    await clerk.bring(table(ANNA, BORIS, above=["Реестр членов профсоюза на 01.01.2023", ""]))
    anna, boris = await clerk.person("100704"), await clerk.person("100705")
    assert (anna["last_name"], anna["first_name"], anna["middle_name"]) == ("Катаева", "Анна", "Петровна")
    assert (anna["is_member"], anna["joined_on"], anna["left_on"]) == (True, "2011-10-19", None)
    assert anna["private"]["birth_date"] == "1975-05-24"
    assert anna["private"]["phone"] == "+79940327388"
    assert (boris["is_member"], boris["joined_on"]) == (False, "2010-04-21")
    periods = await clerk.people.get(f"/api/v1/people/{boris['id']}/memberships")
    assert periods["items"] == [{"joined_on": "2010-04-21", "left_on": None, "ended": True}]
    assert anna["branch_id"] == boris["branch_id"]
    assert anna["unit_id"] != boris["unit_id"]

    registered = await clerk.people.events("branch.created", "unit.created", "person.registered")
    kinds = [event["type"].split(".")[2] for event in registered]
    assert kinds == ["person", "branch", "unit", "unit", "person", "person"]  # a place before its people
    history = await clerk.people.get(f"/api/v1/people/{anna['id']}/history")
    assert history["items"][0]["act"] == "registered"
    assert history["items"][0]["import_id"] is not None


async def test_a_changed_row_changes_the_card_and_an_empty_cell_erases_nothing(clerk: Clerk) -> None:
    await clerk.bring(table(ANNA, BORIS))
    anna = changed(ANNA, number="00100704", name="Катаева-Белых Анна Петровна", unit="Цех 2", member="нет", phone="")
    applied = await clerk.bring(table(anna, BORIS))
    assert counts(applied) == {"changed": 1, "unchanged": 1}
    card = await clerk.person("100704")
    assert card["last_name"] == "Катаева-Белых"
    assert card["personnel_number"] == "100704"  # the same number, differently padded
    assert card["private"]["phone"] == "+79940327388"
    assert (card["is_member"], card["left_on"]) == (False, None)
    assert card["version"] == 2
    event = (await clerk.people.events("person.changed"))[0]
    assert set(event["data"]["changed"]) == {"last_name", "unit_id", "is_member"}
    assert event["actor"] == str(clerk.people.admin.id)


async def test_a_person_is_known_by_number_then_by_name_and_birth(clerk: Clerk) -> None:
    await clerk.bring(table(ANNA))
    assert counts(await clerk.check(table(changed(ANNA, number="")))) == {"unchanged": 1}
    renumbered = await clerk.bring(table(changed(ANNA, number="200001", name="КАТАЁВА АННА ПЕТРОВНА")))
    assert counts(renumbered) == {"changed": 1}
    assert (await clerk.person("200001"))["version"] == 2
    assert await clerk.person("100704") is None
    namesakes = table(changed(ANNA, number="200001"), changed(ANNA, number="300001"))
    assert counts(await clerk.check(namesakes)) == {"changed": 1, "new": 1}  # born on one day, two numbers: two persons


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (changed(ANNA, name="Сидоров Пётр Кузьмич", born="01.02.1990"), "number_of_another"),
        (changed(ANNA, number="", born=""), "person_unidentified"),
        (changed(ANNA, number="999", born=""), None),  # another number: another person
        (changed(BORIS, number="555", born=""), "person_maybe_known"),
        (changed(BORIS, number="", born="08.10.1983"), "person_maybe_known"),
        (changed(ANNA, name="Катаева А. П."), "name_abbreviated"),
        (changed(ANNA, name=""), "value_missing"),
    ],
)
async def test_a_row_that_fits_nobody_for_certain_is_a_problem_and_no_guess(
    clerk: Clerk, row: Any, code: str | None
) -> None:
    """Boris was registered by hand, with a name and nothing else."""
    await clerk.bring(table(ANNA))
    await clerk.people.person("Лагунов", "Борис", middle_name="Ильич")
    checked = await clerk.check(table(row, changed(ANNA, number="7", name="Другой Иван Кузьмич")))
    assert codes(checked) == ([(2, code)] if code else [])
    assert counts(checked) == ({"new": 1, "invalid": 1} if code else {"new": 2})
    if code:
        assert "{" not in checked["problems"][0]["message"]
        await clerk.apply(checked)
        assert await clerk.person("7") is not None
        assert len(await clerk.people.events("person.registered")) == 4  # administrator, Anna, Boris, the other


async def test_repeated_rows_are_told_apart_with_and_without_a_number(clerk: Clerk) -> None:
    bare = changed(ANNA, number="", phone="", unit="")
    contradicting = changed(BORIS, born="09.10.1983")
    checked = await clerk.check(table(ANNA, ANNA, bare, BORIS, contradicting))
    assert counts(checked) == {"new": 1, "repeated": 2, "invalid": 2}
    assert codes(checked) == [(5, "conflicting_repeat"), (6, "conflicting_repeat")]
    unclear = await clerk.check(table(ANNA, changed(ANNA, number="7"), bare))
    assert counts(unclear) == {"new": 2, "invalid": 1}
    assert codes(unclear) == [(4, "several_numbers")]


async def test_a_file_without_numbers_is_matched_by_name_and_birth(clerk: Clerk) -> None:
    headings = ("Фамилия", "Имя", "Отчество", "Д.р.", "Первичка", "Моб. тел.")
    rows = [
        ("КАТАЕВА", "Анна", "Петровна", "24 мая 1975 г.", "Курское отделение", "994 032 73 88"),
        ("катаева", "анна", "петровна", "24.05.75", "Курское", ""),
        ("Лагунов", "Борис", "", "08.10.1983", "Курское", ""),
    ]
    content = table(*rows, headings=headings)
    applied = await clerk.bring(content)
    assert counts(applied) == {"new": 2, "repeated": 1}
    assert applied["creates"] == {"branches": ["Курское отделение"]}
    assert counts(await clerk.check(content)) == {"unchanged": 2, "repeated": 1}


async def test_a_column_nobody_knows_can_be_told_and_taught(clerk: Clerk) -> None:
    headings = (
        "Шифр",
        "Кто",
        "Дата рождения",
        "Отделение",
        "Подразделение",
        "Член профсоюза",
        "Дата вступления",
        "Связь",
    )
    checked = await clerk.check(table(ANNA, headings=headings))
    assert (checked["state"], counts(checked)) == ("checked", {})
    assert "column_missing" in [code for _row, code in codes(checked)]
    refused = await clerk.apply(checked)
    assert (refused["state"], refused["failure"]["code"]) == ("checked", "import_columns_missing")
    wrong = await clerk.step(checked, "apply", {"mapping": {"Кто": "shoe_size"}}, status=422)
    assert wrong["code"] == "import_unknown_field"
    applied = await clerk.apply(checked, {"Кто": "full_name", "Шифр": "personnel_number", "Связь": None})
    assert counts(applied) == {"new": 1}
    assert (await clerk.person("100704"))["private"]["phone"] is None

    taught = {"items": [{"heading": "Кто", "field": "full_name"}, {"heading": "СВЯЗЬ", "field": "phone"}]}
    teacher = principal(p.STRUCTURE_EDIT, p.PEOPLE_IMPORT)
    await clerk.people.request("PUT", "/api/v1/people/imports/synonyms", by=teacher, json=taught, status=204)
    read = await clerk.people.get("/api/v1/people/imports/synonyms")
    assert read["items"] == taught["items"]
    await clerk.people.request("PUT", "/api/v1/people/imports/synonyms", by=teacher, json=taught, status=204)
    [told] = await clerk.people.events("import_headings.changed")
    assert told["data"]["changed"]["headings"] == [{}, {"Кто": "full_name", "СВЯЗЬ": "phone"}]
    assert read["fields"]["birth_date"] == "Дата рождения"
    assert counts(await clerk.check(table(changed(ANNA, number=""), headings=headings))) == {"changed": 1}
    clerk_only = principal(p.PEOPLE_IMPORT)
    await clerk.people.request("PUT", "/api/v1/people/imports/synonyms", by=clerk_only, json=taught, status=403)


async def test_membership_in_a_file_is_periods_in_the_register(clerk: Clerk) -> None:
    await clerk.bring(table(BORIS))
    boris = await clerk.person("100705")
    path = f"/api/v1/people/{boris['id']}/memberships"
    await clerk.bring(table(changed(BORIS, member="да", joined="")))  # the leaving was an error
    assert (await clerk.people.get(path))["items"] == [{"joined_on": "2010-04-21", "left_on": None, "ended": False}]
    await clerk.bring(table(changed(BORIS, joined="")))
    await clerk.bring(table(changed(BORIS, member="да", joined="01.02.2016")))  # joined again
    assert (await clerk.people.get(path))["items"] == [
        {"joined_on": "2016-02-01", "left_on": None, "ended": False},
        {"joined_on": "2010-04-21", "left_on": None, "ended": True},
    ]
    await clerk.bring(table(changed(BORIS, member="да", joined="01.03.2016")))  # corrected
    assert [item["joined_on"] for item in (await clerk.people.get(path))["items"]] == ["2016-03-01", "2010-04-21"]


async def test_a_register_without_a_member_column_is_of_members(clerk: Clerk) -> None:
    headings = ("Таб. №", "ФИО", "Дата рождения", "Отделение")
    await clerk.bring(table(ANNA[:4], headings=headings))
    assert (await clerk.person("100704"))["is_member"] is True


async def test_places_are_found_in_other_words_and_new_ones_listed(clerk: Clerk) -> None:
    headings = ("Таб. №", "ФИО", "Отделение", "В командировке")
    row = ("1", "Катаева Анна Петровна", "Курское", "Курская АЭС")
    await clerk.bring(table(row, headings=headings))
    sites = (await clerk.people.get("/api/v1/sites"))["items"]
    assert [site["name"] for site in sites] == ["Курская АЭС"]
    assert sites[0]["branch_id"] == (await clerk.person("1"))["branch_id"]  # «Курское» is at home there
    await clerk.people.post("/api/v1/sites", {"name": "АЭС Аккую", "aliases": ["Akkuyu"]})
    others = [
        ("2", "Лагунов Борис Ильич", "«КУРСКОЕ» отделение", "Akkuyu"),
        ("3", "Шишкова Сабрина Алексеевна", "Курскoе", "АЭС Аккую (Турция)"),
        ("4", "Изотов Кузьма Сергеевич", "Курскае", "курская аэс"),
    ]
    checked = await clerk.check(table(*others, headings=headings))
    assert codes(checked) == [(4, "place_resembles")]
    assert checked["problems"][0]["message"].startswith("Будет заведено новое: «Курскае»")
    assert checked["creates"] == {"branches": ["Курскае"]}


async def test_a_branch_clerk_imports_into_the_own_branch_only(people: People) -> None:
    everywhere = Clerk(people)
    await everywhere.bring(table(ANNA, changed(BORIS, branch="Смоленское")))
    kursk = (await everywhere.person("100704"))["branch_id"]
    clerk = Clerk(people, by=principal(p.PEOPLE_IMPORT, p.PEOPLE_READ, branches=[kursk]))
    checked = await clerk.check(
        table(
            changed(ANNA, unit="Цех 3"),
            changed(BORIS, unit="Цех 3"),  # moved out of a foreign branch
            changed(ANNA, number="9", name="Новый Пётр Ильич"),
            changed(ANNA, number="10", name="Чужой Пётр Ильич", branch="Смоленское"),
            changed(ANNA, number="11", name="Иной Пётр Ильич", branch="Тверское"),
        )
    )
    assert counts(checked) == {"changed": 1, "new": 1, "invalid": 3}
    assert codes(checked) == [(row, "outside_your_branches") for row in (3, 5, 6)]
    await clerk.apply(checked)
    assert (await everywhere.person("100705"))["version"] == 1
    stranger = principal(p.PEOPLE_IMPORT, branches=[kursk])
    await people.request("GET", f"/api/v1/people/imports/{checked['id']}", by=stranger, status=404)


async def test_nobody_imports_without_the_right(people: People) -> None:
    reader = principal(p.PEOPLE_READ, p.PEOPLE_EDIT)
    answer = await people.request(
        "POST", "/api/v1/people/imports", by=reader, files={"file": ("m.csv", table(ANNA))}, status=403
    )
    assert answer.json()["code"] == "forbidden"
    assert await people.sql("SELECT 1 FROM imports") == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook_empty"),
        (b"%PDF-1.7 ...", "workbook_not_a_spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "workbook_encrypted"),
        (b"PK\x03\x04 cut off", "workbook_damaged"),
        (b"one;two\n1;2\n", "workbook_headings_not_found"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(clerk: Clerk, content: bytes, code: str) -> None:
    card = await clerk.check(content)
    assert (card["state"], card["failure"]["code"]) == ("failed", code)
    assert await clerk.people.sql("SELECT 1 FROM imports WHERE file IS NOT NULL") == []


async def test_html_and_sql_in_cells_are_text_and_formulas_are_not_believed(clerk: Clerk) -> None:
    headings = ("Таб. №", "ФИО", "Должность", "Отделение")
    rows = [
        ("1", "Катаева Анна Петровна", "<script>alert(1)</script>", "'] DROP TABLE persons --"),
        ("2", "<b>Лагунов</b> Борис Ильич", "мастер", "Курское"),
    ]
    applied = await clerk.bring(table(*rows, headings=headings))
    assert counts(applied) == {"new": 1, "invalid": 1}
    assert codes(applied) == [(3, "name_unreadable")]
    assert (await clerk.person("1"))["position"] == "<script>alert(1)</script>"
    assert applied["creates"]["branches"] == ["'] DROP TABLE persons --"]


async def test_a_card_edited_between_reading_and_writing_is_not_overwritten(clerk: Clerk) -> None:
    """The plan is void then: the job's transaction ends, and the next run plans anew."""
    await clerk.bring(table(ANNA))
    checked = await clerk.check(table(changed(ANNA, unit="Цех 3")))
    target, context = RegisterImport(zone="Europe/Moscow"), ImportContext(new_id(), new_id(), EVERYWHERE)
    anna = await clerk.person("100704")
    with pytest.raises(Overtaken):
        async with clerk.people.database.transaction() as session:
            known = await target.know(session, context)
            with open_table(BytesIO(table(changed(ANNA, unit="Цех 3"))), target.spec()) as sheet:
                plan = target.plan(known, sheet.rows(), ImportLog(sheet))
            await clerk.people.patch(f"/api/v1/people/{anna['id']}", {"city": "Курчатов"}, version=1)
            await target.write(session, context, plan)
    assert (await clerk.people.get("/api/v1/units"))["items"][0]["name"] == "Цех 1"
    assert counts(await clerk.apply(checked)) == {"changed": 1}
    after = await clerk.person("100704")
    assert (after["version"], after["city"]) == (3, "Курчатов")
