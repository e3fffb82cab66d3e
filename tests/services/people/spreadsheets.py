"""Spreadsheets for the import's tests, and somebody who sends them and does the worker's part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.people.imports.target import RegisterImport
from shared.auth.principal import Principal
from shared.importing.flow import ImportJobs
from tests.services.people.conftest import People

HEADINGS = (
    "Таб. №",
    "ФИО",
    "Дата рождения",
    "Отделение",
    "Подразделение",
    "Член профсоюза",
    "Дата вступления",
    "Телефон",
)
ANNA = ("100704", "Катаева Анна Петровна", "24.05.1975", "Курское", "Цех 1", "да", "19.10.2011", "8 (994) 032-73-88")
BORIS = ("100705", "Лагунов Борис Ильич", "08.10.1983", "Курское", "Цех 2", "нет", "21.04.2010", "")


def table(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, above: Sequence[str] = ()) -> bytes:
    """A spreadsheet as delimited text."""
    lines = [*above, *(";".join(row) for row in (headings, *rows))]
    return "\n".join(lines).encode()


def changed(row: Sequence[str], **values: str) -> tuple[str, ...]:
    """A row with other values: `number`, `name`, `born`, `branch`, `unit`, `member`, `joined`, `phone`."""
    names = ("number", "name", "born", "branch", "unit", "member", "joined", "phone")
    return tuple(values.get(name, value) for name, value in zip(names, row, strict=True))


@dataclass
class Clerk:
    """Imports spreadsheets, and runs each step's job where the worker would."""

    people: People
    by: Principal | None = None

    def __post_init__(self) -> None:
        self.jobs = ImportJobs(self.people.database, RegisterImport(zone="Europe/Moscow"))

    async def check(self, content: bytes, *, name: str = "members.csv") -> Any:
        answer = await self.people.request(
            "POST",
            "/api/v1/people/imports",
            by=self.by,
            files={"file": (name, content)},
            headers={"Prefer": "wait=0"},
            status=201,
        )
        return await self.run("import.check", answer.json()["id"])

    async def apply(self, card: Mapping[str, Any], mapping: Mapping[str, str | None] | None = None) -> Any:
        await self.step(card, "apply", {"mapping": mapping} if mapping else None)
        return await self.run("import.apply", card["id"])

    async def undo(self, card: Mapping[str, Any]) -> Any:
        await self.step(card, "undo")
        return await self.run("import.undo", card["id"])

    async def bring(self, content: bytes) -> Any:
        """Check and apply."""
        return await self.apply(await self.check(content))

    async def step(self, card: Mapping[str, Any], verb: str, body: Any = None, status: int = 200) -> Any:
        path = f"/api/v1/people/imports/{card['id']}/{verb}"
        answer = await self.people.request(
            "POST", path, by=self.by, json=body, headers={"Prefer": "wait=0"}, status=status
        )
        return answer.json()

    async def run(self, job: str, import_id: str) -> Any:
        await self.jobs.handlers[job]({"import_id": import_id})
        return await self.people.get(f"/api/v1/people/imports/{import_id}", by=self.by)

    async def person(self, number: str) -> Any:
        """The card of this personnel number, or None."""
        found = await self.people.get("/api/v1/people", personnel_number=number)
        return found["items"][0] if found["items"] else None


def counts(card: Mapping[str, Any]) -> dict[str, int]:
    """The counts that are not zero, without the sum."""
    return {name: number for name, number in card["counts"].items() if number and name != "rows"}


def codes(card: Mapping[str, Any]) -> list[tuple[int | None, str]]:
    """(row, code) of every problem."""
    return [(problem["row"], problem["code"]) for problem in card["problems"]]
