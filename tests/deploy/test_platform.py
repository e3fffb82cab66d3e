"""The whole platform as an operator meets it: one command up, anything killed comes back, one signal down."""

import contextlib
import re
import signal
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import httpx
import openpyxl
import psutil
import pytest

from deploy.local import demo
from deploy.local.nats import Nats
from deploy.local.topology import GATEWAY, OPERATOR, SERVICES, environment_name
from tests.support.platform import Platform
from tests.support.postgres import BLANK
from tests.support.waiting import wait_until

pytestmark = pytest.mark.server
Row = tuple[object, ...]
TODAY = date(2026, 11, 24)
SIGN_IN = re.compile(r"sign in +login (\S+), password (\S+)\n")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform that makes the administrator's password itself."""
    folder = tmp_path_factory.mktemp("platform")
    with Platform(folder, environment={"PROFKOM_ADMIN_PASSWORD": ""}) as platform:
        yield platform


def sign_in(platform: Platform) -> tuple[str, str]:
    """The login and the password that it printed."""
    wait_until(lambda: SIGN_IN.search(platform.log()) is not None)  # it is said just after the gateway is ready
    match = SIGN_IN.search(platform.log())
    assert match is not None
    return match[1], match[2]


def test_it_says_where_it_is_and_how_to_sign_in(platform: Platform) -> None:
    login, password = sign_in(platform)
    assert f"address        {platform.address}\n" in platform.log()
    form = {"username": login, "password": password}
    answer = httpx.post(f"{platform.address}/api/v1/auth/token", data=form)
    assert answer.status_code == 200, answer.text
    assert answer.json()["access_token"]


@pytest.mark.parametrize("part", ["postgres", "nats", "apis", "workers", "gateway"])
def test_what_is_killed_comes_back(platform: Platform, part: str) -> None:
    pid = platform.kill(part)
    assert pid is not None
    platform.wait_replaced(part, pid)
    platform.wait_ready()


def test_no_process_sees_the_secrets_of_a_service_it_does_not_host(platform: Platform) -> None:
    gateway = platform.running()["gateway"].environ()
    assert "NATS_URL_GATEWAY" in gateway
    assert not {"DATABASE_URL_PEOPLE", "NATS_URL_PEOPLE", "TOKEN_KEY_FILE", "PROFKOM_ADMIN_PASSWORD"} & set(gateway)


async def test_the_demonstration_union_is_loaded_and_loading_it_again_changes_nothing(
    platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, journal = small_union(tmp_path)
    monkeypatch.setattr(demo, "PEOPLE", ("people", tmp_path / "members.xlsx"))
    monkeypatch.setattr(demo, "JOURNAL", ("nonconformities", tmp_path / "nonconformities.xlsx"))
    address = (platform.address, *sign_in(platform))
    assert not await demo.has_people(*address)
    union = await demo.load(*address, today=TODAY)
    assert (union.people.new, union.people.invalid) == (people, 0)
    assert (union.journal.new, union.journal.invalid) == (journal, 0)
    again = await demo.load(*address, today=TODAY)
    assert (again.people.new, again.journal.new) == (0, 0)
    assert await demo.has_people(*address)


def test_the_demonstration_s_journal_ends_in_the_week_before_today_and_keeps_its_weekdays() -> None:
    journal = Path(demo.SAMPLES / "nonconformities.xlsx")
    was, now = read(journal), read(BytesIO(demo.brought_to(journal, TODAY)))
    assert timedelta() <= TODAY - max(found for found, _ in now) <= timedelta(weeks=1)
    moved = {one - other for pair in zip(now, was, strict=True) for one, other in zip(*pair, strict=True)}
    assert len(moved) == 1, "dates that are text are moved alike"
    assert moved.pop().days % 7 == 0


def read(book: Path | BytesIO) -> list[tuple[date, date]]:
    """When each record of a journal was found and when it is due."""
    with contextlib.closing(openpyxl.load_workbook(book, read_only=True)) as opened:
        rows = list(opened.worksheets[0].iter_rows(min_row=3, values_only=True))
    return [(day(row[1]), day(row[11])) for row in rows]


def day(cell: object) -> date:
    return cell.date() if isinstance(cell, datetime) else datetime.strptime(str(cell), "%d.%m.%Y").date()  # noqa: DTZ007


def small_union(folder: Path) -> tuple[int, int]:
    """The first twenty records of the sample journal and everybody whom they need; answers how many of each."""
    titles, records = split(sample("nonconformities.xlsx"), 2, 22)
    register_titles, register = split(sample("members.xlsx"), 3, None)
    numbers = {str(record[8]) for record in records}
    names = {plain(name) for record in records for cell in record[9:11] for name in str(cell or "").split(";")}
    sites = {record[2]: None for record in records}
    people = [row for row in register if str(row[0]) in numbers or plain(row[1]) in names]
    people += [next(row for row in register if row[13] == site and row not in people) for site in sites]
    once = list({row[0]: row for row in people}.values())
    write(folder / "members.xlsx", [*register_titles, *once])
    write(folder / "nonconformities.xlsx", [*titles, *records])
    return len(once), len(records)


def split(rows: list[Row], titles: int, end: int | None) -> tuple[list[Row], list[Row]]:
    return rows[:titles], rows[titles:end]


def plain(name: object) -> str:
    """A name as its reader sees it: the register and the journal differ in case, spaces and ё."""
    return " ".join(str(name).lower().replace("ё", "е").split())


def sample(name: str) -> list[Row]:
    with contextlib.closing(openpyxl.load_workbook(demo.SAMPLES / name, read_only=True)) as book:
        return list(book.worksheets[0].iter_rows(values_only=True))


def write(path: Path, rows: list[Row]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(path)


def test_ctrl_c_stops_everything_and_the_second_start_has_nothing_to_migrate(platform: Platform) -> None:
    everybody = [process for child in platform.running().values() for process in (child, *child.children())]
    assert platform.stop() == 0
    first = platform.log()
    assert "did not stop in time" not in first
    assert "migrating people, nonconformity, analytics" in first
    assert psutil.wait_procs(everybody, 5)[1] == []
    platform.start()
    assert "migrating" not in platform.log()[len(first) :]


def test_a_killed_supervisor_leaves_nobody_behind_and_the_next_start_is_clean(platform: Platform) -> None:
    children = platform.running().values()
    everybody = [process for child in children for process in (child, *child.children())]
    psutil.Process(next(iter(children)).ppid()).kill()
    assert platform.stop() == -signal.SIGKILL
    assert psutil.wait_procs(everybody, 20)[1] == []
    platform.start()


def test_servers_that_somebody_else_runs_take_the_place_of_ours(
    tmp_path: Path, fresh_database: Callable[[str], str], nats_server: Nats
) -> None:
    databases = {environment_name("DATABASE_URL", service): fresh_database(BLANK) for service in SERVICES}
    users = (*SERVICES, GATEWAY, OPERATOR)
    bus = {environment_name("NATS_URL", user): nats_server.url(user) for user in users}
    with Platform(tmp_path, environment={**databases, **bus}) as platform:
        assert set(platform.running()) == {"apis", "workers", "gateway"}
        assert platform.running()["apis"].environ()["DATABASE_URL_PEOPLE"] == databases["DATABASE_URL_PEOPLE"]
        assert not (platform.data / "postgres").exists()
        assert not (platform.data / "nats").exists()
    assert platform.exit_code == 0
