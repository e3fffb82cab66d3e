"""What a file is, told from its bytes alone. An allow-list: what is not recognised is refused.

A library that guesses among hundreds of types would also find types that nobody asked for; of these few, the first
bytes are fixed by their standards. Pillow, in the decoder, then proves a picture, and `documents` a document.
"""

from dataclasses import dataclass
from typing import Literal

from shared.files.errors import BadFile

HEAD_BYTES = 4096

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"dex\n", b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00", b"!<arch>\n",
)  # fmt: skip
_ARCHIVES = (
    b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF",
    b"PK\x05\x06", b"PK\x07\x08",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGES = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body", b"<iframe", b"<!--", b"<?php")
_VIDEO = (b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01")

Family = Literal["picture", "pdf", "zip", "text"]


@dataclass(frozen=True, slots=True)
class Sniffed:
    family: Family
    heif: bool = False


def sniff(head: bytes) -> Sniffed:
    """`head`: the first `HEAD_BYTES` of the file. Raises BadFile for what is not accepted."""
    if not head:
        raise BadFile("empty_file")
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Sniffed("picture")
    if head[4:8] == b"ftyp":
        if head[8:12] in _HEIF_BRANDS:
            return Sniffed("picture", heif=True)
        raise BadFile("unknown_type" if head[8:12] in (b"avif", b"avis") else "video")
    if head.startswith(b"%PDF-"):
        return Sniffed("pdf")
    if head.startswith(b"PK\x03\x04"):
        return Sniffed("zip")
    _refuse_known(head)
    if is_text(head):
        return Sniffed("text")
    raise BadFile("unknown_type")


def _refuse_known(head: bytes) -> None:
    if head.startswith(_PROGRAMS):
        raise BadFile("program")
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        raise BadFile("archive")
    if head.startswith(_OLE):
        raise BadFile("old_office")
    if head.startswith(_VIDEO) or (head[:4] == b"RIFF" and head[8:12] == b"AVI "):
        raise BadFile("video")
    beginning = _plain_beginning(head)
    if beginning.startswith(_PAGES):
        raise BadFile("web_page")


def _plain_beginning(head: bytes) -> bytes:
    """The first letters of a text in whatever Unicode encoding, without marks and spaces, in lower case."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"").lstrip()[:32].lower()


#: Bytes that no text in UTF-8 or Windows-1251 has.
_NOT_TEXT = frozenset(range(0x20)) - set(b"\t\n\r\x0c") | {0x7F}


def is_text(chunk: bytes) -> bool:
    return _NOT_TEXT.isdisjoint(chunk)
