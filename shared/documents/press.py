"""The press: each document is set by a process of its own, a few at a time, and not for ever."""

import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from shared.errors import AppError
from shared.i18n import Text
from shared.logging import get_logger
from shared.turns import Turns

SECONDS = 20  #: of processor time and of waiting for one document
AT_ONCE = 2
MOST_WAITING = 16  #: documents that may wait for their turn; the next one is asked to come again

log = get_logger(__name__)
_PRINTER = Path(__file__).with_name("printer.py")
_HOUSE = Path(__file__).with_name("house.typ")
_turns = Turns(AT_ONCE, waiting=MOST_WAITING)


class DocumentTooHeavy(AppError):
    """The document was not ready in `SECONDS`."""

    status = 422
    code = "document_too_heavy"
    title = Text(ru="Документ слишком велик", en="The document is too large")
    detail = Text(
        ru="Документ не удалось подготовить за {seconds} с. Сузьте отбор или сохраните список в таблицу.",
        en="The document was not ready in {seconds} s. Narrow the list down, or save it as a spreadsheet.",
    )


async def print_pdf(template: Path, data: Mapping[str, Any], *, seconds: int = SECONDS) -> bytes:
    """The PDF that the template makes of the data.

    Raises DocumentTooHeavy when it takes longer than `seconds`, and Unavailable when too many documents wait.
    """
    [pdf] = await _printed(template, data, kind="pdf", seconds=seconds)
    return pdf


async def print_pages(template: Path, data: Mapping[str, Any], *, ppi: int = 80) -> list[bytes]:
    """The same as pictures (PNG), a page each: to look at a document without a viewer."""
    return await _printed(template, data, kind="png", seconds=SECONDS, ppi=ppi)


async def _printed(
    template: Path, data: Mapping[str, Any], *, kind: Literal["pdf", "png"], seconds: int, ppi: int = 80
) -> list[bytes]:
    root = Path(_desk(template.parent).name)
    order = {
        "template": str(root / template.name),
        "root": str(root),
        "fonts": _fonts(),
        "format": kind,
        "ppi": ppi,
        "seconds": seconds,
    }
    async with _turns:
        written = await asyncio.to_thread(_written, order, data)  # megabytes, of a long register
        return _pages(await _run(written, seconds))


def _written(order: Mapping[str, Any], data: Mapping[str, Any]) -> bytes:
    return json.dumps({**order, "data": json.dumps(data, ensure_ascii=False)}).encode()


async def _run(order: bytes, seconds: int) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(_PRINTER),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.environ.get("PATH", os.defpath)},  # no password and no key of ours
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            printed, said = await process.communicate(order)
    except TimeoutError:
        raise DocumentTooHeavy(seconds=seconds) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    code = process.returncode or 0
    if code < 0:  # a limit of its own stopped it
        raise DocumentTooHeavy(seconds=seconds)
    if code:
        # Its words may quote what people typed, so they go to whoever debugs the template and not into the log.
        log.error("a document was not printed", exit_code=code)
        raise RuntimeError("a document was not printed") from PrinterSaid(said.decode(errors="replace")[-2000:])
    return printed


class PrinterSaid(Exception):
    """What the printer wrote about its failure; `str()` of it stays out of logs."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


def _pages(printed: bytes) -> list[bytes]:
    pages, start = [], 0
    while start < len(printed):
        end = start + 8 + int.from_bytes(printed[start : start + 8], "big")
        pages.append(printed[start + 8 : end])
        start = end
    return pages


@cache
def _desk(folder: Path) -> "tempfile.TemporaryDirectory[str]":
    """A folder with the templates of `folder` and those of the house: all that a template can read.

    Kept by the cache, so it is removed when the process ends.
    """
    desk = tempfile.TemporaryDirectory(prefix="profkom-templates-")
    for template in (*folder.glob("*.typ"), _HOUSE):
        shutil.copy(template, desk.name)
    return desk


@cache
def _fonts() -> list[str]:
    import fontpkg_pt_sans  # type: ignore[import-untyped]
    import fontpkg_pt_serif  # type: ignore[import-untyped]

    return [str(package.ROOT / "files") for package in (fontpkg_pt_sans, fontpkg_pt_serif)]
