"""What a compositor does to a text."""

import pytest

from shared.documents import typeset


@pytest.mark.parametrize(
    ("typed", "set_so"),
    [
        ("у входа в цех", "у~входа в~цех"),
        ("срок — среда", "срок~— среда"),
        ("щит № 4 на 220 В", "щит №~4 на~220~В"),
        ("длиной 2 м и 15 кг", "длиной 2~м и~15~кг"),
        ("2026 г. в марте", "2026~г. в~марте"),
        ("и", "и"),
        ("", ""),
        ("Ёлкина Анна", "Ёлкина Анна"),
    ],
)
def test_small_words_and_units_stay_with_their_neighbours(typed: str, set_so: str) -> None:
    assert typeset(typed).replace("\u00a0", "~") == set_so


def test_a_word_longer_than_a_line_may_break_and_loses_nothing() -> None:
    address = "https://files.example.org/" + "a" * 300
    assert "\u200b" in typeset(address)
    assert typeset(address).replace("\u200b", "") == address
