"""Delimited text: encodings, delimiters, and what the office program does to it."""

import io
import tempfile

import pytest

from shared.importing.workbook import Row, open_workbook
from tests.shared.importing.books import delimited

TABLE = (["Таб. №", "ФИО", "Город"], ["00123", "Ёлкин Пётр", "Орёл"], ["00124", "Белова, Анна", "Курск; центр"])


def rows(file: io.BytesIO) -> list[Row]:
    with open_workbook(file) as book:
        return list(book.rows(book.sheets[0]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encoding_and_delimiter_are_found_out(encoding: str, delimiter: str) -> None:
    assert [cells for _, cells in rows(delimited(*TABLE, encoding=encoding, delimiter=delimiter))] == list(TABLE)


def test_commas_in_texts_do_not_outvote_the_semicolon() -> None:
    table = [["№", "Описание"], *([str(n), "первое, второе, третье, четвёртое"] for n in range(9))]
    assert [cells for _, cells in rows(delimited(*table))] == table


def test_rows_are_counted_like_the_program_shows_them() -> None:
    file = io.BytesIO('Имя;Город\r\n\r\n"две\r\nстроки";Орёл\r\n;;\r\nАнна;\r\n'.encode())
    assert rows(file) == [(1, ["Имя", "Город"]), (3, ["две\r\nстроки", "Орёл"]), (5, ["Анна"])]


def test_the_line_that_names_the_delimiter_is_obeyed_and_not_shown() -> None:
    file = io.BytesIO("sep=,\r\nИмя,Город;область\r\n".encode("cp1251"))
    assert rows(file) == [(1, ["Имя", "Город;область"])]


def test_text_protected_for_its_leading_zeros_is_unwrapped_and_other_equals_signs_stay() -> None:
    file = io.BytesIO('Номер;Текст\r\n"=""00123""";=1+1\r\n'.encode())
    assert rows(file)[1][1] == ["00123", "=1+1"]


def test_an_unclosed_quote_in_a_small_file_is_no_crash() -> None:
    assert rows(io.BytesIO('Имя;Город\r\n"Анна;Орёл\r\n'.encode())) == [(1, ["Имя", "Город"]), (2, ["Анна;Орёл\r\n"])]


def test_the_callers_file_stays_open() -> None:
    with tempfile.SpooledTemporaryFile() as file:
        file.write(delimited(*TABLE).read())
        with open_workbook(file) as book:  # type: ignore[arg-type]
            first = list(book.rows(book.sheets[0]))
            assert list(book.rows(book.sheets[0])) == first
        file.seek(0)
        assert file.read(3)
