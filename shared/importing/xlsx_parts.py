"""The small parts of an .xlsx: where the sheets and the strings are, and which styles are dates."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from shared.importing.archive import Archive
from shared.importing.errors import Damaged, NotASpreadsheet, OldFormat

_BUILT_IN_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_BUILT_IN_TIMES = {18, 19, 20, 21, 45, 47}
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
# A spreadsheet knows no time zones: its days and hours are those of whoever wrote them.
EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_DEFAULT_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class SheetPart:
    name: str
    path: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """`date_styles`: index of a cell style as written in the sheet -> "date" or "time"."""

    sheets: list[SheetPart]
    strings: str
    date_styles: dict[str, str] = field(default_factory=dict)
    epoch: datetime = EPOCH_1900


def read_parts(archive: Archive) -> Parts:
    """Raises NotASpreadsheet for another kind of archive, OldFormat for .ods and .xlsb, Damaged for a broken book."""
    workbook = _find_workbook(archive)
    root = _parse(archive, workbook)
    if _local(root.tag) != "workbook":  # a text document or a presentation
        raise NotASpreadsheet
    folder, name = posixpath.split(workbook)
    relations = _relations(archive, folder, f"{folder}/_rels/{name}.rels")
    sheets = _sheets(root, relations)
    if not sheets:
        raise Damaged
    by_kind = dict(relations.values())
    properties = next(_elements(root, "workbookPr"), None)
    from_1904 = properties is not None and properties.get("date1904", "0") in ("1", "true")
    return Parts(
        sheets=sheets,
        strings=by_kind.get("sharedStrings", f"{folder}/sharedStrings.xml"),
        date_styles=_date_styles(archive, by_kind.get("styles", f"{folder}/styles.xml")),
        epoch=EPOCH_1904 if from_1904 else EPOCH_1900,
    )


def _find_workbook(archive: Archive) -> str:
    if "_rels/.rels" in archive:
        for kind, path in _relations(archive, "", "_rels/.rels").values():
            if kind == "officeDocument" and path.lower().endswith(".bin"):
                raise OldFormat(format=".xlsb")
            if kind == "officeDocument" and path in archive:
                return path
    if _DEFAULT_WORKBOOK in archive:
        return _DEFAULT_WORKBOOK
    if "mimetype" in archive and b"opendocument.spreadsheet" in archive.read("mimetype", limit=1024):
        raise OldFormat(format=".ods")
    raise NotASpreadsheet


def _parse(archive: Archive, path: str) -> Element:
    try:
        root: Element = fromstring(archive.read(path), forbid_dtd=True)
    except (DefusedXmlException, SyntaxError) as error:  # a ParseError is a SyntaxError
        raise Damaged from error
    return root


def _elements(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if _local(element.tag) == name)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _relations(archive: Archive, folder: str, path: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (last word of its type, path of the part). Both dialects of the format differ only before it."""
    if path not in archive:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for relation in _elements(_parse(archive, path), "Relationship"):
        target = relation.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], part)
    return found


def _sheets(root: Element, relations: dict[str, tuple[str, str]]) -> list[SheetPart]:
    sheets: list[SheetPart] = []
    for element in _elements(root, "sheet"):
        relation = next((value for key, value in element.attrib.items() if _local(key) == "id"), "")
        kind, path = relations.get(relation, ("", ""))
        if kind == "worksheet":
            hidden = element.get("state", "visible") != "visible"
            sheets.append(SheetPart(element.get("name", ""), path, hidden))
    return sheets


def _date_styles(archive: Archive, path: str) -> dict[str, str]:
    if path not in archive:
        return {}
    root = _parse(archive, path)
    codes = {e.get("numFmtId", ""): e.get("formatCode", "") for e in _elements(root, "numFmt")}
    cell_formats = next(_elements(root, "cellXfs"), None)
    styles: dict[str, str] = {}
    for index, style in enumerate(() if cell_formats is None else cell_formats):
        number = style.get("numFmtId", "0")
        kind = format_kind(codes[number]) if number in codes else _built_in(number)
        if kind:
            styles[str(index)] = kind
    return styles


def _built_in(number: str) -> str | None:
    if not number.isdecimal():
        return None
    if int(number) in _BUILT_IN_DATES:
        return "date"
    return "time" if int(number) in _BUILT_IN_TIMES else None


def format_kind(code: str) -> str | None:
    """ "date", "time" or None by a number format: «dd.mm.yyyy "г."» is a date, «[h]:mm» is a plain number of days."""
    section = _NOT_CODE.sub("", code.split(";")[0]).lower()
    if _ELAPSED.search(section) or "general" in section:
        return None
    letters = set(section)
    if letters & {"d", "y"} or ("m" in letters and not letters & {"h", "s"}):
        return "date"
    return "time" if letters & {"h", "s"} else None
