"""Reading .xlsx files as different programs write them."""

import io
from datetime import date, datetime, time

import openpyxl
import openpyxl.utils.datetime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.importing.cells import BrokenCell, Cell, Formula
from shared.importing.workbook import Row, open_workbook
from shared.importing.xlsx import column_index
from shared.importing.xlsx_parts import format_kind
from tests.shared.importing.books import rezipped, xlsx

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MAY_24 = datetime.fromisoformat("1975-05-24")


def rows(file: io.BytesIO, sheet: str | None = None) -> list[Row]:
    with open_workbook(file) as book:
        return list(book.rows(sheet or book.sheets[0]))


def only_row(file: io.BytesIO) -> list[Cell]:
    [(_, cells)] = rows(file)
    return cells


def with_sheet(xml: str, *strings: str) -> io.BytesIO:
    """A workbook whose only sheet holds this XML."""
    return rezipped(xlsx(["x"], *([text] for text in strings)), {SHEET: f"<worksheet>{xml}</worksheet>".encode()})


def test_values_come_as_they_were_written() -> None:
    written = ["Иванова", 5, 2.5, True, date(1975, 5, 24), "  two  spaces ", 79757314326]
    assert only_row(xlsx(written)) == ["Иванова", 5, 2.5, True, MAY_24, "  two  spaces ", 79757314326]


def test_rows_keep_the_numbers_that_the_program_shows() -> None:
    assert rows(xlsx([], ["a"], [], [None, "b"])) == [(2, ["a"]), (4, [None, "b"])]


def test_a_formula_is_told_from_a_text_that_begins_like_one() -> None:
    file = openpyxl.Workbook()
    page = file.active
    assert page is not None
    page["A1"] = "=1+1"
    page["B1"] = "=1+1"
    page["B1"].data_type = "s"
    target = io.BytesIO()
    file.save(target)
    assert only_row(target) == [Formula(), "=1+1"]


def test_a_formula_with_a_stored_result_is_still_a_formula() -> None:
    cells = only_row(with_sheet('<sheetData><row r="1"><c r="A1" t="str"><f>A2</f><v>100001</v></c></row></sheetData>'))
    assert cells == [Formula()]


def test_an_error_is_kept_as_an_error() -> None:
    cells = only_row(with_sheet('<sheetData><row r="1"><c r="A1" t="e"><v>#N/A</v></c></row></sheetData>'))
    assert cells == [BrokenCell("#N/A")]


def test_texts_written_in_the_sheet_itself_are_read() -> None:
    cell = '<c r="B1" t="inlineStr"><is><r><t>Ива</t></r><r><t>нов</t></r></is></c>'
    assert only_row(with_sheet(f'<sheetData><row r="1">{cell}</row></sheetData>')) == [None, "Иванов"]


def test_formatted_runs_are_joined_and_phonetic_hints_left_out() -> None:
    strings = "<sst><si><r><t>Ива</t></r><r><t>нов</t></r><rPh><t>хинт</t></rPh></si></sst>".encode()
    assert only_row(rezipped(xlsx(["x"]), {STRINGS: strings})) == ["Иванов"]


def test_cells_and_rows_without_references_stand_one_after_another() -> None:
    xml = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>"
    assert rows(with_sheet(xml)) == [(1, [1, 2]), (2, [3])]


def test_a_prefix_before_every_element_does_not_matter() -> None:
    xml = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert only_row(rezipped(xlsx(["x"]), {SHEET: xml.encode()})) == [7]


def test_parts_in_another_case_than_their_index_says_are_found() -> None:
    file = rezipped(xlsx(["Иванов"]), {}, renamed={STRINGS: "xl/SharedStrings.xml", SHEET: "xl/worksheets/Sheet1.xml"})
    assert only_row(file) == ["Иванов"]


def test_a_workbook_without_styles_is_read() -> None:
    assert only_row(rezipped(xlsx(["Иванов", 5]), {"xl/styles.xml": None})) == ["Иванов", 5]


def test_characters_that_xml_cannot_hold_are_unescaped() -> None:
    assert only_row(xlsx(["первая\r\nвторая"])) in (["первая\r\nвторая"], ["первая\nвторая"])
    assert only_row(rezipped(xlsx(["x"]), {STRINGS: b"<sst><si><t>a_x000D_b</t></si></sst>"})) == ["a\rb"]


def test_hidden_sheets_are_not_offered() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Скрытый").sheet_state = "hidden"
    book.create_sheet("Совсем скрытый").sheet_state = "veryHidden"
    file = io.BytesIO()
    book.save(file)
    with open_workbook(file) as opened:
        assert opened.sheets == ["Sheet"]


@pytest.mark.parametrize(("epoch", "serial"), [("1900", 27538), ("1904", 26076)])
def test_both_calendars_of_the_office_programs_give_the_same_day(epoch: str, serial: int) -> None:
    book = openpyxl.Workbook()
    if epoch == "1904":
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    page = book.active
    assert page is not None
    page["A1"] = serial
    page["A1"].number_format = "dd.mm.yyyy"
    file = io.BytesIO()
    book.save(file)
    assert only_row(file) == [MAY_24]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("dd.mm.yyyy", "date"), ('dd.mm.yyyy "г."', "date"), ("[$-419]d mmmm yyyy;@", "date"),
        ("yyyy-mm-dd hh:mm", "date"),
        ("mmm", "date"), ("h:mm", "time"), ("hh:mm:ss", "time"), ("[h]:mm", None), ("0.00", None), ("General", None),
        ('0 "дн."', None), ('"№" 000000', None), ("#,##0.00 [$₽-419]", None), ("[Red]0;[Blue]0", None), ("@", None),
        ("0_d", None), (r"0\d", None),
    ],
)  # fmt: skip
def test_a_number_format_tells_dates_from_numbers(code: str, kind: str | None) -> None:
    assert format_kind(code) == kind


def test_merged_cells_across_a_row_are_known_after_reading() -> None:
    file = xlsx(["Курское отделение"], ["a", "b"], merges=["A1:D1"])
    with open_workbook(file) as book:
        list(book.rows(book.sheets[0]))
        assert book.merged_rows(book.sheets[0]) == frozenset({1})


def test_column_letters_are_counted_like_the_program_does() -> None:
    assert [column_index(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16_383]
    for wrong in ("", "a", "XFE", "Ж"):
        with pytest.raises(ValueError, match="column"):
            column_index(wrong)


VALUES = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.integers(-(10**9), 10**9).map(lambda number: number / 1000),
    st.booleans(),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x4FF), min_size=1, max_size=30).filter(
        lambda text: text.strip() == text and not text.startswith("=") and "_x" not in text and text.isprintable()
    ),
    st.datetimes(datetime.fromisoformat("1900-03-01"), datetime.fromisoformat("2199-01-01")).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.times().map(lambda moment: moment.replace(microsecond=0)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(VALUES, max_size=6), max_size=6))
def test_any_table_that_openpyxl_writes_is_read_back_the_same(table: list[list[Cell]]) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for number, row in enumerate(table, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                page.cell(number, column, value)  # type: ignore[arg-type]
    file = io.BytesIO()
    book.save(file)
    expected = {}
    for number, row in enumerate(table, start=1):
        cells = [_plain(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            expected[number] = cells
    assert dict(rows(file)) == expected


def _plain(value: Cell) -> Cell:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def test_a_time_of_day_is_a_time() -> None:
    file = io.BytesIO()
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"] = time(13, 45)
    book.save(file)
    assert only_row(file) == [time(13, 45)]
