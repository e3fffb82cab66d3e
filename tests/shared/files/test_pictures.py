"""Pictures of every make are turned into ones that every browser shows, and hostile ones only cost themselves."""

import contextlib
import io
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from shared.files import pictures
from shared.files.errors import BadFile
from shared.files.pictures import PictureMaker
from shared.files.sniffing import sniff
from tests.support.pictures import heic, photo, png_bomb


@dataclass
class Made:
    content: Image.Image
    preview: Image.Image
    thumbnail: Image.Image
    raw: bytes


@pytest.fixture
def files() -> Iterator[contextlib.ExitStack]:
    with contextlib.ExitStack() as stack:
        yield stack


async def make(source: bytes, files: contextlib.ExitStack, *, most_pixels: int = 50_000_000) -> Made:
    picture = await PictureMaker(most_pixels=most_pixels).make(files.enter_context(_file(source)), files)
    for file in (picture.content, picture.preview, picture.thumbnail):
        file.seek(0)
    raw = picture.content.read()
    content, preview, thumbnail = map(Image.open, (io.BytesIO(raw), picture.preview, picture.thumbnail))
    assert content.size == (picture.width, picture.height)
    return Made(content, preview, thumbnail, raw)


@contextlib.contextmanager
def _file(content: bytes) -> Iterator[io.BufferedRandom]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        yield file


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_whichever_way_the_camera_was_held_the_picture_is_upright(
    files: contextlib.ExitStack, orientation: int
) -> None:
    upright = Image.new("RGB", (300, 200), "blue")
    upright.paste("red", (0, 0, 150, 100))  # the top left quarter
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what undoes each orientation
    turned = upright if orientation == 1 else upright.transpose(Image.Transpose(back[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = await make(saved(turned, "JPEG", exif=exif, quality=95), files)
    assert made.content.size == (300, 200)
    colours = [made.content.getpixel(place) for place in ((40, 40), (260, 40), (40, 160), (260, 160))]
    assert [colour[0] > 150 for colour in colours if isinstance(colour, tuple)] == [True, False, False, False]
    assert not made.content.getexif()


def several(kind: str) -> bytes:
    return saved(Image.new("RGB", (50, 40)), kind, save_all=True, append_images=[Image.new("RGB", (50, 40), "red")])


SOURCES = {
    "JPEG": (photo(), "JPEG"),
    "grey JPEG": (saved(Image.new("L", (50, 40), 90), "JPEG"), "JPEG"),
    "CMYK JPEG": (saved(Image.new("CMYK", (50, 40)), "JPEG"), "JPEG"),
    "several in one JPEG": (several("MPO"), "JPEG"),
    "HEIC": (heic(), "JPEG"),
    "screenshot": (photo(kind="PNG"), "PNG"),
    "palette": (saved(Image.new("P", (50, 40)), "PNG", transparency=0), "PNG"),
    "16 bits of grey": (saved(Image.new("I;16", (50, 40), 30000), "PNG"), "PNG"),
    "clear": (saved(Image.new("RGBA", (50, 40), (255, 0, 0, 0)), "PNG"), "PNG"),
    "photograph as PNG": (saved(Image.effect_noise((2400, 1800), 40).convert("RGB"), "PNG", compress_level=1), "JPEG"),
    "WebP": (photo(kind="WEBP"), "JPEG"),
    "moving WebP": (several("WEBP"), "JPEG"),
    "one pixel": (saved(Image.new("RGB", (1, 1)), "JPEG"), "JPEG"),
    "a thread": (saved(Image.new("RGB", (9000, 2)), "JPEG"), "JPEG"),
}


@pytest.mark.parametrize("source", SOURCES)
async def test_every_make_of_picture_is_taken(files: contextlib.ExitStack, source: str) -> None:
    content, kind = SOURCES[source]
    assert sniff(content[:4096]).family == "picture"
    made = await make(content, files)
    assert (made.content.format, made.preview.format, made.thumbnail.format) == (kind, "JPEG", "JPEG")
    assert max(made.content.size) <= 4096
    assert max(made.preview.size) <= 1600
    assert max(made.thumbnail.size) <= 320


async def test_nothing_that_was_written_beside_the_pixels_is_kept(files: contextlib.ExitStack) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "SECRET-NOTE")
    image = Image.new("RGB", (50, 40))
    exif = Image.Exif()
    exif[0x010E] = "SECRET-NOTE"
    for source in (
        saved(image, "PNG", pnginfo=notes, exif=exif),
        saved(image, "JPEG", comment=b"SECRET-NOTE", exif=exif, xmp=b"<x>SECRET-NOTE</x>"),
        saved(image, "WEBP", exif=exif, xmp=b"<x>SECRET-NOTE</x>"),
        photo() + b"SECRET-NOTE",
    ):
        assert b"SECRET-NOTE" in source
        made = await make(source, files)
        assert b"SECRET-NOTE" not in made.raw


async def test_colours_of_a_wide_gamut_are_brought_into_the_usual_one(files: contextlib.ExitStack) -> None:
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # What this one calls red is blue; and it has a name of its own, so that nobody takes it for the usual one.
    strange = usual.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    strange = strange.replace("sRGB".encode("utf-16-be"), "wide".encode("utf-16-be"))
    source = Image.new("RGB", (50, 40), (220, 20, 20))
    made = await make(saved(source, "JPEG", icc_profile=strange), files)
    colour = made.content.getpixel((20, 20))
    assert isinstance(colour, tuple)
    assert colour[2] > 150 > colour[0]
    assert "icc_profile" not in made.content.info


async def test_the_limit_of_pixels_is_by_the_header_and_exact(files: contextlib.ExitStack) -> None:
    await make(photo((100, 100)), files, most_pixels=10_000)
    with pytest.raises(BadFile) as refused:
        await make(photo((101, 100)), files, most_pixels=10_000)
    assert refused.value.code == "too_many_pixels"
    with pytest.raises(BadFile) as refused:
        await make(png_bomb(60_000, 60_000), files)
    assert refused.value.params == {"megapixels": 3600, "limit": 50}


async def test_whatever_is_broken_in_a_picture_it_is_a_refusal(files: contextlib.ExitStack) -> None:
    chance = random.Random(20261123)
    whole = [photo((200, 150)), photo((200, 150), kind="PNG"), photo((200, 150), kind="WEBP"), heic((200, 150))]
    for number in range(16):
        broken = bytearray(whole[number % len(whole)])
        for _ in range(20):
            broken[chance.randrange(16, len(broken))] = chance.randrange(256)
        with contextlib.suppress(BadFile):  # anything else fails the test
            await make(bytes(broken[: chance.randrange(100, len(broken))]), files)


async def test_a_decoder_that_hangs_or_dies_costs_its_own_picture_only(
    files: contextlib.ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = PictureMaker(most_pixels=1_000_000)
    with contextlib.ExitStack() as sources:
        source = sources.enter_context(_file(photo()))
        script = sources.enter_context(_script("import os; os.abort()"))
        monkeypatch.setattr(pictures, "_DECODER", script)
        with pytest.raises(BadFile, match="broken_picture"):
            await maker.make(source, files)
        script = sources.enter_context(_script("import time; time.sleep(60)"))
        monkeypatch.setattr(pictures, "_DECODER", script)
        monkeypatch.setattr(pictures, "SECONDS", 0.3)
        with pytest.raises(BadFile, match="broken_picture"):
            await maker.make(source, files)
        monkeypatch.undo()
        assert (await maker.make(source, files)).width == 640


@contextlib.contextmanager
def _script(text: str) -> Iterator[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(text)
        file.flush()
        yield file.name
