"""What makes two findings likely the same: words, place, day."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.nonconformity.domain.likeness import Known, Typed, alike, likeness, slips
from shared.ids import new_id

SITE, OTHER_SITE, KIND = new_id(), new_id(), new_id()
STEMS = {"поврежд": 2.0, "изоляц": 4.0, "кабел": 3.0}


def compared(
    *,
    stems: list[str] | None = None,
    place: str = "машинный зал, отм. 8",
    typed_place: str = "машинный зал, отм. 8",
    site: UUID = SITE,
    **options: Any,
) -> float:
    typed = Typed(SITE, typed_place, KIND, options.pop("typed", "Повреждена изоляция кабеля"), STEMS)
    words = list(STEMS) if stems is None else stems
    values = {"category_id": KIND, "description": "", "closed": False, "apart": timedelta(days=1), **options}
    return likeness(typed, Known(site_id=site, place=place, stems=words, **values), slips(STEMS, words)).score


def test_the_same_words_at_the_same_place_and_day_are_almost_certain() -> None:
    assert compared() > 0.95


def test_each_difference_takes_from_the_score() -> None:
    same = compared()
    assert compared(place="машинный зал, отм. 12") < same
    assert compared(site=OTHER_SITE) < compared(place="крыша") < same
    assert compared(apart=timedelta(days=200)) < compared(apart=timedelta(days=20)) < same
    assert compared(stems=["изоляц", "кабел", "сварочн", "пост"]) < same
    assert compared(typed="Кран № 9", description="Кран № 3") < same
    assert compared(closed=True) < same


def test_a_slip_costs_little_and_another_word_all() -> None:
    assert compared() > compared(stems=["поврежд", "изаляц", "кабел"]) > 0.8
    assert compared(stems=["поврежд", "вентиляц", "насос"]) == 0.0


@pytest.mark.parametrize(
    ("typed", "known", "same"),
    [
        ("бирак", "бирк", True),
        ("бирк", "бирак", True),
        ("бирка", "бирок", False),
        ("кран", "план", False),
        ("лес", "лесс", False),
        ("бирк", "бирюза", False),
    ],
)
def test_a_slip_in_a_short_word_is_a_letter_too_many_or_missing(typed: str, known: str, same: bool) -> None:
    assert (known in slips([typed], [known]).get(typed, ())) is same


def test_a_place_that_is_not_typed_yet_is_not_another_place() -> None:
    assert compared() > compared(typed_place="") > 0.85 > compared(place="крыша")
    assert compared(typed_place="", site=OTHER_SITE) < 0.4


def test_what_was_fixed_long_ago_is_no_duplicate() -> None:
    assert compared(closed=True, apart=timedelta(days=200)) < 0.4 < compared(apart=timedelta(days=200))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("машинный зал, отм. 8", "Маш. зал, отметка 8", True),
        ("машинный зал, отм. 8", "машиный зал отм 8", True),
        ("корпус 4, душевая", "душевая корпуса 4", True),
        ("машзал, отм. 8", "машинный зал, отметка 8", True),
        ("отметка 8, маш. зал", "машзал отм 8", True),
        ("электроцех, пост 4", "электрический цех, пост 4", True),
        ("БЩУ-2", "блочный щит управления 2", True),
        ("машзал, отм. 8", "машинный зал, отм. 12", False),
        ("спецкорпус", "столовая корпуса", False),
        ("БЩУ", "блок управления", False),
        ("машинный зал, отм. 8", "машинный зал, отм. 12", False),
        ("склад МТР № 3", "столовая", False),
        ("", "столовая", False),
    ],
)
def test_places_are_the_same_however_they_are_written(one: str, other: str, same: bool) -> None:
    assert (alike(one, other) >= 0.8) is same, alike(one, other)
