"""Rules that need no database: search folding, the lock-out, membership told by a file, names of places."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.people.domain import accounts, search, structure
from services.people.domain.links import suggested_login
from services.people.domain.membership import Membership, told_of_known, told_of_new
from services.people.domain.persons import difference, from_json, to_json

NAMES = st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=4, max_size=12)


@given(NAMES, st.data())
def test_every_single_typo_of_a_name_is_among_its_neighbours(name: str, data: st.DataObject) -> None:
    word = name.replace("ё", "е")
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("абвгдежзийклмнопрстуфхцчшщъыьэюя"))
    typos = [
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place + 1 :],
        word[:place] + letter + word[place:],
    ]
    if place + 1 < len(word):
        typos.append(word[:place] + word[place + 1] + word[place] + word[place + 2 :])
    for typo in typos:
        if len(typo) >= search.SHORTEST_WITH_TYPO:
            assert word in search.within_one_typo(typo)


@given(st.text(max_size=60))
def test_a_search_of_any_text_is_folded_and_bounded(text: str) -> None:
    query = search.parse(text)
    assert len(query.words) + len(query.numbers) <= search.MOST_WORDS
    for word in query.words:
        assert word == word.lower().replace("ё", "е")
        assert not any(sign.isspace() for sign in word)
    assert search.parse(text.upper().replace("Ё", "Е")).words == query.words or not text.isascii()


@pytest.mark.parametrize(
    ("typed", "words", "numbers"),
    [
        ("  Ёлкин  ПЁТР ", ("елкин", "петр"), ()),
        ("Петров-Водкин К.", ("петров", "водкин", "к"), ()),
        ("+7 (975) 731-43", (), ("797573143",)),
        ("8 975 731 43 26 Иванов", ("иванов",), ("89757314326",)),
        ("Иванов 00100704", ("иванов",), ("00100704",)),
        ("100704а", (), ("100704а",)),
        ("... !!", ("!!",), ()),
        ("", (), ()),
    ],
)
def test_a_search_is_words_and_numbers(typed: str, words: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    assert search.parse(typed) == search.Query(words, numbers)


def test_a_phone_is_sought_by_its_digits_whether_it_begins_with_8_or_7() -> None:
    assert search.phone_fragments("89757314326") == ("89757314326", "79757314326")
    assert search.phone_fragments("731") == ("731",)
    assert search.phone_fragments("73") == ()
    assert search.phone_fragments("100704а") == ()


@given(st.integers(0, 10_000))
def test_a_lock_never_shortens_and_never_exceeds_an_hour(failures: int) -> None:
    now, later = accounts.lock_for(failures), accounts.lock_for(failures + 1)
    if failures < accounts.FREE_FAILURES:
        assert now is None
        return
    assert now is not None
    assert later is not None
    assert timedelta(minutes=1) <= now <= later <= timedelta(hours=1)
    assert later in (now * 2, timedelta(hours=1))


@given(st.integers(0, 100), st.integers(0, 200_000))
def test_failures_count_until_a_day_has_passed(failures: int, seconds: int) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    counted = accounts.failures_so_far(failures, now - timedelta(seconds=seconds), now)
    assert counted == (failures if seconds < 86_400 else 0)
    assert accounts.failures_so_far(failures, None, now) == 0


@given(st.text(min_size=10, max_size=40), st.text(min_size=3, max_size=20))
def test_a_password_that_is_the_login_is_weak_in_any_case(password: str, login: str) -> None:
    assert accounts.weakness(password, f" {password.upper()} ".casefold()) is not None or (
        accounts.canonical_login(password) != accounts.canonical_login(password.upper())
    )
    if accounts.weakness(password, login) is None:
        assert len(set(password.casefold())) >= 4


DAYS = st.none() | st.dates(date(2000, 1, 1), date(2026, 1, 1))


@given(st.booleans(), DAYS, st.none() | st.booleans(), DAYS)
def test_a_file_read_twice_says_nothing_new(
    member: bool, joined: date | None, told: bool | None, day: date | None
) -> None:
    before = Membership(member, joined)
    after, _new = told_of_known(before, is_member=told, joined_on=day)
    again, new_period = told_of_known(after, is_member=told, joined_on=day)
    assert (again, new_period) == (after, False)
    assert told is None or after.is_member is told
    assert after.left_on is None or not after.is_member


def test_whoever_is_a_member_again_has_joined_again_unless_the_day_is_the_same() -> None:
    former = Membership(False, date(2010, 1, 1), date(2015, 1, 1))
    assert told_of_known(former, is_member=True, joined_on=date(2016, 1, 1)) == (
        Membership(True, date(2016, 1, 1)),
        True,
    )
    assert told_of_known(former, is_member=True, joined_on=date(2010, 1, 1)) == (
        Membership(True, date(2010, 1, 1)),
        False,
    )
    assert told_of_known(former, is_member=None, joined_on=None) == (former, False)
    assert told_of_known(former, is_member=False, joined_on=date(2016, 1, 1))[1] is True


def test_an_empty_member_cell_is_a_members_when_the_day_of_joining_is_there() -> None:
    assert told_of_new(is_member=None, column_there=True, joined_on=None).is_member is False
    assert told_of_new(is_member=None, column_there=True, joined_on=date(2010, 1, 1)).is_member is True
    assert told_of_new(is_member=None, column_there=False, joined_on=None).is_member is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Курское", "«КУРСКОЕ» отделение"),
        ("Берёзовское", "березовское отд."),
        ("ППО Курское", "Курское"),
        ("№ 1", "№1"),
    ],
)
def test_a_branch_is_the_same_in_other_words(one: str, other: str) -> None:
    assert structure.branch_key(one) == structure.branch_key(other) != ""


def test_the_home_of_a_site_is_named_by_the_same_adjective_or_not_at_all() -> None:
    branches = [(1, "Курское"), (2, "Смоленское отделение"), (3, "Ленинградское"), (4, "Центральное")]
    homes = {
        "Курская АЭС": 1,
        "Смоленская АЭС": 2,
        "Филиал «Ленинградский»": 3,
        "Белорусская АЭС": None,
        "АЭС Аккую (Турция)": None,
        "Управляющая компания": None,
    }
    assert {site: structure.home_branch(site, branches) for site in homes} == homes
    assert structure.home_branch("Курская АЭС", [*branches, (5, "Курский филиал")]) is None


def test_a_site_is_found_without_its_note_in_brackets() -> None:
    assert structure.site_keys("АЭС Аккую (Турция)", ["Akkuyu"]) == {"аэс аккую турция", "аэс аккую", "akkuyu"}


def test_a_change_survives_its_way_through_json() -> None:
    before = {"birth_date": date(1975, 5, 24), "phone": None, "children": 2, "branch_id": None}
    after = {"birth_date": date(1975, 5, 25), "phone": "+79940327388", "children": 2, "branch_id": None}
    changed = difference(before, after)
    assert changed == {"birth_date": ["1975-05-24", "1975-05-25"], "phone": [None, "+79940327388"]}
    assert {name: from_json(name, pair[1]) for name, pair in changed.items()} == {
        "birth_date": date(1975, 5, 25),
        "phone": "+79940327388",
    }
    assert to_json(3) == 3


@pytest.mark.parametrize(
    ("names", "login"),
    [
        (("Савельева", "Анна", "Марковна"), "savelyeva.am"),
        (("Щукин-Объедков", "Юрий", None), "shchukin-obedkov.y"),
        (("Ли", "", ""), "li0"),
        (("李", "伟", None), "user"),
    ],
)
def test_a_suggested_login_can_be_typed_on_any_keyboard(names: tuple[str, str, str | None], login: str) -> None:
    assert suggested_login(*names) == login
