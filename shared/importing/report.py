"""What an import answers: columns, counts and problems. Kept as codes and values, put into words when shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.i18n import Locale, Text
from shared.importing.texts import PROBLEMS

SHOWN_PROBLEMS = 1_000
Outcome = Literal["new", "changed", "unchanged", "repeated", "invalid"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: `row` is the number that the spreadsheet program shows, `column` the heading; None = the file."""

    code: str
    row: int | None = None
    column: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def message(self, locale: Locale, texts: Mapping[str, Text]) -> str:
        return texts[self.code].render(locale, self.params or None)


class ImportColumn(BaseModel):
    """A column as it was understood. `number` counts from 1 and may be used in a corrected mapping like the heading."""

    number: int
    heading: str
    field: str | None
    samples: list[str]


class ImportCounts(BaseModel):
    """Rows with data, and what became of them: the other five always add up to `rows`."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    invalid: int = 0


class ImportProblem(BaseModel):
    row: int | None = Field(description="Row number as the spreadsheet program shows it")
    column: str | None = Field(description="Heading of the column")
    code: str
    message: str


class ImportReport(BaseModel):
    """The wire answer of an import. `problems` holds the first thousand, `problems_total` counts them all."""

    id: UUID
    state: str
    columns: list[ImportColumn]
    counts: ImportCounts
    problems: list[ImportProblem]
    problems_total: int


class StoredProblem(BaseModel):
    """A problem as JSON in a table; a parameter in two languages is {"ru": ..., "en": ...}."""

    code: str
    row: int | None = None
    column: str | None = None
    params: dict[str, Any] = {}

    @classmethod
    def of(cls, problem: Problem) -> "StoredProblem":
        params = {k: {"ru": v.ru, "en": v.en} if isinstance(v, Text) else v for k, v in problem.params.items()}
        return cls(code=problem.code, row=problem.row, column=problem.column, params=params)

    def problem(self) -> Problem:
        params = {k: Text(**v) if isinstance(v, dict) else v for k, v in self.params.items()}
        return Problem(self.code, self.row, self.column, params)


class StoredReport(BaseModel):
    """What a check found, to be kept as JSON between the check and the answers about it."""

    columns: list[ImportColumn] = []
    counts: ImportCounts = ImportCounts()
    problems: list[StoredProblem] = []
    problems_total: int = 0

    def render(self, locale: Locale, *, id: UUID, state: str, texts: Mapping[str, Text] | None = None) -> ImportReport:
        """The answer in one language; `texts` are the service's own problems, by code."""
        words = {**PROBLEMS, **(texts or {})}
        problems = []
        for stored in self.problems:
            message = stored.problem().message(locale, words)
            problems.append(ImportProblem(row=stored.row, column=stored.column, code=stored.code, message=message))
        return ImportReport(
            id=id, state=state, columns=self.columns, counts=self.counts, problems=problems,
            problems_total=self.problems_total,
        )  # fmt: skip


class ProblemLog:
    """Collects problems: the first `limit` are kept, all are counted."""

    def __init__(self, limit: int = SHOWN_PROBLEMS) -> None:
        self._limit = limit
        self._kept: list[Problem] = []
        self.by_code: Counter[str] = Counter()

    def add(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.by_code[problem.code] += 1
            if len(self._kept) < self._limit:
                self._kept.append(problem)

    @property
    def total(self) -> int:
        return self.by_code.total()

    @property
    def kept(self) -> list[Problem]:
        """In the order of the file: what concerns the whole of it first."""
        return sorted(self._kept, key=lambda problem: problem.row or 0)
