"""An operator sees what happened to a record, and mends what could not take effect, from the command line."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from deploy.local.keeping import KeptLog, kept_files
from shared.contracts.envelope import Event
from shared.ids import new_id
from tests.support.callers import Union
from tests.support.operating import ENVIRONMENT, Result, done, operate, refused
from tests.support.platform import Platform
from tests.support.quiet import wait_quiet

server = pytest.mark.server
EXPECTED = ("act nonconformity.registered.v1", "noted that the event", "took the event")
INSPECTOR = "Соколова Вера Ильинична"
DESCRIPTION = "Ступень лестницы сломана, звонить Петренко по 8 900 123-45-67"


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with Platform(tmp_path_factory.mktemp("operating"), environment=ENVIRONMENT) as platform:
        yield platform


@pytest.fixture(scope="module")
def filed(platform: Platform) -> httpx.Response:
    """The answer to a filing."""
    union = Union(platform)
    branch = union.branch("Онежское")
    finding = union.finding(union.site("Онежская АЭС", branch), union.category("Эстакады и переходы"))
    inspector = union.person(INSPECTOR, branch, ("inspector", branch))
    wait_quiet(platform)
    answer = inspector.post("/api/v1/nonconformities", {**finding, "description": DESCRIPTION})
    inspector.post(f"/api/v1/nonconformities/{answer.json()['id']}/comments", {"text": DESCRIPTION})
    wait_quiet(platform)
    union.close()
    return answer


def asked(platform: Platform, *words: str) -> Result:
    return operate(*words, data=platform.data, port=platform.port)


@server
@pytest.mark.parametrize("by", ["number", "id", "correlation id"])
def test_a_trace_tells_the_act_its_publication_its_effects_and_its_log_lines(
    platform: Platform, filed: httpx.Response, by: str
) -> None:
    body, correlation = filed.json(), filed.headers["x-correlation-id"]
    told = done(asked(platform, "trace", {"number": body["number"], "id": body["id"]}.get(by, correlation)))
    lines = told.splitlines()[1:]
    found = {words: next(line for line in lines if words in line) for words in EXPECTED}
    assert lines[0] == found["act nonconformity.registered.v1"]  # what follows may overtake each other by milliseconds
    assert [line for line in lines if "analytics" in line and "stored the event" in line], told
    assert any("log:" in line and correlation in line and "status=201" in line for line in lines), told
    assert f"the figures count {body['number']} as registered" in told
    moments = [line[:23] for line in lines if line[:2] == "20"]
    assert moments == sorted(moments)


@server
def test_a_trace_of_a_record_tells_of_what_belongs_to_it(platform: Platform, filed: httpx.Response) -> None:
    assert "act comment.added.v1" in done(asked(platform, "trace", filed.json()["number"]))


@server
def test_a_trace_shows_no_name_no_phone_and_nothing_that_was_typed(platform: Platform, filed: httpx.Response) -> None:
    told = done(asked(platform, "trace", filed.json()["number"]))
    assert not [word for word in (*INSPECTOR.split(), "Петренко", "123-45-67", "лестницы") if word in told]


@server
def test_what_nobody_knows_is_said(platform: Platform) -> None:
    result = asked(platform, "trace", "НС-2001-00001")
    assert (result.returncode, result.stdout) == (1, "Nothing is known of НС-2001-00001.\n")


@server
def test_dead_letters_are_listed_shown_and_replayed(platform: Platform) -> None:
    good, bad = branch_created("Ладожское"), branch_created(None)
    bury(platform, good, bad)
    listed = done(asked(platform, "dead-letters"))
    assert str(good.id) in listed
    assert "people.branch.created: ValueError" in listed
    shown = done(asked(platform, "dead-letters", "show", str(good.id)))
    assert "attempts         5" in shown
    assert "Ладожское" not in shown + listed
    assert "Ладожское" in done(asked(platform, "dead-letters", "show", str(good.id), "--body"))
    look(platform, f"UPDATE dead_letters SET state = 'retrying' WHERE event_id = '{good.id}'")
    assert "state            retrying" in done(asked(platform, "dead-letters", "show", str(good.id)))
    assert "still being retried by nonconformity" in refused(asked(platform, "dead-letters", "replay", str(good.id)))
    look(platform, f"UPDATE dead_letters SET state = 'dead' WHERE event_id = '{good.id}'")
    again = asked(platform, "dead-letters", "replay", "--all")
    assert again.returncode == 1
    assert f"{good.id} took effect in nonconformity." in again.stdout
    assert f"{bad.id} failed again" in again.stdout
    assert look(platform, "SELECT count(*) FROM branches WHERE name = 'Ладожское'") == 1
    assert str(good.id) not in done(asked(platform, "dead-letters", "list"))
    done(asked(platform, "dead-letters", "discard", str(bad.id)))
    assert done(asked(platform, "dead-letters")) == "There are no dead letters.\n"
    assert "No service has a dead letter" in refused(asked(platform, "dead-letters", "replay", str(uuid4())))


def branch_created(name: str | None) -> Event:
    """An event of people; without a name it breaks its contract."""
    branch_id = new_id()
    data = {"id": str(branch_id), "version": 1, "name": name, "city": None, "time_zone": "Europe/Moscow"}
    return Event(
        id=new_id(),
        source="/people",
        type="profkom.people.branch.created.v1",
        subject=str(branch_id),
        time=datetime.now(UTC),
        data=data,
    )


def bury(platform: Platform, *events: Event) -> None:
    """Put events where they lie after five attempts that failed."""

    async def insert() -> None:
        connection = await asyncpg.connect(platform.database_url("nonconformity"))
        for event in events:
            await connection.execute(
                "INSERT INTO dead_letters (event_id, topic, body, attempts, error, state) "
                "VALUES ($1, $2, $3, 5, 'ValueError: Ладожское', 'dead')",
                UUID(str(event.id)),
                event.topic,
                event.model_dump_json().encode(),
            )
        await connection.close()

    asyncio.run(insert())


def look(platform: Platform, question: str) -> object:
    async def fetch() -> object:
        connection = await asyncpg.connect(platform.database_url("nonconformity"))
        try:
            return await connection.fetchval(question)
        finally:
            await connection.close()

    return asyncio.run(fetch())


@server
def test_the_kept_log_is_closed_to_others_and_holds_no_password(platform: Platform, filed: httpx.Response) -> None:
    (path,) = kept_files(platform.data / "logs")
    assert path.stat().st_mode & 0o777 == 0o600
    kept = path.read_text()
    assert filed.headers["x-correlation-id"] in kept
    assert "sign in " not in kept
    assert "sign in " in platform.log()


def test_a_full_log_is_turned_and_the_oldest_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.local.keeping.LARGEST", 100)
    log = KeptLog(tmp_path / "logs")
    for number in range(20):
        log.write(b"line %d, which is long enough to fill half of a file\n" % number)
    files = kept_files(tmp_path / "logs")
    assert len(files) <= 4
    kept = "".join(path.read_text() for path in files)
    assert "line 19," in kept
    assert "line 0," not in kept
    numbers = [line.partition("line ")[2].split(",")[0] for line in kept.splitlines()]
    assert numbers == sorted(numbers, key=int)
