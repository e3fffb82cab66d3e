"""The sample register as the journal would know it from people's events."""

from functools import cache

from services.nonconformity.projections import service as projections
from shared.contracts.people import BranchData, PersonData, SiteData
from shared.db.database import Database
from shared.i18n import Text
from shared.importing import (
    FieldSpec,
    ImportLog,
    PersonName,
    TableSpec,
    canonical_number,
    full_name,
    open_table,
    personnel_number,
    text,
)
from tests.services.nonconformity.samples import MEMBERS
from tests.services.nonconformity.world import branch, person, site

_REGISTER = TableSpec(
    fields=(
        FieldSpec("number", Text(ru="Таб. №", en="Number"), personnel_number, required=True, compare=canonical_number),
        FieldSpec("name", Text(ru="ФИО", en="Name"), full_name, required=True, compare=lambda name: name.key),
        FieldSpec("branch", Text(ru="Отделение", en="Branch"), text(200)),
        FieldSpec("site", Text(ru="В командировке", en="Assignment"), text(200)),
    ),
    key=("number",),
)


@cache
def sample_register() -> tuple[list[BranchData], list[SiteData], list[PersonData]]:
    """The branches, sites and persons of deploy/demo/members.xlsx."""
    branches: dict[str, BranchData] = {}
    sites: dict[str, SiteData] = {}
    persons: list[PersonData] = []
    with open_table(MEMBERS, _REGISTER) as table:
        log = ImportLog(table)
        for row in table.rows():
            if not log.accept(row):
                continue
            home = branches.setdefault(row.values["branch"], branch(row.values["branch"]))
            if away := row.values["site"]:
                sites.setdefault(away, site(away))
            name: PersonName = row.values["name"]
            persons.append(person(str(name), home.id, number=row.values["number"]))
    return list(branches.values()), list(sites.values()), persons


async def project_sample_register(database: Database) -> None:
    """Let the journal know all of them."""
    branches, sites, persons = sample_register()
    async with database.transaction() as session:
        await projections.know_branches(session, branches)
        await projections.know_sites(session, sites)
        await projections.know_persons(session, persons)
