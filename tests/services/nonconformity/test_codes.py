"""Secret codes: no two alike, no slip taken for a guess; and how long a guesser waits."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.nonconformity.domain import codes, guesses
from services.nonconformity.domain.guesses import Guesses

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
made = st.builds(codes.new_code)


@given(made, st.sampled_from(["-", " ", "", "\u00a0", " - ", "—", "."]))
def test_a_code_is_read_back_however_it_is_grouped(code: str, between: str) -> None:
    assert codes.parse_code(f" {codes.grouped(code).replace('-', between)} ") == code


@given(made)
def test_a_code_typed_with_the_digits_of_another_script_is_the_same(code: str) -> None:
    for zero in ("٠", "০"):  # Arabic, Bengali
        assert codes.parse_code("".join(chr(ord(zero) + int(digit)) for digit in code)) == code


@given(made, st.integers(0, codes.DIGITS - 1), st.integers(1, 9))
def test_one_wrong_digit_is_a_slip(code: str, place: int, by: int) -> None:
    wrong = str((int(code[place]) + by) % 10)
    assert codes.parse_code(code[:place] + wrong + code[place + 1 :]) is None


@given(made, st.integers(0, codes.DIGITS - 2))
def test_two_neighbours_exchanged_are_a_slip(code: str, place: int) -> None:
    exchanged = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert codes.parse_code(exchanged) == (code if exchanged == code else None)


@given(st.text(max_size=40))
def test_nothing_that_can_be_typed_breaks_the_reading(text: str) -> None:
    found = codes.parse_code(text)
    assert found is None or (len(found) == codes.DIGITS and found.isascii() and found.isdigit())


def test_codes_are_chance() -> None:
    many = {codes.new_code() for _ in range(5000)}
    assert len(many) == 5000
    assert {code[0] for code in many} == set("0123456789")


def tries(count: int) -> Guesses | None:
    counted: Guesses | None = None
    for _ in range(count):
        counted = (
            Guesses(1, NOW, NOW)
            if counted is None
            else counted.with_another(NOW, forgotten_after=guesses.FORGIVEN_AFTER)
        )
    return counted


def test_each_wrong_code_after_some_doubles_the_wait_up_to_an_hour() -> None:
    waits = [guesses.wait_of(tries(count), NOW) for count in range(4, 16)]
    assert waits[0] is None
    assert [wait.total_seconds() for wait in waits[1:5] if wait] == [10, 20, 40, 80]
    assert waits[-1] == timedelta(hours=1)
    assert guesses.wait_of(tries(16), NOW + timedelta(hours=1)) is None
    assert guesses.wait_of(None, NOW) is None


def test_wrong_codes_are_forgiven_after_a_quiet_day() -> None:
    later = NOW + guesses.FORGIVEN_AFTER
    many = tries(50)
    assert many is not None
    assert many.with_another(later, forgotten_after=guesses.FORGIVEN_AFTER).wrong == 1


def test_the_watch_begins_with_many_wrong_codes_and_ends_by_itself() -> None:
    assert guesses.watch_left(Guesses(guesses.MOST_TOGETHER - 1, NOW, NOW), NOW) is None
    watched = Guesses(guesses.MOST_TOGETHER, NOW, NOW)
    assert guesses.watch_left(watched, NOW + timedelta(minutes=20)) == timedelta(minutes=40)
    assert guesses.watch_left(watched, NOW + guesses.WATCH) is None
    assert watched.with_another(NOW + guesses.WATCH, forgotten_after=guesses.WATCH, of_watch=True).wrong == 1
