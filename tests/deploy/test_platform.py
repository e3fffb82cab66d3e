"""The whole platform as an operator meets it: one command up, anything killed comes back, one signal down."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import psutil
import pytest

from deploy.local import demo, probe
from tests.support.postgres import ROOT
from tests.support.waiting import wait_until

pytestmark = pytest.mark.server
PATIENCE = 90.0


@dataclass
class Platform:
    """A running `python -m deploy.local`."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def text(self) -> str:
        return self.log.read_text()

    def ready(self) -> bool:
        assert self.process.poll() is None, self.text()
        return probe.ready(self.port)

    def sign_in(self) -> tuple[str, str]:
        """The login and the password that it printed."""
        match = re.search(r"sign in +login (\S+), password (\S+)\n", self.text())
        assert match is not None, self.text()
        return match[1], match[2]

    def child(self, words: str) -> psutil.Process:
        """The direct child whose command contains these words."""
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if words in " ".join(child.cmdline()))

    def everybody(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def start(folder: Path, port: int, log_name: str) -> Platform:
    log = folder / log_name
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.local"],
            cwd=ROOT,
            env={**os.environ, "PROFKOM_PORT": str(port), "PROFKOM_DATA": str(folder / "var"), "DEMO": "0"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    platform = Platform(process, port, log)
    try:
        wait_until(lambda: "stop           Ctrl-C" in platform.text() or process.poll() is not None, PATIENCE)
        assert platform.ready()
    except BaseException:
        process.kill()
        process.wait()
        raise
    return platform


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("platform")


@pytest.fixture(scope="module")
def platform(folder: Path, free_base: int) -> Iterator[Platform]:
    platform = start(folder, free_base, "first.log")
    yield platform
    if platform.process.poll() is None:
        platform.process.kill()
        platform.process.wait()


def test_it_says_where_it_is_and_how_to_sign_in(platform: Platform) -> None:
    assert f"address        http://127.0.0.1:{platform.port}\n" in platform.text()
    login, password = platform.sign_in()
    form = urllib.parse.urlencode({"username": login, "password": password}).encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{platform.port}/api/v1/auth/token", form) as answer:
        assert json.load(answer)["access_token"]


@pytest.mark.parametrize("words", ["postgres -D", "nats-server -c", "people:api", "people:worker", "gateway:api"])
def test_what_is_killed_comes_back(platform: Platform, words: str) -> None:
    victim = platform.child(words)
    victim.kill()
    victim.wait(10)
    wait_until(lambda: any(words in " ".join(child.cmdline()) for child in platform.everybody()), PATIENCE)
    wait_until(platform.ready, PATIENCE)


def test_no_process_sees_the_secrets_of_a_service_it_does_not_host(platform: Platform) -> None:
    gateway = platform.child("gateway:api").environ()
    assert "NATS_URL_GATEWAY" in gateway
    assert not {"DATABASE_URL_PEOPLE", "NATS_URL_PEOPLE", "TOKEN_KEY_FILE", "PROFKOM_ADMIN_PASSWORD"} & set(gateway)


async def test_the_demonstration_union_is_loaded_into_an_empty_platform_once(
    platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, journal = small_union(tmp_path)
    monkeypatch.setattr(demo, "PEOPLE", ("people", tmp_path / "members.xlsx"))
    monkeypatch.setattr(demo, "JOURNAL", ("nonconformities", tmp_path / "nonconformities.xlsx"))
    address = (f"http://127.0.0.1:{platform.port}", *platform.sign_in())
    union = await demo.load(*address)
    assert union is not None
    assert (union.people.new, union.people.invalid) == (people, 0)
    assert (union.journal.new, union.journal.invalid) == (journal, 0)
    assert await demo.load(*address) is None


def small_union(folder: Path) -> tuple[int, int]:
    """The first twenty records of the sample journal, and everybody whom they name; answers how many of each."""
    records = sample("nonconformities.xlsx")
    titles, rows = records[:2], records[2:22]
    named = {str(cell) for row in rows for index in (7, 8, 9) if (cell := row[index])}
    named |= {name.strip() for row in rows for name in str(row[10] or "").split(";")}
    register = sample("members.xlsx")
    people = {row[0]: row for row in register[3:] if {str(row[0]), str(row[1])} & named}
    write(folder / "members.xlsx", [*register[:3], *people.values()])
    write(folder / "nonconformities.xlsx", [*titles, *rows])
    return len(people), len(rows)


def sample(name: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(demo.SAMPLES / name, read_only=True).worksheets[0].iter_rows(values_only=True))


def write(path: Path, rows: list[tuple[object, ...]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(path)


def test_ctrl_c_stops_everything_and_the_second_start_has_nothing_to_migrate(platform: Platform, folder: Path) -> None:
    everybody = platform.everybody()
    platform.process.send_signal(signal.SIGINT)
    assert platform.process.wait(40) == 0
    assert "did not stop in time" not in platform.text()
    assert psutil.wait_procs(everybody, 5)[1] == []
    second = start(folder, platform.port, "second.log")
    assert "migrating" in platform.text()
    assert "migrating" not in second.text()
    everybody = second.everybody()
    second.process.kill()
    second.process.wait()
    assert psutil.wait_procs(everybody, 20)[1] == [], "a killed supervisor leaves nobody behind"
