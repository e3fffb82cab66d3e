"""Phone numbers in any shape."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.importing import Cell, CellProblem, phone

parse = phone()
FORMS = [
    "+7{a}{b}{c}{d}", "8{a}{b}{c}{d}", "7{a}{b}{c}{d}", "{a}{b}{c}{d}", "8 ({a}) {b}-{c}-{d}", "+7 {a} {b} {c} {d}",
    "8-{a}-{b}-{c}-{d}", "8.{a}.{b}.{c}.{d}", " тел. 8({a}){b}{c}{d} ",
    "{a}\u00a0{b}\u2011{c}\u2011{d}", "+7({a}){b}—{c}—{d}",
]  # fmt: skip


@given(st.integers(900_000_0000, 999_999_9999), st.sampled_from(FORMS))
def test_a_russian_mobile_is_the_same_however_it_is_written(number: int, form: str) -> None:
    digits = str(number)
    written = form.format(a=digits[:3], b=digits[3:6], c=digits[6:8], d=digits[8:])
    assert parse(written) == f"+7{digits}"
    assert parse(parse(written)) == f"+7{digits}"


@pytest.mark.parametrize("cell", [79757314326, 89757314326, 9757314326, 9757314326.0])
def test_a_number_kept_as_a_number_is_a_phone(cell: Cell) -> None:
    assert parse(cell) == "+79757314326"


@pytest.mark.parametrize("region", ["TR", "BY", "AM", "BD", "DE", "FI"])
def test_foreign_numbers_are_read_at_home_and_abroad(region: str) -> None:
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    assert example is not None
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    international = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    national = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
    assert parse(international) == e164
    assert phone(region)(national) == e164


@pytest.mark.parametrize(
    "cell", ["22-33-44", "8975731432", "нет телефона", "+7", "897573143261", "12345678901234567890", True]
)
def test_what_is_no_full_number_is_a_problem(cell: Cell) -> None:
    with pytest.raises(CellProblem) as caught:
        parse(cell)
    assert caught.value.code == "phone_unreadable"


@pytest.mark.parametrize(
    "cell",
    ["89757314326, 89261234567", "8 975 731-43-26; 22-33-44", "89757314326/89261234567", "89757314326 89261234567",
     "89757314326\n89261234567", "8 (975) 731-43-26 или 8 (926) 123-45-67"],
)  # fmt: skip
def test_of_several_numbers_the_first_is_kept_and_the_rest_is_told(cell: str) -> None:
    with pytest.raises(CellProblem) as caught:
        parse(cell)
    assert (caught.value.code, caught.value.kept) == ("several_phones", "+79757314326")


def test_an_unreadable_first_number_is_not_replaced_by_the_second() -> None:
    with pytest.raises(CellProblem) as caught:
        parse("22-33-44, 89757314326")
    assert caught.value.code == "phone_unreadable"


def test_an_extension_is_told_of() -> None:
    with pytest.raises(CellProblem) as caught:
        parse("8 (495) 123-45-67 доб. 123")
    assert (caught.value.code, caught.value.kept) == ("phone_extension", "+74951234567")
