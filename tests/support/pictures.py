"""Photographs and documents made for tests, good ones and bad ones."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
TURNED = 6  #: EXIF: the camera was held upright, turn by 90 degrees to the right


def photo(size: tuple[int, int] = (640, 480), *, kind: str = "JPEG", exif: bool = False, **options: Any) -> bytes:
    """A picture that is red on its left half and blue on its right; `exif`: held upright, with maker and place."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    if exif:
        written = Image.Exif()
        written[ORIENTATION], written[MAKE] = TURNED, "Phonemaker"
        written.get_ifd(GPS).update({1: "N", 2: (51.0, 40.0, 30.0), 3: "E", 4: (35.0, 36.0, 24.0)})
        options["exif"] = written
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def heic(size: tuple[int, int] = (640, 480)) -> bytes:
    """What an iPhone sends."""
    import pillow_heif

    image = Image.frombytes("RGB", (640, 480), Image.open(io.BytesIO(photo())).tobytes()).resize(size)
    content = io.BytesIO()
    pillow_heif.from_pillow(image).save(content, quality=60)
    return content.getvalue()


def noise(megapixels: float, quality: int = 95) -> bytes:
    """A JPEG as detailed as a real photograph of a rough wall: about a megabyte for a megapixel."""
    width = int((megapixels * 1e6 * 4 / 3) ** 0.5)
    image = Image.effect_noise((width, width * 3 // 4), 40).convert("RGB")
    content = io.BytesIO()
    image.save(content, "JPEG", quality=quality)
    return content.getvalue()


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it has this many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")
    )


def archive(*entries: tuple[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, data in entries:
            file.writestr(name, data)
    return content.getvalue()


def docx(*more: tuple[str, bytes]) -> bytes:
    return archive(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"), *more)


def odt() -> bytes:
    return archive(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>"))


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = b"MZ\x90\x00" + bytes(2000)
