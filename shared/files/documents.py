"""Whether a document is what its first bytes promise, and nothing besides. Reads a file, never unpacks one."""

import struct
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from shared.files.errors import BadFile
from shared.files.naming import ending_of
from shared.files.sniffing import Family, is_text

_CHUNK = 256 * 1024
_TAIL = 64 * 1024 + 22  #: where the end of a zip can be: a comment may follow it
_MOST_ENTRIES, _MOST_INDEX = 5_000, 2**20
_ENCRYPTED = 0x1

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_RUNNING = (
    ".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta", ".msi",
    ".reg", ".lnk", ".jar", ".apk", ".sh", ".py", ".php", ".html", ".htm", ".xhtml", ".svg", ".url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """`endings`: those that its name may have, the usual one first."""

    media_type: str
    endings: tuple[str, ...]


PDF = Document("application/pdf", (".pdf",))
TEXT = Document("text/plain", (".txt", ".log", ".md"))
TABLE = Document("text/csv", (".csv",))
_BY_PART = {
    "word/document.xml": Document(f"{_OFFICE}wordprocessingml.document", (".docx",)),
    "xl/workbook.xml": Document(f"{_OFFICE}spreadsheetml.sheet", (".xlsx",)),
    "ppt/presentation.xml": Document(f"{_OFFICE}presentationml.presentation", (".pptx",)),
}
_BY_MIMETYPE = {
    f"{_OPEN}text": Document(f"{_OPEN}text", (".odt",)),
    f"{_OPEN}spreadsheet": Document(f"{_OPEN}spreadsheet", (".ods",)),
    f"{_OPEN}presentation": Document(f"{_OPEN}presentation", (".odp",)),
}


def examine(file: BinaryIO, family: Family, given_name: str) -> Document:
    """What document it is. Reads all of it, so call it off the event loop. Raises BadFile."""
    if family == "pdf":
        return _pdf(file)
    return _office(file) if family == "zip" else _text(file, given_name)


def _pdf(file: BinaryIO) -> Document:
    """A PDF ends with its end mark. A zip behind it would make it two files in one."""
    tail = _tail(file)
    if b"%%EOF" not in tail[-2048:]:
        raise BadFile("broken_document")
    if b"PK\x05\x06" in tail:
        raise BadFile("archive")
    return PDF


def _office(file: BinaryIO) -> Document:
    _check_index(_tail(file))
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename.lower() for entry in entries}
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise BadFile("old_office")
            document = _by_parts(names) or _BY_MIMETYPE.get(_mimetype(archive, names))
    except BadFile:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as error:
        raise BadFile("broken_document") from error
    if document is None:
        raise BadFile("archive")
    if any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in names):
        raise BadFile("macros")
    if any(name.endswith(_RUNNING) for name in names):
        raise BadFile("program")
    return document


def _check_index(tail: bytes) -> None:
    """Count before reading: an index of 20 MiB would become half a gigabyte of objects."""
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        raise BadFile("broken_document")
    entries, index_bytes = struct.unpack_from("<HI", tail, end + 10)
    if entries > _MOST_ENTRIES or index_bytes > _MOST_INDEX:
        raise BadFile("archive")


def _by_parts(names: set[str]) -> Document | None:
    if "[content_types].xml" not in names:
        return None
    return next((document for part, document in _BY_PART.items() if part in names), None)


def _mimetype(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" not in names:
        return ""
    with archive.open("mimetype") as part:
        return part.read(200).decode("ascii", "replace").strip()


def _text(file: BinaryIO, given_name: str) -> Document:
    """Text in UTF-8 or Windows-1251 from end to end, and not named like something that runs."""
    ending = ending_of(given_name)
    if ending in _RUNNING:
        raise BadFile("program" if ending not in (".html", ".htm", ".xhtml", ".svg", ".url") else "web_page")
    file.seek(0)
    while chunk := file.read(_CHUNK):
        if not is_text(chunk):
            raise BadFile("unknown_type")
    return TABLE if ending == ".csv" else TEXT


def _tail(file: BinaryIO) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    return file.read()
