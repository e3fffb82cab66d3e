"""What happened to a card, as people say it: names for ids, dates as they are written, nothing private to strangers."""

from typing import Any
from uuid import UUID

from shared.auth import permissions as p
from tests.services.people.conftest import People
from tests.support.auth import principal


async def history(people: People, person: Any, *, by: Any = None, language: str = "ru") -> list[Any]:
    path = f"/api/v1/people/{person['id']}/history"
    answer = await people.request("GET", path, by=by, headers={"Accept-Language": language}, status=200)
    items: list[Any] = answer.json()["items"]
    return items


async def test_a_change_is_told_in_sentences_with_names_in_place_of_ids(people: People) -> None:
    kursk, smolensk = await people.branch("Курское"), await people.branch("Смоленское")
    person = await people.person("Ёлкина", branch_id=kursk, city="Курчатов", sex="female")
    editor = await people.person("Редактор", "Ольга")
    edits = {"branch_id": str(smolensk), "city": None, "position": "мастер", "birth_date": "1990-05-05"}
    by = principal(p.PEOPLE_EDIT, p.PEOPLE_READ, p.PEOPLE_READ_PRIVATE, person_id=UUID(editor["id"]))
    await people.patch(f"/api/v1/people/{person['id']}", edits, version=1, by=by)
    newest, oldest = await history(people, person)
    assert oldest["sentences"] == ["Карточка заведена"]
    assert (newest["act"], newest["actor_name"], newest["version"]) == ("changed", "Редактор Ольга", 2)
    assert sorted(newest["sentences"]) == [
        "Город: значение «Курчатов» убрано",
        "Дата рождения: указано «05.05.1990»",
        "Должность: указано «мастер»",
        "Отделение: было «Курское», стало «Смоленское»",
    ]
    moved = next(change for change in newest["changes"] if change["field"] == "branch_id")
    assert moved == {"field": "branch_id", "label": "отделение", "old": "Курское", "new": "Смоленское"}
    assert newest["changed"]["branch_id"] == [str(kursk), str(smolensk)]
    english = (await history(people, person, language="en"))[0]["sentences"]
    assert "Branch: “Курское” became “Смоленское”" in english
    assert "Date of birth: “1990-05-05” was filled in" in english


async def test_who_may_not_read_private_fields_sees_neither_them_nor_their_sentences(people: People) -> None:
    branch = await people.branch()
    person = await people.person(branch_id=branch)
    await people.patch(f"/api/v1/people/{person['id']}", {"phone": "+7 900 000-00-00", "city": "Курск"}, version=1)
    reader = principal(p.PEOPLE_READ, branches=[branch])
    assert (await history(people, person, by=reader))[0]["sentences"] == ["Город: указано «Курск»"]
    assert "9000000000" not in str(await history(people, person, by=reader))
    assert "Телефон: указано «+79000000000»" in (await history(people, person))[0]["sentences"]
    other = await people.branch("Смоленское")
    stranger = principal(p.PEOPLE_READ, branches=[other])
    await people.request("GET", f"/api/v1/people/{person['id']}/history", by=stranger, status=404)


async def test_membership_cards_and_consents_stand_in_the_same_line_of_time(people: People) -> None:
    person = await people.person(joined_on="2020-01-01")
    path = f"/api/v1/people/{person['id']}"
    await people.post(f"{path}/card/issue", status=200)
    consent = {"kind": "photos", "given": True, "text_version": "2026-03", "channel": "web"}
    await people.post(f"{path}/consents", consent)
    await people.post(f"{path}/consents", {**consent, "given": False})
    await people.post(f"{path}/leave", {"left_on": "2026-01-31"}, status=200)
    await people.post(f"{path}/join", {"joined_on": "2026-03-01"}, status=200)
    await people.post(f"{path}/card/withdraw", {"reason": "lost"}, status=200)
    said = [sentence for item in reversed(await history(people, person)) for sentence in item["sentences"]]
    # A withdrawal of the card keeps the card's version, so it stands beside the last change of it.
    assert said == [
        "Карточка заведена",
        "Выпущен членский билет № 1001",
        "Согласие: публикация фотографий: указано «2026-03»",
        "Согласие: публикация фотографий: значение «2026-03» убрано",
        "Выход из профсоюза 31.01.2026",
        "Вступление в профсоюз 01.03.2026",
        "Отозван членский билет № 1001",
    ]


async def test_a_change_by_an_import_says_so(people: People) -> None:
    """The import's own history rows are read like those of hands."""
    branch = await people.branch()
    person = await people.person(branch_id=branch)
    await people.sql(
        "INSERT INTO history (id, noun, subject_id, version, at, act, changed, import_id) VALUES "
        "(uuidv7(), 'person', :person, 2, now(), 'changed', '{\"city\": [null, \"Курск\"]}', uuidv7()), "
        "(uuidv7(), 'person', :person, 3, now(), 'put_back', '{\"city\": [\"Курск\", null]}', uuidv7())",
        person=UUID(person["id"]),
    )
    undone, imported, _ = await history(people, person)
    assert imported["sentences"] == ["Карточка обновлена импортом", "Город: указано «Курск»"]
    assert undone["sentences"] == ["Правка импорта отменена", "Город: значение «Курск» убрано"]
