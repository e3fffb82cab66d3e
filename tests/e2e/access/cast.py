"""Who knocks: one person of each role in one branch, those who take part in the record, a stranger, nobody at all."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from tests.support.callers import Caller, Union

#: Columns of the table, from outside in. Roles are held in the branch of the record, the last two everywhere.
ROLES = ("member", "inspector", "employer", "activist", "accountant", "staff", "branch_chair", "chair", "administrator")
EVERYWHERE = frozenset({"chair", "administrator"})
NOBODY, FOREIGN, AUTHOR, RESPONSIBLE = "not signed in", "chair of another branch", "author", "responsible"
COLUMNS = (NOBODY, FOREIGN, *ROLES[:2], AUTHOR, ROLES[2], RESPONSIBLE, *ROLES[3:])


@dataclass(frozen=True)
class Place:
    """Where the records are, and the branch next door."""

    branch: str
    site: str
    category: str
    unit: str
    other_branch: str


@dataclass(frozen=True)
class Cast:
    """Callers by column; `nobody` sends no token."""

    place: Place
    callers: Mapping[str, Caller]
    nobody: httpx.Client

    def client(self, column: str) -> httpx.Client:
        return self.nobody if column == NOBODY else self.callers[column].client


def assemble(union: Union, *, north: str = "Алданское", south: str = "Вычегодское") -> Cast:
    """`north` and `south`: names of the two branches, which no other cast on the same platform has."""
    branch, other = union.branch(north), union.branch(south)
    place = Place(
        branch=branch,
        other_branch=other,
        site=union.site(f"АЭС: {north}", branch),
        category=union.category(f"Проёмы и площадки: {north}"),
        unit=str(union.admin.made("/api/v1/units", {"branch_id": branch, "name": "Цех доступа"})["id"]),
    )
    callers = {
        role: union.person(f"{name} Мария Львовна", branch, (role, None if role in EVERYWHERE else branch))
        for role, name in zip(ROLES, _SURNAMES, strict=True)
    }
    callers[FOREIGN] = union.person("Чужакова Мария Львовна", other, ("branch_chair", other))
    callers[AUTHOR] = union.person("Авторова Мария Львовна", branch, ("member", branch))
    callers[RESPONSIBLE] = union.person("Ответова Мария Львовна", other, ("employer", other))
    return Cast(place, callers, union.stranger())


_SURNAMES = (
    "Членова", "Инспектова", "Работова", "Активова", "Бухгалова", "Аппаратова", "Отделова", "Председова", "Админова",
)  # fmt: skip
