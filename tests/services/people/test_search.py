"""The search finds a person by what somebody remembers of them, and nobody by what the searcher may not see."""

from typing import Any

import pytest

from shared.auth import permissions as p
from shared.auth.principal import Principal
from tests.services.people.conftest import People
from tests.support.auth import principal

REGISTER = [
    {"last_name": "Ёлкина", "first_name": "Алёна", "middle_name": "Фёдоровна", "personnel_number": "00100704"},
    {"last_name": "Петров-Водкин", "first_name": "Кузьма", "middle_name": "Сергеевич", "personnel_number": "100705"},
    {"last_name": "Кузьмин", "first_name": "Пётр", "middle_name": "Иванович", "phone": "+79757314326"},
    {"last_name": "Иванова", "first_name": "Анна", "middle_name": "Петровна", "personnel_number": "200001"},
    {"last_name": "Иванов", "first_name": "Иван", "phone": "+79940327388"},
    {"last_name": "Абрамов", "first_name": "Иван"},
]


@pytest.fixture
async def register(people: People) -> People:
    branch = await people.branch()
    for values in REGISTER:
        await people.post("/api/v1/people", {"branch_id": str(branch), **values})
    return people


async def found(people: People, q: str, *, by: Principal | None = None, **query: Any) -> list[str]:
    page = await people.get("/api/v1/people", by=by, q=q, **query)
    return [item["last_name"] for item in page["items"]]


EXPECTED: dict[str, list[str]] = {
    "елкина": ["Ёлкина"],
    "ЁЛКИНА АЛЕНА": ["Ёлкина"],
    "федоровна ёлкина": ["Ёлкина"],  # another order
    "елк ал": ["Ёлкина"],  # parts of words
    "лкин": ["Ёлкина"],  # the middle of a word
    "водкин": ["Петров-Водкин"],
    "Петров-Водкин К. С.": ["Петров-Водкин"],
    "ивонова": ["Иванова"],  # a letter wrong
    "иваноова": ["Иванова"],  # a letter too many
    "иваова": ["Иванова"],  # a letter too few
    "ивнаова анна": ["Иванова"],  # two letters swapped
    "ивоно": ["Иванов", "Иванова", "Кузьмин"],  # a slip in what is not yet typed to its end
    "ёлкена": ["Ёлкина"],
    "иваноф петр": ["Иванова", "Кузьмин"],
    "иваноф алиса": [],
    "100704": ["Ёлкина"],
    "0000100704": ["Ёлкина"],
    "10070": ["Ёлкина", "Петров-Водкин"],
    "иванова 200001": ["Иванова"],
    "петров 200001": ["Иванова"],  # «Петровна» has it in it
    "+7 (975) 731-43-26": ["Кузьмин"],
    "8 975 731 43 26": ["Кузьмин"],
    "кузьмин 7314326": ["Кузьмин"],
    "7314326": ["Кузьмин"],
    "никого такого": [],
    "'; DROP TABLE persons; --": [],
    "%": [],
    "_____": [],
    "\\": [],
}


async def test_what_is_typed_finds_who_is_meant(register: People) -> None:
    assert {q: await found(register, q) for q in EXPECTED} == EXPECTED


async def test_last_names_that_begin_with_the_word_come_first(register: People) -> None:
    assert await found(register, "иван") == ["Иванов", "Иванова", "Абрамов", "Кузьмин"]
    assert await found(register, "иван", sort="name") == ["Абрамов", "Иванов", "Иванова", "Кузьмин"]


async def test_a_search_pages_without_gaps_whether_a_typo_was_forgiven_or_not(register: People) -> None:
    for q, everybody in (("иван", 4), ("ивонов", 3)):
        names: list[str] = []
        cursor: str | None = None
        while True:
            query: dict[str, Any] = {"limit": 1, "total": True, **({"cursor": cursor} if cursor else {})}
            page = await register.get("/api/v1/people", q=q, **query)
            assert page["total"] == everybody
            names += [item["last_name"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert len(names) == len(set(names)) == everybody


async def test_a_phone_finds_nobody_for_those_who_may_not_see_phones(register: People) -> None:
    reader = principal(p.PEOPLE_READ)
    assert await found(register, "7314326", by=reader) == []
    assert await found(register, "100704", by=reader) == ["Ёлкина"]
    other = await register.branch("Смоленское")
    private_elsewhere = principal(p.PEOPLE_READ, branches=None)
    chair = Principal(
        id=private_elsewhere.id,
        kind="person",
        name="Председатель",
        grants=(*private_elsewhere.grants, *principal(p.PEOPLE_READ_PRIVATE, branches=[other]).grants),
    )
    assert await found(register, "7314326", by=chair) == []


async def test_a_search_stays_in_the_callers_branches_and_filters(register: People) -> None:
    other = await register.branch("Смоленское")
    await register.person("Иванов", "Чужой", branch_id=other)
    reader = principal(p.PEOPLE_READ, branches=[other])
    assert await found(register, "иванов", by=reader) == ["Иванов"]
    assert await found(register, "ивонов", by=reader) == ["Иванов"]
    assert await found(register, "иванов", branch_id=str(other)) == ["Иванов"]
    assert await found(register, "елкина", by=reader) == []


async def test_a_new_name_is_found_at_once_and_an_old_one_no_more(register: People) -> None:
    (card,) = (await register.get("/api/v1/people", q="ёлкина"))["items"]
    await register.patch(f"/api/v1/people/{card['id']}", {"last_name": "Щукина"}, version=1)
    assert await found(register, "щюкина") == ["Щукина"]
    assert await found(register, "елкина") == []
