"""The demonstration union: two spreadsheets, loaded through the public API like anybody's own.

`python -m deploy.local.demo <address> <marker file>` loads it unless the installation already has people of its own.
The journal's year ends on the day it is loaded: what is open in it is due this week, and the figures have something to
show. The marker says how far it came, or on which day it began: an interrupted load is repeated as of the same day,
which changes nothing that is loaded already.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
from openpyxl import load_workbook

from deploy.local.installation import DEMONSTRATION_DONE
from shared import clock

SAMPLES = Path(__file__).resolve().parents[1] / "demo"
PEOPLE = ("people", SAMPLES / "members.xlsx")
JOURNAL = ("nonconformities", SAMPLES / "nonconformities.xlsx")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

JOURNAL_ENDS = date(2022, 12, 31)
"""The last day that the journal tells of; what is due later is open."""

CHECKED, APPLIED, FAILED = "checked", "applied", "failed"
IMPORT_SECONDS = 120.0
POLL_SECONDS = 0.25
PROJECTION_SECONDS = 60.0
"""How long the journal may take to learn of the people just imported: it knows them from events."""


class LoadError(Exception):
    """The demonstration could not be loaded; the message says what the platform answered."""


@dataclass(frozen=True)
class Loaded:
    """What an import did, in rows."""

    rows: int
    new: int
    invalid: int


@dataclass(frozen=True)
class Union:
    """The loaded demonstration."""

    people: Loaded
    journal: Loaded


async def load(base_url: str, admin_login: str, admin_password: str, *, today: date) -> Union:
    """Load the demonstration union as of today; what is loaded already stays as it is.

    Raises:
        LoadError: the platform refused, or took longer than `IMPORT_SECONDS` for a file.
    """
    async with _signed_in(base_url, admin_login, admin_password) as client:
        noun, path = PEOPLE
        people = await _apply(client, *await _check(client, noun, (path.name, path.read_bytes(), MEDIA_TYPE)))
        journal = await _apply(client, *await _check_when_people_are_known(client, today))
    return Union(people, journal)


async def has_people(base_url: str, admin_login: str, admin_password: str) -> bool:
    """Tell whether anybody is registered beside the first administrator.

    Raises:
        LoadError: the platform refused.
    """
    async with _signed_in(base_url, admin_login, admin_password) as client:
        return len(_body(await client.get("/api/v1/people", params={"limit": 2}))["items"]) > 1


@asynccontextmanager
async def _signed_in(base_url: str, login: str, password: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=base_url, timeout=60) as client:
        try:
            answer = await client.post("/api/v1/auth/token", data={"username": login, "password": password})
            client.headers["Authorization"] = f"Bearer {_body(answer)['access_token']}"
            yield client
        except httpx.HTTPError as error:
            raise LoadError(f"the platform does not answer: {error!r}") from error


async def _check(client: httpx.AsyncClient, noun: str, file: tuple[str, bytes, str]) -> tuple[str, dict[str, Any]]:
    """Upload a spreadsheet; answers where its import is, and what the check found."""
    report = _body(await client.post(f"/api/v1/{noun}/imports", files={"file": file}))
    place = f"/api/v1/{noun}/imports/{report['id']}"
    return place, await _until(client, place, report, CHECKED)


async def _check_when_people_are_known(client: httpx.AsyncClient, today: date) -> tuple[str, dict[str, Any]]:
    """The check itself waits for people who are on their way; it is repeated when the very first were late."""
    deadline = time.monotonic() + PROJECTION_SECONDS
    noun, path = JOURNAL
    place, report = await _check(client, noun, (path.name, brought_to(path, today), MEDIA_TYPE))
    while report["counts"]["invalid"] and time.monotonic() < deadline:
        await asyncio.sleep(2)
        report = await _until(client, place, _body(await client.post(f"{place}/check", json={})), CHECKED)
    return place, report


async def _apply(client: httpx.AsyncClient, place: str, report: dict[str, Any]) -> Loaded:
    answer = _body(await client.post(f"{place}/apply", json={}))
    counts = (await _until(client, place, answer, APPLIED))["counts"]
    return Loaded(rows=counts["rows"], new=report["counts"]["new"], invalid=counts["invalid"])


async def _until(client: httpx.AsyncClient, place: str, report: dict[str, Any], state: str) -> dict[str, Any]:
    deadline = time.monotonic() + IMPORT_SECONDS
    while report["state"] != state:
        if report["state"] == FAILED or time.monotonic() > deadline:
            raise LoadError(f"{place} is {report['state']}: {report['problems'][:3]}")
        await asyncio.sleep(POLL_SECONDS)
        report = _body(await client.get(place))
    return report


def brought_to(path: Path, today: date) -> bytes:
    """The journal moved by whole weeks, so that it ends in the week before today and Mondays stay Mondays."""
    by = timedelta(weeks=(today - JOURNAL_ENDS).days // 7)
    book = load_workbook(path)
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, datetime):
                cell.value += by
            elif isinstance(cell.value, str) and (day := _written_day(cell.value)):
                cell.value = f"{day + by:%d.%m.%Y}"
    moved = BytesIO()
    book.save(moved)
    return moved.getvalue()


def _written_day(text: str) -> date | None:
    """Some dates are typed as text, as in any journal kept by hand."""
    try:
        return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None


def _body(answer: httpx.Response) -> dict[str, Any]:
    if answer.is_error:
        raise LoadError(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:500]}")
    body: dict[str, Any] = answer.json()
    return body


def main(base_url: str, marker: Path) -> None:
    """Load with the administrator of the environment, say what was loaded, and note in the marker how far we came."""
    began = marker.read_text() if marker.exists() else ""
    today = date.fromisoformat(began) if began else clock.now().date()
    account = (base_url, os.environ["PROFKOM_ADMIN_LOGIN"], os.environ["PROFKOM_ADMIN_PASSWORD"])
    try:
        if not began and asyncio.run(has_people(*account)):
            print("there are people already, no demonstration is loaded")
        else:
            marker.write_text(today.isoformat())
            print("loading the demonstration union")
            union = asyncio.run(load(*account, today=today))
            print(f"loaded {union.people.new} people and {union.journal.new} nonconformities")
    except LoadError as error:
        sys.exit(f"the demonstration union is not loaded: {error}")
    marker.write_text(DEMONSTRATION_DONE)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
