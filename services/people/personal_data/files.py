"""Use cases of files of personal data: ask for one, take it. Who asked and who took is kept."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.people import policies
from services.people import repository as common
from services.people.errors.personal_data import FileExpired
from services.people.models import DataFile, Person
from services.people.personal_data import repository
from shared import clock, jobs
from shared.auth.permissions import PEOPLE_ERASE
from shared.auth.principal import Principal
from shared.errors import Forbidden, NotFound
from shared.ids import new_id
from shared.logging import get_logger
from shared.telemetry import current_correlation_id

log = get_logger(__name__)

JOB: Final = "data_files.collect"
KEPT: Final = timedelta(days=7)


async def require_person(session: AsyncSession, principal: Principal, person_id: UUID, *, lock: bool = False) -> Person:
    """The person, for themselves and for whoever may hand out all that is held. Raises NotFound, Forbidden."""
    person = await (common.lock(session, Person, person_id) if lock else session.get(Person, person_id))
    if person is None or person.removed_at is not None:
        raise NotFound
    if person_id != principal.id and not principal.may(PEOPLE_ERASE, person.branch_id):
        raise Forbidden if policies.may_see_person(principal, person.id, person.branch_id) else NotFound
    return person


async def request(session: AsyncSession, *, principal: Principal, person_id: UUID) -> None:
    """Begin to collect all that is held on a person; when that is under way, nothing more happens."""
    person = await require_person(session, principal, person_id, lock=True)
    if await repository.waiting_file(session, person_id) is not None:
        return
    file = DataFile(
        id=new_id(), person_id=person_id, state="waiting", requested_by=principal.id, requested_at=clock.now()
    )
    session.add(file)
    common.add_history(
        session,
        noun="person",
        record_id=person_id,
        version=person.version,
        act="data_file_requested",
        changed={},
        actor_id=principal.id,
    )
    await session.flush()
    await jobs.enqueue(session, JOB, {"file_id": str(file.id), "correlation_id": current_correlation_id()})
    log.info("file of personal data requested", person=str(person_id), by=str(principal.id))


async def take(session: AsyncSession, *, principal: Principal, person_id: UUID, file_id: UUID) -> bytes:
    """The ZIP. Raises NotFound, Forbidden, FileExpired."""
    await require_person(session, principal, person_id)
    content = await repository.take_content(session, person_id, file_id, clock.now())
    if content is None:
        raise FileExpired
    log.info("file of personal data taken", person=str(person_id), by=str(principal.id), file=str(file_id))
    return content
