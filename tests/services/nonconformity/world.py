"""Two branches with their people, as the journal knows them from people's events."""

from dataclasses import dataclass, field
from uuid import UUID

from services.nonconformity.projections import service as projections
from shared.auth import permissions
from shared.auth.principal import Grant, Principal, Scope
from shared.contracts.people import BranchData, PersonData, SiteData
from shared.db.database import Database
from shared.ids import new_id


def branch(name: str, time_zone: str = "Europe/Moscow", *, version: int = 1) -> BranchData:
    return BranchData(id=new_id(), version=version, name=name, city=None, time_zone=time_zone)


def site(name: str, *, aliases: tuple[str, ...] = (), branch_id: UUID | None = None) -> SiteData:
    return SiteData(
        id=new_id(), version=1, name=name, aliases=aliases, city=None, country="Россия", branch_id=branch_id
    )


def person(
    full_name: str, branch_id: UUID | None, *, number: str | None = None, removed: bool = False, version: int = 1
) -> PersonData:
    last, first, *middle = full_name.split()
    return PersonData(
        id=new_id(),
        version=version,
        personnel_number=number,
        last_name=last,
        first_name=first,
        middle_name=middle[0] if middle else None,
        branch_id=branch_id,
        unit_id=None,
        position=None,
        is_member=True,
        joined_on=None,
        left_on=None,
        assignment_site_id=None,
        removed=removed,
    )


def acting(who: PersonData, *held: str, branches: tuple[UUID, ...] | None = None) -> Principal:
    """The person, holding these permissions in their own branch, or in `branches`."""
    scope = frozenset(branches or ((who.branch_id,) if who.branch_id else ()))
    return Principal(
        id=who.id,
        kind="person",
        name=f"{who.last_name} {who.first_name}",
        grants=(Grant(frozenset(held), Scope(scope)),) if held else (),
    )


INSPECTS = (permissions.NONCONFORMITY_READ, permissions.NONCONFORMITY_FILE)
TRIAGES = (permissions.NONCONFORMITY_READ, permissions.NONCONFORMITY_ASSIGN)
VERIFIES = (permissions.NONCONFORMITY_READ, permissions.NONCONFORMITY_VERIFY)


@dataclass
class World:
    """Курское (Moscow time) and Белоярское (two hours ahead); everybody acts with what their work needs."""

    kursk: BranchData = field(default_factory=lambda: branch("Курское"))
    beloyarsk: BranchData = field(default_factory=lambda: branch("Белоярское", "Asia/Yekaterinburg"))

    def __post_init__(self) -> None:
        kursk, beloyarsk = self.kursk.id, self.beloyarsk.id
        self.plant = site("Курская АЭС", aliases=("КуАЭС",), branch_id=kursk)
        self.far_plant = site("АЭС Аккую (Турция)")
        self.persons = {
            "inspector": person("Ёлкина Анна Петровна", kursk, number="100704"),
            "triage": person("Разборова Ольга Ивановна", kursk),
            "executor": person("Исполнев Олег Юрьевич", kursk),
            "helper": person("Помогаев Пётр Ильич", kursk),
            "verifier": person("Проверяева Нина Львовна", kursk),
            "watcher": person("Смотрев Семён Семёнович", beloyarsk),
            "stranger": person("Чужова Вера Павловна", beloyarsk),
            "gone": person("Ушёлов Глеб Глебович", kursk, removed=True),
        }
        self.inspector = acting(self.persons["inspector"], *INSPECTS)
        self.triage = acting(self.persons["triage"], *TRIAGES)
        self.executor = acting(self.persons["executor"])
        self.helper = acting(self.persons["helper"])
        self.verifier = acting(self.persons["verifier"], *VERIFIES)
        self.watcher = acting(self.persons["watcher"], *INSPECTS)
        self.stranger = acting(self.persons["stranger"], *INSPECTS, *TRIAGES, *VERIFIES)

    async def settle(self, database: Database) -> None:
        """Let the journal know all of them."""
        async with database.transaction() as session:
            await projections.know_branches(session, [self.kursk, self.beloyarsk])
            await projections.know_sites(session, [self.plant, self.far_plant])
            await projections.know_persons(session, list(self.persons.values()))
