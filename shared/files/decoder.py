"""A process for one picture: standard input is the file, three descriptors take what is made of it.

`python -I decoder.py MOST_PIXELS CONTENT PREVIEW THUMBNAIL` prints one JSON object: what was made, or why not. A
stranger's picture is decoded here and nowhere else: memory and time are limited by the kernel, all of it goes back to
the system at the end, and a fault of a codec ends this process only. It imports nothing of ours, to be quick.
"""

import io
import json
import os
import resource
import sys
from contextlib import suppress
from typing import Any

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

MEMORY_BYTES = 1536 * 2**20
CPU_SECONDS = 60
OUTPUT_BYTES = 128 * 2**20

LARGEST_SIDE = 4096  #: pixels: what a phone makes by default is kept as it is
DRAFT_SIDE = 3840  #: larger JPEGs are decoded at a half or a quarter, which costs that much less
PREVIEW_SIDE, THUMBNAIL_SIDE = 1600, 320
LOSSLESS_PIXELS = 4_000_000  #: up to a screenshot's size a PNG stays one: photographs saved as PNG do not
_FORMATS = [plugin.format for plugin in (JpegImageFile, PngImageFile, WebPImageFile)]  #: a JPEG of several is one too
_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


class Refused(Exception):
    """`args` are the code and its parameters."""


def main() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # not every system has every limit
            resource.setrlimit(limit, (most, most))
    os.nice(5)  # whoever only reads must not wait for a photograph
    most_pixels, *outputs = (int(argument) for argument in sys.argv[1:5])
    try:
        answer = _convert(most_pixels, outputs)
    except Refused as refused:
        answer = {"refused": refused.args[0], **refused.args[1]}
    except Exception as error:  # whatever a codec raises about a broken file
        answer = {"refused": "broken_picture", "reason": type(error).__name__}
    print(json.dumps(answer))


def _convert(most_pixels: int, outputs: list[int]) -> dict[str, Any]:
    image = _load(most_pixels)
    source = image.format
    if max(image.size) > LARGEST_SIDE:
        image.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = _plain(ImageOps.exif_transpose(image))
    lossless = (source == "PNG" or image.mode == "RGBA") and image.width * image.height <= LOSSLESS_PIXELS
    made, width, height = "PNG" if lossless else "JPEG", image.width, image.height
    opaque = _opaque(image)
    if lossless:
        _save(image, outputs[0], "PNG", compress_level=6)
    else:
        _save(opaque, outputs[0], "JPEG", quality=86)
    for side, output in zip((PREVIEW_SIDE, THUMBNAIL_SIDE), outputs[1:], strict=True):
        opaque.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        _save(opaque, output, "JPEG", quality=80)
    return {"media_type": _MEDIA_TYPES[made], "width": width, "height": height}


def _load(most_pixels: int) -> Image.Image:
    """The decoded picture. Its size is read from the header, before anything is decoded."""
    file = io.BufferedReader(io.FileIO(0, closefd=False))
    formats = _FORMATS
    if file.read(12)[4:8] == b"ftyp":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
        formats = ["HEIF"]
    file.seek(0)
    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, and say by how much it is too large
    image = Image.open(file, formats=formats)
    pixels = image.width * image.height
    if pixels > most_pixels:
        raise Refused("too_many_pixels", {"megapixels": round(pixels / 1e6), "limit": most_pixels // 1_000_000})
    if max(image.size) > LARGEST_SIDE:
        image.draft(None, (DRAFT_SIDE, DRAFT_SIDE * min(image.size) // max(image.size) or 1))
    image.load()
    return image


def _plain(image: Image.Image) -> Image.Image:
    """In sRGB, and without anything that the camera or a program wrote beside the pixels."""
    profile = image.info.get("icc_profile")
    clear = image.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in image.info
    mode = "RGBA" if clear else "L" if image.mode in ("1", "L") else "RGB"
    if image.mode.startswith(("I", "F")):
        image = image.point(lambda value: value / 256).convert("L")
    if profile and image.mode in ("RGB", "RGBA"):
        image = _in_srgb(image, profile)
    image = image if image.mode == mode else image.convert(mode)
    image.info.clear()
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours of a wide gamut would look pale without their profile, so they are converted before it is dropped."""
    from PIL import ImageCms

    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" not in ImageCms.getProfileDescription(source).lower():
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
            return converted or image
    return image


def _opaque(image: Image.Image) -> Image.Image:
    """On white paper, where it is clear."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _save(image: Image.Image, descriptor: int, kind: str, **options: Any) -> None:
    with open(descriptor, "wb", closefd=False) as file:
        image.save(file, kind, **options)


if __name__ == "__main__":
    main()
