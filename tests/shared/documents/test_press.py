"""The press: a template lays out what it is given, reads nothing else, and does not run for ever."""

import asyncio
import json
from pathlib import Path

import pytest

from shared.documents import DocumentTooHeavy, press, print_pages, print_pdf
from shared.errors import Unavailable
from shared.turns import Turns

PAGE = '#import "/house.typ": *\n#show: paper\n'
DATA = {"lang": "ru", "title": "Проба", "union": "Союз", "printed": "сегодня", "page": "{page} из {pages}"}


def written(folder: Path, body: str, name: str = "page.typ") -> Path:
    path = folder / name
    path.write_text(PAGE + body)
    return path


async def test_a_template_becomes_a_pdf_and_pictures(tmp_path: Path) -> None:
    template = written(tmp_path, "#data.said #pagebreak() конец")
    pdf = await print_pdf(template, {**DATA, "said": "Ёж"})
    assert pdf.startswith(b"%PDF-")
    assert b"PTSans" in pdf, "the letters are the house's, not the machine's"
    pages = await print_pages(template, {**DATA, "said": "Ёж"})
    assert [page[:4] for page in pages] == [b"\x89PNG"] * 2


@pytest.mark.parametrize(
    "said", ['#read("/etc/passwd")', "*жирно* _курсив_ $x^2$", '"); #panic("x', "\\", "@someone <tag>"]
)
async def test_what_people_typed_is_never_read_as_markup(tmp_path: Path, said: str) -> None:
    """As a text that fills as much room as the same number of harmless letters: one line, no formula, no error."""
    template = written(tmp_path, "#assert(type(data.said) == str)\n#data.said")
    assert (await print_pdf(template, {**DATA, "said": said})).startswith(b"%PDF-")


@pytest.mark.parametrize("path", ["/etc/passwd", "../../etc/passwd", "/../secret.txt", "@preview/cetz:0.4.0"])
async def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("тайна")
    folder = tmp_path / "templates"
    folder.mkdir()
    body = f'#import "{path}": *' if path.startswith("@") else f'#read("{path}")'
    with pytest.raises(RuntimeError) as failed:
        await print_pdf(written(folder, body), DATA)
    assert isinstance(failed.value.__cause__, press.PrinterSaid)
    assert "тайна" not in failed.value.__cause__.words
    assert str(failed.value.__cause__) == "", "its words stay out of logs"


async def test_the_printer_knows_none_of_our_passwords(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL_SECRET", "postgresql://u:p@h/d")
    spy = tmp_path / "spy.py"
    spy.write_text("import json, os, sys; b = json.dumps(dict(os.environ)).encode()\n"
                   "sys.stdout.buffer.write(len(b).to_bytes(8, 'big') + b)")  # fmt: skip
    monkeypatch.setattr(press, "_PRINTER", spy)
    seen = json.loads(await print_pdf(written(tmp_path, ""), DATA))
    assert "PATH" in seen
    assert not any("SECRET" in name or "PROFKOM" in name for name in seen)


async def test_a_document_that_does_not_end_is_stopped_and_others_are_printed(tmp_path: Path) -> None:
    endless = written(tmp_path, "#{ let f(n) = { while n > 0 { n = n + 1 } }; f(1) }", "endless.typ")
    busy = written(tmp_path, "#range(1000000000).map(n => str(n)).join()", "heavy.typ")
    good = written(tmp_path, "готово")
    for template in (endless, busy):
        with pytest.raises((DocumentTooHeavy, RuntimeError)):
            await print_pdf(template, DATA, seconds=1)
    assert (await print_pdf(good, DATA)).startswith(b"%PDF-")


async def test_who_comes_when_too_many_wait_is_asked_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "_turns", Turns(1, waiting=2))
    template = written(tmp_path, "готово")
    answers = await asyncio.gather(*(print_pdf(template, DATA) for _ in range(6)), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, Unavailable)]
    assert len(refused) == 3
    assert all(isinstance(answer, (bytes, Unavailable)) for answer in answers)
