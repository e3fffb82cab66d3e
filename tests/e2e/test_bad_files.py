"""What a file that must not or cannot be read gets from either import: why, in both languages, and no trace of it."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.e2e.desk import LANGUAGES, said
from tests.shared.importing.books import rezipped, xlsx
from tests.support.callers import Caller, Union, problem

IMPORTS = pytest.mark.parametrize("noun", ["people", "nonconformities"])
MIB = 2**20
SHEET = "xl/worksheets/sheet1.xml"
REGISTER = ["Таб. №", "ФИО", "Отделение"]
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(b'<!ENTITY lol%d "%s">' % (i, b"&lol%d;" % (i - 1) * 10 if i else b"&lol;" * 10) for i in range(9))
    + b"]><worksheet>&lol8;</worksheet>"
)


def small() -> io.BytesIO:
    return xlsx(REGISTER, [100001, "Иванов Пётр Сергеевич", "Курское"], [100002, "Белова Анна Ильинична", "Курское"])


def picture() -> io.BytesIO:
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)


def encrypted() -> io.BytesIO:
    """What Excel saves with a password: a compound file around the encrypted package."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return io.BytesIO(
        head + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("EncryptionInfo", "EncryptedPackage"))
    )


def bomb() -> io.BytesIO:
    return rezipped(small(), {SHEET: b"<worksheet><sheetData/>" + b" " * (64 * MIB) + b"</worksheet>"})


def laughs() -> io.BytesIO:
    return rezipped(small(), {SHEET: LAUGHS})


def cut_off() -> io.BytesIO:
    return io.BytesIO(small().getvalue()[:-900])


def archive() -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("word/document.xml", "<document/>")
    return io.BytesIO(file.getvalue())


def upload(caller: Caller, noun: str, content: bytes, name: str = "реестр.xlsx", **headers: str) -> httpx.Response:
    return caller.client.post(f"/api/v1/{noun}/imports", files={"file": (name, content)}, headers=headers)


def people(union: Union) -> int:
    count: int = union.admin.read("/api/v1/people", total=True, limit=1)["total"]
    return count


@LANGUAGES
@IMPORTS
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (picture, "workbook_not_a_spreadsheet"),
        (archive, "workbook_not_a_spreadsheet"),
        (encrypted, "workbook_encrypted"),
        (bomb, "workbook_bomb"),
        (laughs, "workbook_damaged"),
        (cut_off, "workbook_damaged"),
        (io.BytesIO, "workbook_empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_what_it_is(
    union: Union, language: str, noun: str, make: Callable[[], io.BytesIO], code: str
) -> None:
    before = people(union)
    document = problem(upload(union.admin, noun, make().getvalue(), **{"Accept-Language": language}), 422, code)
    said(document, language)
    assert people(union) == before


@pytest.mark.parametrize(("language", "noun"), [("ru", "people"), ("en", "nonconformities")])
def test_a_file_of_200_megabytes_is_refused_by_its_size(union: Union, language: str, noun: str) -> None:
    content = b"PK\x03\x04" + bytes(200 * MIB)
    answer = upload(union.admin, noun, content, **{"Accept-Language": language})
    document = problem(answer, 413, "too_large")
    said(document, language)
    assert "25" in document["detail"]


@LANGUAGES
@IMPORTS
def test_what_is_no_upload_is_refused(union: Union, language: str, noun: str) -> None:
    headers = {"Accept-Language": language}
    client, path = union.admin.client, f"/api/v1/{noun}/imports"
    said(problem(client.post(path, json={"file": "x"}, headers=headers), 422, "invalid_input"), language)
    said(problem(client.post(path, files={"other": b"x"}, headers=headers), 422, "invalid_input"), language)
    broken = {**headers, "Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post(path, content=b"--x\r\nnot a part", headers=broken)
    said(problem(answer, answer.status_code, answer.json()["code"]), language)
    assert answer.status_code in (400, 422)


@LANGUAGES
def test_a_formula_is_a_listed_problem_and_never_its_result(union: Union, language: str) -> None:
    headers = {"Accept-Language": language}
    file = xlsx(
        REGISTER,
        ["700001", '=HYPERLINK("http://example.org","Иванов Пётр Сергеевич")', "Курское"],
        ["700002", "Белова Анна Ильинична", "Курское"],
    )
    report: dict[str, Any] = upload(union.admin, "people", file.getvalue(), **headers).json()
    assert (report["counts"]["rows"], report["counts"]["invalid"]) == (2, 1), report
    (found,) = [item for item in report["problems"] if item["code"] == "formula"]
    assert (found["row"], found["column"]) == (2, "ФИО")
    assert any("а" <= letter <= "я" for letter in found["message"]) == (language == "ru")
    assert union.admin.read("/api/v1/people", personnel_number="700001")["items"] == []


@IMPORTS
def test_an_import_is_for_those_who_may_import(union: Union, noun: str) -> None:
    inspector = union.person("Лыкова Инна Павловна", None, ("inspector", None))
    problem(upload(inspector, noun, small().getvalue()), 403, "forbidden")
