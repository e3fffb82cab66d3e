"""The demonstration union: two spreadsheets, loaded through the public API like anybody's own.

`python -m deploy.local.demo <address> <marker file>` loads it unless the installation already has people of its own.
The marker says how far it came: an interrupted load is repeated, which changes nothing that is loaded already.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from deploy.local.installation import DEMONSTRATION_DONE

SAMPLES = Path(__file__).resolve().parents[1] / "demo"
PEOPLE = ("people", SAMPLES / "members.xlsx")
JOURNAL = ("nonconformities", SAMPLES / "nonconformities.xlsx")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

BEGUN = "begun"
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


async def load(base_url: str, admin_login: str, admin_password: str) -> Union:
    """Load the demonstration union; what is loaded already stays as it is.

    Raises:
        LoadError: the platform refused, or took longer than `IMPORT_SECONDS` for a file.
    """
    async with _signed_in(base_url, admin_login, admin_password) as client:
        people = await _apply(client, *await _check(client, *PEOPLE))
        journal = await _apply(client, *await _check_when_people_are_known(client))
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


async def _check(client: httpx.AsyncClient, noun: str, path: Path) -> tuple[str, dict[str, Any]]:
    """Upload a spreadsheet; answers where its import is, and what the check found."""
    report = _body(await client.post(f"/api/v1/{noun}/imports", files={"file": _attachment(path)}))
    place = f"/api/v1/{noun}/imports/{report['id']}"
    return place, await _until(client, place, report, CHECKED)


async def _check_when_people_are_known(client: httpx.AsyncClient) -> tuple[str, dict[str, Any]]:
    """The check itself waits for people who are on their way; it is repeated when the very first were late."""
    deadline = time.monotonic() + PROJECTION_SECONDS
    place, report = await _check(client, *JOURNAL)
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


def _attachment(path: Path) -> tuple[str, bytes, str]:
    return path.name, path.read_bytes(), MEDIA_TYPE


def _body(answer: httpx.Response) -> dict[str, Any]:
    if answer.is_error:
        raise LoadError(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:500]}")
    body: dict[str, Any] = answer.json()
    return body


def main(base_url: str, marker: Path) -> None:
    """Load with the administrator of the environment, say what was loaded, and note in the marker how far we came."""
    account = (base_url, os.environ["PROFKOM_ADMIN_LOGIN"], os.environ["PROFKOM_ADMIN_PASSWORD"])
    try:
        if not marker.exists() and asyncio.run(has_people(*account)):
            print("there are people already, no demonstration is loaded")
        else:
            marker.write_text(BEGUN)
            print("loading the demonstration union")
            union = asyncio.run(load(*account))
            print(f"loaded {union.people.new} people and {union.journal.new} nonconformities")
    except LoadError as error:
        sys.exit(f"the demonstration union is not loaded: {error}")
    marker.write_text(DEMONSTRATION_DONE)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
