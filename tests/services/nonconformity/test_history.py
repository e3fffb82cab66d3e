"""The history of a record, in sentences that a person can read."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nonconformity.domain import Act
from services.nonconformity.history.sentences import phrase
from services.nonconformity.history.timeline import Entry, Joined, Person, Phrase, Quoted
from services.nonconformity.history.wording import Wording, people_of, quoted, short_name
from shared.auth import permissions
from shared.i18n import Locale, Text
from tests.services.nonconformity.conftest import Ask, File
from tests.services.nonconformity.world import World, acting

IVANOV, DROZDOV, ANNA = (UUID(int=n) for n in (1, 2, 3))
NAMES = {IVANOV: "Иванов П. С.", DROZDOV: "Дроздов И. Ф.", ANNA: "Ёлкина А. П."}


def person(person_id: UUID) -> dict[str, str]:
    return {"id": str(person_id), "name": "Полное Имя"}


def entry(told: Phrase, actor: UUID | None = DROZDOV) -> Entry:
    return Entry(at=datetime(2026, 11, 23, tzinfo=UTC), actor_id=actor, noun="nonconformity", act="x", phrase=told)


def said(act: Act, changed: dict[str, Any], reason: str | None = None, locale: Locale = "ru") -> str:
    told = entry(phrase(act, changed, reason=reason, actor_id=DROZDOV))
    return plain(Wording(locale, "Europe/Moscow", NAMES).say(told))


def plain(sentence: str) -> str:
    """Without the spaces that hold a year and its «г.» on one line."""
    return sentence.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("act", "changed", "reason", "russian", "english"),
    [
        (Act.VERIFY, {}, None, "Исполнение подтверждено — Дроздов И. Ф.", "Fix verified — Дроздов И. Ф."),
        (
            Act.ASSIGN,
            {"responsible_id": (None, person(IVANOV)), "due_on": (None, "2026-12-12")},
            None,
            "Назначен ответственный: Иванов П. С., срок — 12 декабря 2026 г. (Дроздов И. Ф.)",
            "Responsible person named: Иванов П. С., due on December 12, 2026 (Дроздов И. Ф.)",
        ),
        (
            Act.ASSIGN,
            {"co_executor_ids": ([], [person(IVANOV), person(ANNA)]), "observer_ids": ([], [person(DROZDOV)])},
            None,
            "Соисполнители: Иванов П. С., Ёлкина А. П. (Дроздов И. Ф.)",
            "Co-executors: Иванов П. С., Ёлкина А. П. (Дроздов И. Ф.)",
        ),
        (
            Act.ASSIGN,
            {"observer_ids": ([person(IVANOV)], [])},
            None,
            "Наблюдающие: нет (Дроздов И. Ф.)",
            "Observers: none (Дроздов И. Ф.)",
        ),
        (
            Act.ASSIGN,
            {"responsible_id": (person(IVANOV), person(ANNA)), "due_on": ("2026-12-12", "2027-01-05")},
            "Отпуск",
            "Ответственный сменён: было — Иванов П. С., стало — Ёлкина А. П., срок перенесён с 12 декабря 2026 г. на "
            "5 января 2027 г.: «Отпуск» (Дроздов И. Ф.)",
            "Responsible person: was Иванов П. С., is now Ёлкина А. П., due date moved from December 12, 2026 to "
            "January 5, 2027: “Отпуск” (Дроздов И. Ф.)",
        ),
        (
            Act.ASSIGN,
            {},
            None,
            "Назначение оставлено прежним (Дроздов И. Ф.)",
            "Assignment left as it was (Дроздов И. Ф.)",
        ),
        (
            Act.MOVE_DUE_DATE,
            {"due_on": ("2026-12-12", "2026-12-20")},
            "Ждём «кабель»",
            "Срок перенесён с 12 декабря 2026 г. на 20 декабря 2026 г.: «Ждём „кабель“» (Дроздов И. Ф.)",
            "Due date moved from December 12, 2026 to December 20, 2026: “Ждём «кабель»” (Дроздов И. Ф.)",
        ),
        (
            Act.RETURN,
            {"state": ("fixed", "in_progress")},
            "Кабель {actor} оголён",
            "Возвращено в работу — Дроздов И. Ф.: «Кабель {actor} оголён»",
            "Returned into work — Дроздов И. Ф.: “Кабель {actor} оголён”",
        ),
        (
            Act.DISPUTE,
            {"state": ("closed", "in_progress")},
            "Течёт",
            "Закрытие оспорено — Дроздов И. Ф.: «Течёт»",
            "Closure disputed — Дроздов И. Ф.: “Течёт”",
        ),
        (
            Act.MERGE,
            {"duplicate_of_id": (None, {"id": str(ANNA), "name": "НС-2026-00007"})},
            "НС-2026-00007",
            "Отмечено как дубликат НС-2026-00007 — Дроздов И. Ф.",
            "Marked as a duplicate of НС-2026-00007 — Дроздов И. Ф.",
        ),
        (
            Act.ATTACH,
            {"attachment_ids": ([], [{"id": str(ANNA), "name": "кабель.jpg"}, {"id": str(IVANOV), "name": "акт.pdf"}])},
            None,
            "Приложено: «кабель.jpg», «акт.pdf» — Дроздов И. Ф.",
            "Attached: “кабель.jpg”, “акт.pdf” — Дроздов И. Ф.",
        ),
        (
            Act.EDIT,
            {
                "place": ("цех", "крыша"),
                "severity": (Text(ru="Средняя", en="Medium"), Text(ru="Критическая", en="Critical")),
                "description": ("а", "б"),
                "found_at": ("2026-11-20T21:30:00+00:00", "2026-11-20T22:00:00+00:00"),
            },
            None,
            "Исправлено: место — было «цех», стало «крыша»; тяжесть — было «Средняя», стало «Критическая»; описание; "
            "когда обнаружено — было 21 ноября 2026 г., 00:30, стало 21 ноября 2026 г., 01:00 (Дроздов И. Ф.)",
            "Corrected: place — was “цех”, is now “крыша”; severity — was “Medium”, is now “Critical”; description; "
            "when it was found — was November 21, 2026, 00:30, is now November 21, 2026, 01:00 (Дроздов И. Ф.)",
        ),
    ],
)
def test_an_act_is_a_sentence(
    act: Act, changed: dict[str, Any], reason: str | None, russian: str, english: str
) -> None:
    assert said(act, changed, reason) == russian
    assert said(act, changed, reason, "en") == english


@pytest.mark.parametrize("act", Act)
def test_every_act_has_its_own_words(act: Act) -> None:
    """An act that joins the journal is told of in both languages, and not as «запись изменена»."""
    changed = {
        "responsible_id": (None, person(IVANOV)),
        "due_on": ("2026-12-12", "2026-12-20"),
        "place": ("цех", "крыша"),
    }
    for locale, vague in (("ru", "Запись изменена"), ("en", "Record changed")):
        sentence = said(act, changed, locale=locale)  # type: ignore[arg-type]
        assert not sentence.startswith(vague)
        assert "Дроздов И. Ф." in sentence
        assert sentence[0].isupper()
        assert "{" not in sentence


def test_who_is_unknown_or_anonymous_is_said_to_be() -> None:
    told = Phrase(Text(ru="{one}, {other} — {actor}", en=""), {"one": Person(UUID(int=9)), "other": Person(None)})
    wording = Wording("ru", "Europe/Moscow", NAMES)
    assert wording.say(entry(told, None)) == "Имя неизвестно, анонимный автор — анонимный автор"


def test_names_are_looked_up_however_deep_they_are() -> None:
    inner = Phrase(Text(ru="{x}", en="{x}"), {"x": Joined([Person(IVANOV), Quoted(f"скажи @[{ANNA}]"), date.min])})
    told = entry(Phrase(Text(ru="{inner}", en="{inner}"), {"inner": inner}))
    assert set(people_of(told)) == {IVANOV, ANNA, DROZDOV}
    assert "«скажи @Ёлкина А. П.»" in Wording("ru", "UTC", NAMES).say(told)


def test_a_date_stands_where_the_branch_is() -> None:
    told = Phrase(Text(ru="{at}", en="{at}"), {"at": datetime(2026, 12, 31, 22, 30, tzinfo=UTC)})
    assert plain(Wording("ru", "Europe/Moscow", NAMES).say(entry(told))) == "1 января 2027 г., 01:30"
    assert plain(Wording("ru", "Asia/Yekaterinburg", NAMES).say(entry(told))) == "1 января 2027 г., 03:30"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Иванов", "Пётр", "Сергеевич"), "Иванов П. С."),
        (("Ким", "Ли", None), "Ким Л."),
        (("Мадонна", "", ""), "Мадонна"),
        (("Удалённый участник", "№ 1", None), "Удалённый участник № 1"),
    ],
)
def test_a_name_is_short(parts: tuple[str, str, str | None], expected: str) -> None:
    assert short_name(*parts) == expected


@given(st.text(max_size=2_000))
def test_whatever_was_typed_stays_one_short_line_in_one_pair_of_quotes(text: str) -> None:
    line = quoted(text, "ru", {})
    assert len(line) <= 200
    assert line.splitlines() == [line]
    assert (line[0], line[-1], line.count("«"), line.count("»")) == ("«", "»", 1, 1)


async def test_the_history_of_a_record_is_told_in_the_callers_language(ask: Ask, file: File, world: World) -> None:
    card = await file()
    path = f"/nonconformities/{card['id']}"
    order = {"responsible_id": str(world.executor.id), "due_on": "2036-01-01"}
    assert (await ask(world.triage, "POST", f"{path}/assign", json=order)).status_code == 200
    editor = acting(world.persons["triage"], permissions.NONCONFORMITY_READ, permissions.NONCONFORMITY_EDIT)
    site = {"site_id": str(world.far_plant.id)}
    edited = await ask(editor, "PATCH", path, json=site, headers={"If-Match": '"2"'})
    assert edited.status_code == 200, edited.text
    russian = (await ask(world.inspector, "GET", f"{path}/history")).json()["items"]
    assert [plain(item["text"]) for item in russian] == [
        "Несоответствие зарегистрировано — Ёлкина А. П.",
        "Назначен ответственный: Исполнев О. Ю., срок — 1 января 2036 г. (Разборова О. И.)",
        "Исправлено: площадка — было «Курская АЭС», стало «АЭС Аккую (Турция)» (Разборова О. И.)",
    ]
    assert {(item["noun"], item["subject_id"]) for item in russian} == {("nonconformity", None)}
    english = (await ask(world.inspector, "GET", f"{path}/history", language="en")).json()["items"]
    assert english[1]["text"].startswith("Responsible person named: Исполнев О. Ю., due on January 1, 2036")
