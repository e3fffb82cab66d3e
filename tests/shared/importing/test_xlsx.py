"""Reading .xlsx files as different programs write them."""

import io
import subprocess
import sys
import tracemalloc
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.utils.datetime
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from shared.importing.cells import BrokenCell, Cell, Formula
from shared.importing.workbook import Row, open_workbook
from tests.shared.importing.books import MAIN, SHEET, rezipped, with_sheet, xlsx

ROOT = Path(__file__).parents[3]
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
MAY_24 = datetime.fromisoformat("1975-05-24")


def rows(file: io.BytesIO, sheet: str | None = None) -> list[Row]:
    with open_workbook(file) as book:
        return list(book.rows(sheet or book.sheets[0]))


def only_row(file: io.BytesIO) -> list[Cell]:
    [(_, cells)] = rows(file)
    return cells


def from_openpyxl(values: dict[str, Any], number_format: str | None = None) -> io.BytesIO:
    """A workbook with these cells, all in one number format."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for place, value in values.items():
        page[place] = value
        if number_format:
            page[place].number_format = number_format
    file = io.BytesIO()
    book.save(file)
    return file


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


@pytest.mark.parametrize("formula", ["<f>A2</f>", '<f t="shared" ref="A1:A9" si="0">A2</f>', '<f t="shared" si="0"/>'])
def test_a_formula_with_a_stored_result_is_still_a_formula(formula: str) -> None:
    cell = f'<c r="A1" t="str">{formula}<v>100001</v></c><c r="B1"><v>5</v></c>'
    assert only_row(with_sheet(f'<sheetData><row r="1">{cell}</row></sheetData>')) == [Formula(), 5]


def test_all_cells_that_one_formula_fills_are_formulas() -> None:
    file = from_openpyxl({"B2": ArrayFormula("B2:C3", "=D1:E2"), "C2": 1, "B3": 2, "C3": 3, "A2": 7, "D3": 8, "B4": 9})
    assert rows(file) == [(2, [7, Formula(), Formula()]), (3, [None, Formula(), Formula(), 8]), (4, [None, 9])]


def test_the_cells_of_a_what_if_table_are_formulas() -> None:
    xml = (
        '<sheetData><row r="1"><c r="A1"><f t="dataTable" ref="A1:A2" dt2D="1" r1="C1"/><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c></row><row r="3"><c r="A3"><v>3</v></c></row></sheetData>'
    )
    assert [cells for _, cells in rows(with_sheet(xml))] == [[Formula()], [Formula()], [3]]


def test_an_error_is_kept_as_an_error() -> None:
    cells = only_row(with_sheet('<sheetData><row r="1"><c r="A1" t="e"><v>#N/A</v></c></row></sheetData>'))
    assert cells == [BrokenCell("#N/A")]


def test_texts_written_in_the_sheet_itself_are_read() -> None:
    cells = (
        '<c r="B1" t="inlineStr"><is><r><t>Ива</t></r><r><t>нов</t></r></is></c><c t="inlineStr"><is><t>  </t></is></c>'
    )
    assert only_row(with_sheet(f'<sheetData><row r="1">{cells}</row></sheetData>')) == [None, "Иванов", "  "]


def test_formatted_runs_are_joined_and_phonetic_hints_left_out() -> None:
    strings = (
        f"<sst {MAIN}><si><r><t>Ива</t></r><r><t>нов</t></r><rPh sb='0' eb='1'><t>хинт</t></rPh></si></sst>".encode()
    )
    assert only_row(rezipped(xlsx(["x"]), {STRINGS: strings})) == ["Иванов"]


def test_cells_and_rows_without_references_stand_one_after_another() -> None:
    xml = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>"
    assert rows(with_sheet(xml)) == [(1, [1, 2]), (2, [3])]


def test_cells_out_of_order_are_put_in_order_and_the_last_of_two_in_one_place_counts() -> None:
    xml = '<sheetData><row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>0</v></c><c r="A1"><v>1</v></c></row></sheetData>'
    assert only_row(with_sheet(xml)) == [1, None, 3]


@pytest.mark.parametrize(
    "dimension", ["", '<dimension ref="A1"/>', '<dimension ref="C3:D9"/>', '<dimension ref="A1:XFD99"/>']
)
def test_a_size_of_the_table_that_is_wrong_or_missing_does_not_matter(dimension: str) -> None:
    xml = '<row r="2"><c r="B2"><v>2</v></c></row><row r="5"><c r="A5"><v>5</v></c></row>'
    assert rows(with_sheet(f"{dimension}<sheetData>{xml}</sheetData>")) == [(2, [None, 2]), (5, [5])]


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
    assert only_row(rezipped(xlsx(["Иванов", 5]), {STYLES: None})) == ["Иванов", 5]


def test_a_workbook_with_no_more_styles_than_its_cells_use_is_read() -> None:
    styles = f'<styleSheet {MAIN}><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'.encode()
    assert only_row(rezipped(xlsx(["Иванов", MAY_24]), {STYLES: styles})) == ["Иванов", MAY_24]


@pytest.mark.parametrize(
    "around",
    [
        '<autoFilter ref="A1:B9"><filterColumn colId="0"><customFilters><customFilter operator="?"/></customFilters>'
        "</filterColumn></autoFilter>",
        '<conditionalFormatting sqref="?"><cfRule type="?"/></conditionalFormatting>',
        '<pageMargins left="?"/>',
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst>',
    ],
)
def test_odd_formatting_around_a_table_does_not_keep_it_out(around: str) -> None:
    assert only_row(with_sheet(f'<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>{around}')) == [5]


def test_odd_properties_of_the_document_do_not_keep_it_out() -> None:
    odd = {
        "docProps/core.xml": b"<coreProperties><created>yesterday</created></coreProperties>",
        "xl/theme/theme1.xml": b"?",
    }
    assert only_row(rezipped(xlsx([5]), odd)) == [5]


def test_characters_that_xml_cannot_hold_are_unescaped() -> None:
    assert only_row(xlsx(["первая\r\nвторая"])) in (["первая\r\nвторая"], ["первая\nвторая"])
    assert only_row(rezipped(xlsx(["x"]), {STRINGS: f"<sst {MAIN}><si><t>a_x000D_b</t></si></sst>".encode()})) == [
        "a\rb"
    ]


def test_hidden_sheets_are_not_offered() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Скрытый").sheet_state = "hidden"
    book.create_sheet("Совсем скрытый").sheet_state = "veryHidden"
    file = io.BytesIO()
    book.save(file)
    with open_workbook(file) as opened:
        assert opened.sheets == ["Sheet"]


def test_a_sheet_with_a_chart_and_no_table_is_not_offered() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Лист!$A$1:$A$2"})
    book.add_chartsheet("Диаграмма").set_chart(chart)
    book.add_worksheet("Лист").write(0, 0, 5)
    book.close()
    with open_workbook(file) as opened:
        assert opened.sheets == ["Лист"]
        assert list(opened.rows("Лист")) == [(1, [5])]


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
    "code",
    ["dd.mm.yyyy", 'dd.mm.yyyy "г."', "[$-419]d mmmm yyyy;@", "yyyy-mm-dd hh:mm", "mmm", "[$-F800]dddd\\,\\ mmmm\\ dd"],
)
def test_a_number_in_the_format_of_a_date_is_a_date(code: str) -> None:
    assert only_row(from_openpyxl({"A1": 27538}, code)) == [MAY_24]


@pytest.mark.parametrize(
    "code",
    ["[h]:mm", "0.00", "General", '0 "дн."', '"№" 000000', "#,##0.00 [$₽-419]", "[Red]0;[Blue]0", "@", "0_d", r"0\d"],
)
def test_a_number_in_another_format_is_a_number(code: str) -> None:
    assert only_row(from_openpyxl({"A1": 27538, "B1": 0.5}, code)) == [27538, 0.5]


def test_memory_does_not_grow_with_the_heights_of_rows() -> None:
    row = '<row ht="15" customHeight="1"><c><v>5</v></c></row>'
    with open_workbook(with_sheet(f"<sheetData>{row * 20_000}</sheetData>")) as book:
        tracemalloc.start()
        try:
            assert sum(1 for _ in book.rows(book.sheets[0])) == 20_000
            assert tracemalloc.get_traced_memory()[1] < 5 * 1024 * 1024
        finally:
            tracemalloc.stop()


def test_what_people_typed_is_not_printed_where_logs_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(from_openpyxl({"A1": 79000000001}, "dd.mm.yyyy").getvalue())
    program = (
        "from pathlib import Path; from shared.importing.workbook import open_workbook as o\n"
        f"with o(Path({str(path)!r})) as book: print(list(book.rows(book.sheets[0])))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "#VALUE!" in run.stdout
    assert run.stderr == ""


@pytest.mark.parametrize("serial", [1e9, 1e300, -1e9])
def test_a_number_that_is_no_day_in_the_format_of_a_date_is_an_error(serial: float) -> None:
    assert only_row(from_openpyxl({"A1": serial}, "dd.mm.yyyy")) == [BrokenCell("#VALUE!")]


def test_merged_cells_across_a_row_are_known_after_reading() -> None:
    file = xlsx(["Курское отделение"], ["a", "b"], merges=["A1:D1"])
    with open_workbook(file) as book:
        list(book.rows(book.sheets[0]))
        assert book.merged_rows(book.sheets[0]) == frozenset({1})


def test_merged_cells_are_known_though_formatting_follows_them() -> None:
    merges = "".join(f'<mergeCell ref="{block}"/>' for block in ("A2:B2", "A3:B4", "A5:A6", "A7"))
    data = '<sheetData><row r="2"><c r="A2"><v>5</v></c></row></sheetData>'
    file = with_sheet(f'{data}<mergeCells>{merges}</mergeCells><pageMargins left="?"/>')
    with open_workbook(file) as book:
        list(book.rows(book.sheets[0]))
        assert book.merged_rows(book.sheets[0]) == frozenset({2})


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


def test_a_time_of_day_is_a_time_and_a_duration_a_number_of_days() -> None:
    assert only_row(from_openpyxl({"A1": time(13, 45), "B1": timedelta(hours=36)})) == [time(13, 45), 1.5]
