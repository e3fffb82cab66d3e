"""Journals of other unions: other headings, abbreviated names, states in other words, dirt; and what becomes of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from services.nonconformity.imports.columns import journal_table
from services.nonconformity.imports.rows import STATUS_WORDS
from shared.auth import permissions
from shared.contracts.nonconformity import CategoryCreated, Imported, Withdrawn
from shared.db.database import Database
from shared.importing.headings import Vocabulary
from tests.services.nonconformity.conftest import Ask, Bring, Settled
from tests.services.nonconformity.samples import HEADINGS, workbook
from tests.services.nonconformity.test_walk import events_of
from tests.services.nonconformity.world import World, acting, person
from tests.support.auth import administrator

FOUND, DUE, FIXED = date(2022, 3, 1), date(2022, 3, 10), date(2022, 3, 8)


def row(number: Any = 1, **given: Any) -> list[Any]:
    """A closed finding of Ёлкина's; `given` are other values by heading."""
    values = {
        "№": number, "Дата выявления": FOUND, "Площадка": "Курская АЭС", "Место": "машинный зал",
        "Категория": "Электробезопасность", "Описание несоответствия": "Повреждена изоляция", "Выявил": "Ёлкина А. П.",
        "Ответственный": "Исполнев Олег Юрьевич", "Соисполнители": "Помогаев П.И.", "Срок устранения": DUE,
        "Дата устранения": FIXED, "Статус": "Устранено", **given,
    }  # fmt: skip
    return [values[heading] for heading in HEADINGS]


def open_row(number: Any = 1, **given: Any) -> list[Any]:
    return row(number, **{"Дата устранения": None, "Статус": "В работе", **given})


async def card_of(ask: Ask, external: str) -> dict[str, Any]:
    found = (await ask(administrator(), "GET", "/nonconformities", params={"q": external})).json()["items"]
    [item] = [item for item in found if item["external_number"] == external]
    card: dict[str, Any] = (await ask(administrator(), "GET", f"/nonconformities/{item['id']}")).json()
    return card


def problems(report: dict[str, Any]) -> list[tuple[int, str | None, str]]:
    return [(item["row"], item["column"], item["code"]) for item in report["problems"]]


def test_no_heading_and_no_status_word_means_two_things() -> None:
    """Both tables refuse to be built when one word stands for two values."""
    Vocabulary(journal_table())
    words = [word for listed in STATUS_WORDS.values() for word in listed]
    assert len(words) == len(set(words))


async def test_a_row_becomes_a_record_with_the_way_that_the_journal_knows(ask: Ask, world: World, bring: Bring) -> None:
    report = await bring(workbook(row(7), title="Журнал учёта несоответствий за 2022 год"))
    assert report["counts"]["new"] == 1, report["problems"]
    card = await card_of(ask, "7")
    assert card["number"] == "НС-2022-00001"
    assert card["author"]["name"] == "Ёлкина Анна Петровна"
    assert card["responsible"]["name"] == "Исполнев Олег Юрьевич"
    assert [person["name"] for person in card["co_executors"]] == ["Помогаев Пётр Ильич"]
    assert (card["branch"]["name"], card["state"], card["imported"]) == ("Курское", "closed", True)
    assert (card["first_due_on"], card["due_on"], card["severity"]) == ("2022-03-10", "2022-03-10", "medium")
    assert [(step["state"], step["entered_at"]) for step in card["way"]] == [
        ("registered", "2022-03-01T09:00:00Z"),  # noon in Kursk
        ("assigned", "2022-03-01T09:00:00Z"),
        ("fixed", "2022-03-08T09:00:00Z"),
        ("closed", "2022-03-08T09:00:00Z"),
    ]
    assert {step["actor"] for step in card["way"]} == {None}


@pytest.mark.parametrize(
    ("status", "fixed", "state", "way"),
    [
        ("УСТРАНЕНО.", FIXED, "closed", ["registered", "assigned", "fixed", "closed"]),
        ("Снято с контроля", FIXED, "closed", ["registered", "assigned", "fixed", "closed"]),
        ("на  проверке", None, "fixed", ["registered", "assigned", "fixed"]),
        ("Не устранено", None, "in_progress", ["registered", "assigned", "in_progress"]),
        ("Назначен ответственный", None, "assigned", ["registered", "assigned"]),
        ("Зарегистрировано", None, "registered", ["registered"]),
        ("Отклонено", None, "rejected", ["registered", "rejected"]),
        (None, FIXED, "closed", ["registered", "assigned", "fixed", "closed"]),
        (None, None, "assigned", ["registered", "assigned"]),
    ],
)
async def test_states_are_known_in_the_words_of_other_journals(
    ask: Ask, world: World, bring: Bring, status: str | None, fixed: date | None, state: str, way: list[str]
) -> None:
    report = await bring(workbook(row(1, **{"Статус": status, "Дата устранения": fixed})))
    assert report["counts"]["new"] == 1, report["problems"]
    card = await card_of(ask, "1")
    assert (card["state"], [step["state"] for step in card["way"]]) == (state, way)
    assert card["responsible"]["id"] == str(world.executor.id)


async def test_other_headings_dates_and_spellings_are_understood(ask: Ask, world: World, bring: Bring) -> None:
    headings = (
        "№ п/п", "Дата обнаружения", "АЭС", "Место нарушения", "Вид нарушения", "Выявленное нарушение",
        "Уполномоченный по охране труда", "Табельный номер", "Исполнитель", "Устранить до", "Отметка об устранении",
        "Приоритет",
    )  # fmt: skip
    values = (
        "12/а", "01.03.2022 г.", "курская", "цех 3", "СИЗ", "Нет касок", "ёлкина анна", "00100704", "ИСПОЛНЕВ О.Ю.",
        "10 марта 2022", None, "Высокий",
    )  # fmt: skip
    report = await bring(workbook(values, headings=headings))
    assert report["counts"]["new"] == 1, report["problems"]
    card = await card_of(ask, "12/а")
    assert (card["site"]["name"], card["due_on"], card["severity"]) == ("Курская АЭС", "2022-03-10", "high")
    assert (card["author"]["id"], card["state"]) == (str(world.inspector.id), "assigned")


@pytest.mark.parametrize(
    ("given", "column", "code"),
    [
        ({"Выявил": "Неизвестнов И. И."}, "Выявил", "person_not_found"),
        ({"Ответственный": "Ушёлов Глеб Глебович"}, "Ответственный", "person_not_found"),  # left the register
        ({"Соисполнители": "Помогаев П. И.; Двойников А. А."}, "Соисполнители", "person_ambiguous"),
        ({"Ответственный": "12345"}, "Ответственный", "person_unreadable"),
        ({"Площадка": "Луна"}, "Площадка", "unknown_site"),
        ({"Статус": "Загадочный"}, "Статус", "unknown_status"),
        ({"Дата устранения": None}, "Дата устранения", "fixed_date_missing"),
        ({"Статус": "В работе"}, "Статус", "fixed_but_open"),
        ({"Дата устранения": date(2022, 2, 1)}, "Дата устранения", "fixed_before_found"),
        ({"Срок устранения": date(2021, 3, 10)}, "Срок устранения", "due_before_found"),
        ({"Дата выявления": date(2199, 1, 1)}, "Дата выявления", "date_in_future"),
        ({"Дата выявления": "вчера"}, "Дата выявления", "date_unreadable"),
        ({"Описание несоответствия": None}, "Описание несоответствия", "value_missing"),
        ({"Выявил": "Кочевник Борис Борисович"}, "Выявил", "author_without_branch"),
    ],
)
async def test_what_cannot_be_matched_is_a_listed_problem_and_its_row_is_left_out(
    ask: Ask, world: World, bring: Bring, know: Callable[..., Any], given: dict[str, Any], column: str, code: str
) -> None:
    home = world.kursk.id
    await know([
        person("Двойников Антон Антонович", home, number="1"), person("Двойников Алексей Андреевич", home, number="2"),
        person("Кочевник Борис Борисович", None),
    ])  # fmt: skip
    report = await bring(workbook(row(1, **given), row(2)))
    assert problems(report) == [(2, column, code)], report["problems"]
    assert (report["counts"]["invalid"], report["counts"]["new"]) == (1, 1)
    assert report["problems"][0]["message"].strip(".").count("{") == 0
    listed = (await ask(administrator(), "GET", "/nonconformities")).json()["items"]
    assert [item["external_number"] for item in listed] == ["2"]


async def test_all_problems_of_a_row_are_told_at_once(world: World, bring: Bring) -> None:
    bad = row(1, Площадка="Луна", Ответственный="Неизвестнов И. И.", Статус="?")
    report = await bring(workbook(bad), apply=False)
    assert {code for _, _, code in problems(report)} == {"unknown_site", "person_not_found", "unknown_status"}
    assert report["counts"]["invalid"] == 1


async def test_a_number_of_somebody_else_is_a_problem_that_names_them(world: World, bring: Bring) -> None:
    headings = (*HEADINGS, "Таб. № выявившего")
    report = await bring(workbook([*row(1, Выявил="Смотрев С. С."), 100704], headings=headings), apply=False)
    assert problems(report) == [(2, "Таб. № выявившего", "person_mismatch")]
    assert "Ёлкина Анна Петровна" in report["problems"][0]["message"]


async def test_without_a_register_the_problem_says_to_import_it_first(bring: Bring) -> None:
    report = await bring(workbook(row(1)), apply=False)
    assert {code for _, _, code in problems(report)} == {"register_unknown", "unknown_site"}
    assert "Загрузите реестр" in report["problems"][0]["message"]


async def test_a_new_category_is_announced_by_the_check_and_created_by_the_apply(
    ask: Ask, world: World, bring: Bring, database: Database
) -> None:
    content = workbook(row(1, Категория="Кибербезопасность"), row(2, Категория="КИБЕРБЕЗОПАСНОСТЬ"))
    checked = await bring(content, apply=False)
    assert checked["creates"] == {"categories": ["Кибербезопасность"]}
    named = {"q": "кибер"}
    assert (await ask(administrator(), "GET", "/categories", params=named)).json()["items"] == []
    await bring(content)
    [created] = (await ask(administrator(), "GET", "/categories", params=named)).json()["items"]
    assert created["name"] == "Кибербезопасность"
    [event] = await events_of(database, created["id"])
    assert event.type == f"profkom.{CategoryCreated.event_type}"
    assert (await card_of(ask, "2"))["category"]["id"] == created["id"]


async def test_repeated_rows_and_two_findings_under_one_number_are_told_apart(world: World, bring: Bring) -> None:
    other = row(3, **{"Описание несоответствия": "Совсем другое"})
    next_year = row(1, **{"Дата выявления": date(2021, 3, 1)})
    report = await bring(workbook(row(1), row(1), next_year, row(3), other))
    counts = report["counts"]
    assert (counts["rows"], counts["new"], counts["repeated"], counts["invalid"]) == (5, 2, 1, 2)
    assert problems(report) == [(5, "№", "number_twice"), (6, "№", "number_twice")]


async def test_rows_without_numbers_are_known_again_by_what_they_tell(world: World, bring: Bring) -> None:
    content = workbook(row(None), row(None, Место="эстакада"))
    assert (await bring(content))["counts"]["new"] == 2
    again = (await bring(content))["counts"]
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)


async def test_numbers_follow_the_found_dates_and_years_have_their_own(ask: Ask, world: World, bring: Bring) -> None:
    dates = {"c": date(2022, 5, 1), "a": date(2022, 1, 1), "old": date(2021, 7, 1), "b": "01.01.2022 15:00"}
    await bring(
        workbook(*(open_row(name, **{"Дата выявления": day, "Срок устранения": None}) for name, day in dates.items()))
    )
    numbers = {name: (await card_of(ask, name))["number"] for name in dates}
    assert numbers == {
        "a": "НС-2022-00001", "b": "НС-2022-00002", "c": "НС-2022-00003", "old": "НС-2021-00001",
    }  # fmt: skip


async def test_a_later_journal_changes_what_nobody_touched_here(
    ask: Ask, world: World, bring: Bring, database: Database
) -> None:
    await bring(workbook(open_row(1), open_row(2)))
    touched = await card_of(ask, "2")
    report = {"comment": "Сделано"}
    await ask(world.executor, "POST", f"/nonconformities/{touched['id']}/report-fixed", json=report)
    again = await bring(workbook(open_row(1), open_row(2)))
    assert again["counts"]["unchanged"] == 2, "what a row said before changes nothing, whatever became of its record"
    later = workbook(row(1, **{"Срок устранения": date(2022, 3, 20), "Соисполнители": None}), row(2))
    changed = await bring(later)
    assert (changed["counts"]["changed"], changed["counts"]["invalid"]) == (1, 1)
    assert problems(changed) == [(3, None, "changed_here")]
    card = await card_of(ask, "1")
    assert (card["state"], card["version"], card["number"]) == ("closed", 2, "НС-2022-00001")
    assert (card["first_due_on"], card["due_on"], card["due_date_moves"]) == ("2022-03-10", "2022-03-20", 1)
    assert len(card["co_executors"]) == 1, "an empty cell erases nothing"
    assert (await card_of(ask, "2"))["state"] == "fixed"
    last = (await events_of(database, card["id"]))[-1].payload(Imported)
    assert last.changed["state"] == ("in_progress", "closed")
    ledger = (await ask(administrator(), "GET", f"/nonconformities/{card['id']}/due-dates")).json()
    assert [move["reason"] for move in ledger["moves"]] == ["Изменено в загруженном журнале"]


@pytest.mark.parametrize(
    "edited",
    [
        {"Срок устранения": date(2022, 3, 11)},
        {"Дата устранения": date(2022, 3, 9)},
        {"Место": "эстакада"},
        {"Описание несоответствия": "Повреждена изоляция двух кабелей"},
        {"Категория": "СИЗ"},
        {"Ответственный": "Проверяева Н. Л."},
        {"Соисполнители": "Проверяева Н. Л."},
        {"Площадка": "Аккую"},
    ],
)
async def test_a_row_that_says_anything_new_changes_its_record(
    ask: Ask, world: World, bring: Bring, edited: dict[str, Any]
) -> None:
    await bring(workbook(row(1)))
    counts = (await bring(workbook(row(1, **edited))))["counts"]
    assert (counts["new"], counts["changed"], counts["unchanged"]) == (0, 1, 0)
    assert (await card_of(ask, "1"))["version"] == 2
    assert (await bring(workbook(row(1, **edited))))["counts"]["unchanged"] == 1


async def test_an_undoing_puts_back_what_the_import_changed(
    ask: Ask, world: World, bring: Bring, settled: Settled, database: Database
) -> None:
    await bring(workbook(open_row(1)))
    before = await card_of(ask, "1")
    changed = await bring(workbook(row(1, **{"Срок устранения": date(2022, 3, 20)}), open_row(2)))
    second = await card_of(ask, "2")
    undone = await settled(administrator(), "POST", f"/nonconformities/imports/{changed['id']}/undo")
    assert undone["undone"] == {"taken_back": 2, "kept": 0}
    after = await card_of(ask, "1")
    same = ("state", "due_on", "first_due_on", "co_executors", "way", "closed_at", "responsible")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after["version"] == 3
    gone = await ask(administrator(), "GET", f"/nonconformities/{second['id']}")
    assert gone.status_code == 404
    assert (await events_of(database, second["id"]))[-1].type == f"profkom.{Withdrawn.event_type}"
    again = await bring(workbook(row(1, **{"Срок устранения": date(2022, 3, 20)}), open_row(2)))
    assert (again["counts"]["new"], again["counts"]["changed"]) == (1, 1)
    assert (await card_of(ask, "2"))["number"] == second["number"]


async def test_an_importer_of_one_branch_brings_only_its_rows(ask: Ask, world: World, bring: Bring) -> None:
    importer = acting(world.persons["triage"], permissions.NONCONFORMITY_IMPORT, permissions.NONCONFORMITY_READ)
    report = await bring(workbook(row(1), row(2, Выявил="Чужова В. П.")), importer)
    assert problems(report) == [(3, None, "foreign_branch")]
    assert report["counts"]["new"] == 1
    foreign = acting(world.persons["stranger"], permissions.NONCONFORMITY_IMPORT)
    assert (await ask(foreign, "GET", f"/nonconformities/imports/{report['id']}")).status_code == 404
    assert (await ask(world.inspector, "POST", "/nonconformities/imports")).status_code in (403, 422)


async def test_words_for_states_can_be_taught(ask: Ask, world: World, bring: Bring) -> None:
    content = workbook(row(1, Статус="Ликвидировано"))
    assert (await bring(content, apply=False))["counts"]["invalid"] == 1
    path, words = "/nonconformities/imports/statuses", {"items": [{"word": "ликвидировано", "state": "closed"}]}
    assert (await ask(world.triage, "PUT", path, json=words)).status_code == 403
    assert (await ask(administrator(), "PUT", path, json=words)).status_code == 204
    shown = (await ask(administrator(), "GET", path)).json()
    assert shown["items"] == words["items"]
    assert "устранено" in shown["known"]["closed"]
    assert (await bring(content))["counts"]["new"] == 1


async def test_an_imported_record_goes_on_like_any_other(ask: Ask, world: World, bring: Bring) -> None:
    await bring(workbook(open_row(1)))
    path = f"/nonconformities/{(await card_of(ask, '1'))['id']}"
    assert (await ask(world.executor, "POST", f"{path}/report-fixed", json={"comment": "Сделано"})).status_code == 200
    assert (await ask(world.inspector, "POST", f"{path}/verify")).json()["state"] == "closed"
    history = (await ask(world.inspector, "GET", f"{path}/history")).json()["items"]
    assert [entry["act"] for entry in history] == ["import", "report-fixed", "verify"]
