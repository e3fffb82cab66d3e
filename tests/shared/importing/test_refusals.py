"""What a file that must not or cannot be read gets: its own code, in both languages, without being unpacked."""

import contextlib
import copy
import io
import os
import pickle
import struct
import tracemalloc
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.importing import Limits, UnreadableWorkbook
from shared.importing import errors as refusals
from shared.importing.archive import Part
from tests.shared.importing.books import MAIN, SHEET, delimited, read, rezipped, with_sheet, xlsx
from tests.shared.importing.tables import REGISTER

HEADINGS = ["Таб. №", "ФИО", "Телефон"]
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
MANIFEST = "[Content_Types].xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
PARTS = [SHEET, STRINGS, BOOK, STYLES, RELATIONS, MANIFEST]
MIB = 1024 * 1024
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(b'<!ENTITY lol%d "%s">' % (i, b"&lol%d;" % (i - 1) * 10 if i else b"&lol;" * 10) for i in range(9))
    + b"]><sst><si><t>&lol8;</t></si></sst>"
)

BAD_STYLES = f'<styleSheet {MAIN}><fonts><font><family val="99"/></font></fonts></styleSheet>'.encode()


def small() -> io.BytesIO:
    return xlsx(HEADINGS, [100001, "Иванов Пётр Сергеевич", "89000000000"], [100002, "Белова Анна Ильинична", None])


def compound(*streams: str) -> io.BytesIO:
    return io.BytesIO(COMPOUND + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams))


def renamed_type(old: bytes, new: bytes, part: str = MANIFEST) -> io.BytesIO:
    """The small workbook, calling itself something else."""
    with zipfile.ZipFile(small()) as zipped:
        content = zipped.read(part)
    assert old in content
    return rezipped(small(), {part: content.replace(old, new)})


def lying(part: str, content: bytes) -> io.BytesIO:
    """A workbook with this part, of which the index says that it has a thousand bytes, checksum and all."""
    zipped = rezipped(small(), {part: content}).getvalue()
    entry = zipped.rindex(part.encode()) - 46  # its record in the archive's index
    patched = bytearray(zipped)
    patched[entry + 16 : entry + 20] = struct.pack("<L", zlib.crc32(content[:1000]))
    patched[entry + 24 : entry + 28] = struct.pack("<L", 1000)
    return io.BytesIO(bytes(patched))


def archive(**parts: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/"), content)
    return file


@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        pytest.param(io.BytesIO(PNG), refusals.NotASpreadsheet, id="picture"),
        pytest.param(io.BytesIO(b"%PDF-1.7\n" + b"text " * 99), refusals.NotASpreadsheet, id="pdf"),
        pytest.param(io.BytesIO(bytes(range(256)) * 64), refusals.NotASpreadsheet, id="all bytes"),
        pytest.param(io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), refusals.NotASpreadsheet, id="svg"),
        pytest.param(archive(word__document=b"<document/>"), refusals.NotASpreadsheet, id="other archive"),
        pytest.param(compound("WordDocument"), refusals.NotASpreadsheet, id="old text document"),
        pytest.param(compound("Root Entry", "Workbook"), refusals.OldFormat, id="xls"),
        pytest.param(archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), refusals.OldFormat, id="ods"),
        pytest.param(io.BytesIO(b"<html><table><tr><td>1</td></tr></table></html>"), refusals.OldFormat, id="html"),
        pytest.param(renamed_type(b"sheet.main", b"sheet.binary.main"), refusals.OldFormat, id="xlsb"),
        pytest.param(
            renamed_type(
                b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml/officeDocument", "_rels/.rels"
            ),
            refusals.OldFormat,
            id="strict",
        ),
        pytest.param(renamed_type(b"spreadsheetml", b"wordprocessingml"), refusals.NotASpreadsheet, id="docx"),
        pytest.param(rezipped(small(), {MANIFEST: None}), refusals.NotASpreadsheet, id="no list of contents"),
        pytest.param(compound("EncryptionInfo", "EncryptedPackage"), refusals.Encrypted, id="encrypted"),
        pytest.param(io.BytesIO(), refusals.Empty, id="no bytes"),
        pytest.param(io.BytesIO(b"\r\n;;;\r\n"), refusals.Empty, id="csv of empty cells"),
        pytest.param(xlsx(), refusals.Empty, id="empty sheet"),
        pytest.param(xlsx(HEADINGS), refusals.Empty, id="headings only"),
        pytest.param(io.BytesIO(b"Just some text,\nnothing else.\n"), refusals.HeadingsNotFound, id="prose"),
        pytest.param(io.BytesIO(small().getvalue()[:-900]), refusals.Damaged, id="cut off"),
        pytest.param(rezipped(small(), {SHEET: None}), refusals.Damaged, id="no sheet"),
        pytest.param(rezipped(small(), {SHEET: b"<worksheet><sheetData><row"}), refusals.Damaged, id="broken xml"),
        pytest.param(rezipped(small(), {STRINGS: None}), refusals.Damaged, id="no strings"),
        pytest.param(rezipped(small(), {BOOK: None}), refusals.Damaged, id="no book"),
        pytest.param(rezipped(small(), {RELATIONS: None}), refusals.Damaged, id="no relations"),
        pytest.param(rezipped(small(), {STYLES: b"<styleSheet><fonts><font>"}), refusals.Damaged, id="broken styles"),
        pytest.param(rezipped(small(), {STYLES: BAD_STYLES}), refusals.Damaged, id="impossible styles"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_what_it_is(
    file: io.BytesIO, refusal: type[UnreadableWorkbook]
) -> None:
    with pytest.raises(refusal) as caught:
        read(file, REGISTER)
    for locale in ("ru", "en"):
        assert "{" not in caught.value.detail.render(locale, caught.value.params)


def test_every_refusal_has_its_own_code() -> None:
    kinds = UnreadableWorkbook.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds) >= 11


def test_a_file_of_200_megabytes_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        os.truncate(file.fileno(), 200 * MIB)
    with pytest.raises(refusals.FileTooLarge) as caught:
        read(path, REGISTER)
    assert caught.value.status == 413
    assert "50 МиБ" in caught.value.detail.render("ru", caught.value.params)


@pytest.mark.parametrize("part", [SHEET, "xl/media/1.png"])
def test_a_part_that_unpacks_a_thousandfold_is_not_unpacked(part: str) -> None:
    with pytest.raises(refusals.Bomb):
        read(rezipped(small(), {part: b"<row/>" + b" " * (64 * MIB)}), REGISTER)


def test_an_archive_that_says_it_unpacks_into_too_much_is_not_unpacked() -> None:
    with pytest.raises(refusals.Bomb):
        read(rezipped(small(), {"xl/media/1.png": bytes(20_000)}), REGISTER, limits=Limits(unpacked_bytes=20_000))


def test_ten_thousand_parts_are_a_bomb() -> None:
    with pytest.raises(refusals.Bomb):
        read(rezipped(small(), {f"xl/media/{i}.png": b"" for i in range(10_000)}), REGISTER)


def test_one_part_listed_many_times_is_a_bomb() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/workbook.xml", bytes(1 * MIB))
        for index in range(600):  # the trick of zip bombs without nesting: entries that share their bytes
            twin = copy.copy(zipped.filelist[0])
            twin.filename = f"xl/{index}.xml"
            zipped.filelist.append(twin)
    with pytest.raises(refusals.Bomb):
        read(file, REGISTER)


@pytest.mark.parametrize("part", PARTS)
def test_a_size_that_lies_in_the_index_does_not_help_a_bomb(part: str) -> None:
    file = lying(part, b"<worksheet>" + b" " * (64 * MIB))
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableWorkbook):
            read(file, REGISTER)
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    finally:
        tracemalloc.stop()


def test_a_long_index_is_refused_before_it_is_built() -> None:
    with pytest.raises(refusals.Bomb):
        read(io.BytesIO(b"PK\x03\x04" + b"PK\x01\x02" * 10_000), REGISTER)


def test_what_really_comes_out_is_counted() -> None:
    strings = b"<sst>" + b"<si><t>x</t></si>" * 10_000 + b"</sst>"
    with pytest.raises(refusals.Bomb):
        read(rezipped(small(), {STRINGS: strings}), REGISTER, limits=Limits(strings_bytes=100_000))


def test_what_really_comes_out_is_counted_over_all_rows() -> None:
    part = Part(io.BytesIO(bytes(300_000)), most_bytes=200_000, tree_bytes=100_000, tree_tags=1)
    with pytest.raises(refusals.Bomb):
        while part.read(10_000):
            part.tree_dropped()


def test_strings_without_number_are_a_bomb() -> None:
    strings = f"<sst {MAIN}>".encode() + b"<si/>" * 10_000 + b"</sst>"
    with pytest.raises(refusals.Bomb):
        read(rezipped(small(), {STRINGS: strings}), REGISTER, limits=Limits(strings_tags=9_000))


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param('<row r="3">' + "<c/>" * 200_000 + "</row>", id="cells"),
        pytest.param("<junk/>" * 200_000, id="elements outside of rows"),
        pytest.param("<row " + " ".join(f"a{i}=''" for i in range(200_000)) + "/>", id="attributes"),
        pytest.param(f"<row><c><v>{'5' * 2_000_000}</v></c></row>", id="text"),
    ],
)
def test_a_row_that_would_fill_the_memory_is_a_bomb(inside: str) -> None:
    with pytest.raises(refusals.Bomb):
        read(with_sheet(f"<sheetData>{inside}</sheetData>"), REGISTER, limits=Limits(tree_tags=90_000, tree_bytes=MIB))


def test_a_long_table_is_no_bomb_though_each_row_is_counted() -> None:
    rows = [[100_000 + i, "Иванов Пётр Сергеевич", "89000000000"] for i in range(9_000)]
    limits = Limits(tree_tags=20_000, tree_bytes=MIB)
    assert len(read(xlsx(HEADINGS, *rows), REGISTER, limits=limits).records) == 9_000


def test_empty_rows_without_end_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.importing.xlsx._LAST_ROW", 1_000)
    with pytest.raises(refusals.TooManyRows):
        read(with_sheet(f"<sheetData>{'<row/>' * 1_001}</sheetData>"), REGISTER)


def test_no_formula_is_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openpyxl.worksheet._reader.Translator", None)  # slow enough to be an attack
    cell = '<c><f t="shared" si="0" ref="A1:A9">SUM(B1:B9)</f><v>1</v></c>'
    with pytest.raises(refusals.HeadingsNotFound):
        read(with_sheet(f"<sheetData>{f'<row>{cell}</row>' * 9}</sheetData>"), REGISTER)


@pytest.mark.parametrize("part", [SHEET, STRINGS, BOOK, STYLES, RELATIONS])
def test_a_billion_laughs_stay_unheard_in_every_part(part: str) -> None:
    with pytest.raises(refusals.Damaged):
        read(rezipped(small(), {part: LAUGHS}), REGISTER)


@pytest.mark.parametrize("part", [SHEET, STRINGS, BOOK])
def test_even_a_harmless_entity_is_refused(part: str) -> None:
    with zipfile.ZipFile(small()) as zipped:
        content = zipped.read(part).partition(b"?>")[2]
    with pytest.raises(refusals.Damaged):
        read(rezipped(small(), {part: b'<!DOCTYPE x [<!ENTITY a "b">]>' + content}), REGISTER)
    read(rezipped(small(), {part: content}), REGISTER)


def test_packing_that_the_format_does_not_know_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(small()) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(refusals.Damaged):
        read(file, REGISTER)


def test_a_refusal_crosses_from_one_process_to_another_whole() -> None:
    refusal = pickle.loads(pickle.dumps(refusals.OldFormat(format=".xls")))
    assert isinstance(refusal, refusals.OldFormat)
    assert refusal.params == {"format": ".xls"}


def test_a_reference_to_a_file_outside_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    strings = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><sst><si><t>&e;</t></si></sst>'.encode()
    with pytest.raises(refusals.Damaged):
        read(rezipped(small(), {STRINGS: strings}), REGISTER)


def test_an_encrypted_entry_is_told_from_a_damaged_one() -> None:
    content = bytearray(small().getvalue())
    entry = bytes(content).rindex(SHEET.encode()) - 46
    content[entry + 8] |= 1
    with pytest.raises(refusals.Encrypted):
        read(io.BytesIO(bytes(content)), REGISTER)


def test_too_many_rows_and_columns_are_refused_with_the_limit_named() -> None:
    rows = [[str(100_000 + i), "Иванов Пётр", ""] for i in range(300)]
    for file in (xlsx(HEADINGS, *rows), delimited(HEADINGS, *rows)):
        with pytest.raises(refusals.TooManyRows) as caught:
            read(file, REGISTER, limits=Limits(rows=150))
        assert "150" in caught.value.detail.render("ru", caught.value.params)
    wide = [*HEADINGS, *(f"Столбец {i}" for i in range(30))]
    for file in (xlsx(wide, list(range(33))), delimited(wide, wide)):
        with pytest.raises(refusals.TooManyColumns):
            read(file, REGISTER, limits=Limits(columns=20))


def test_a_format_in_the_last_column_and_row_costs_nothing() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>ФИО</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Таб. №</t></is></c><c r="XFD1" s="0"/></row>'
        '<row r="2"><c r="A2" t="str"><v>Ivanov Petr</v></c><c r="B2"><v>5</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    )
    reading = read(with_sheet(sheet), REGISTER)
    assert [row.number for row in reading.rows] == [2]
    assert len(reading.layout.columns) == 2


def test_a_gap_between_two_rows_is_not_filled() -> None:
    rows = [(1, "ФИО", "Таб. №"), (10**15, "Иванов Пётр", "5")]
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    sheet = "".join(f'<row r="{number}">{"".join(map(cell.format, texts))}</row>' for number, *texts in rows)
    assert [row.number for row in read(with_sheet(f"<sheetData>{sheet}</sheetData>"), REGISTER).rows] == [10**15]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", COMPOUND[:8], b"\xff\xfe", b"\xef\xbb\xbf"]),
)
def test_any_bytes_are_read_or_refused_and_never_a_crash(content: bytes, start: bytes) -> None:
    with contextlib.suppress(UnreadableWorkbook):
        read(io.BytesIO(start + content), REGISTER)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_workbook_with_changed_bytes_is_read_or_refused_and_never_a_crash(data: st.DataObject) -> None:
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UnreadableWorkbook):
        read(io.BytesIO(bytes(content)), REGISTER)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(PARTS), st.data())
def test_a_part_with_changed_text_is_read_or_refused_and_never_a_crash(part: str, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(MIXED)) as zipped:
        content = zipped.read(part)
    place = data.draw(st.integers(0, len(content) - 1))
    length = data.draw(st.integers(0, 12))
    junk = data.draw(st.sampled_from(JUNK))
    changed = content[:place] + junk + content[place + length :]
    with contextlib.suppress(UnreadableWorkbook):
        read(rezipped(io.BytesIO(MIXED), {part: changed}), REGISTER)


JUNK = [
    b"",
    b"9" * 400,
    b"-1",
    b"A0",
    b"NaN",
    b"1e999",
    b"<row>",
    b'"',
    b"s",
    b"d",
    b"e",
    b"ZZZZ9",
    b"&#0;",
    b"_xD800_",
]
SMALL = small().getvalue()
MIXED = xlsx(
    ["Таб. №", "ФИО", "Дата рождения", "Детей", "Член профсоюза"],
    ["Курское отделение"],
    [100001, "Иванов Пётр Сергеевич", date(1975, 5, 24), "=1+1", True],
    [100002, "Белова Анна Ильинична", date(1990, 1, 1), 2, False],
    merges=["A2:E2"],
).getvalue()
