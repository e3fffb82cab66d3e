"""What an empty installation needs before anybody can sign in: the default roles and the first administrator."""

from datetime import date
from uuid import UUID

from sqlalchemy import exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.people import events, repository
from services.people.access import repository as access
from services.people.accounts.service import require_strong
from services.people.domain.accounts import canonical_login
from services.people.domain.persons import FIELDS, difference
from services.people.domain.roles import ADMINISTRATOR, DEFAULT_ROLES, DefaultRole
from services.people.models import Account, Grant, Person, Role
from shared import clock, outbox
from shared.ids import new_id


async def seed_roles(session: AsyncSession) -> int:
    """Create the default roles that are missing; how many. What an administrator changed since stays.

    Only the administrator's role is brought up to date: it always holds every permission of this release.
    """
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtext('profkom.people.bootstrap'))"))
    created = 0
    for default in DEFAULT_ROLES:
        role = await access.role_by_code(session, default.code)
        if role is None:
            await _create_role(session, default)
            created += 1
        elif role.code == ADMINISTRATOR:
            await _complete(session, role, default)
    return created


async def has_accounts(session: AsyncSession) -> bool:
    return bool(await session.scalar(select(exists().select_from(Account))))


async def create_first_administrator(
    session: AsyncSession, *, login: str, password: str, password_hash: str, today: date
) -> UUID:
    """The person, account and grant of the first administrator. Raises InvalidInput for a weak password."""
    require_strong(password, login)
    person = Person(
        id=new_id(), last_name="Администратор", first_name="платформы", is_member=False, version=1, **_UNKNOWN
    )
    session.add(person)
    await session.flush()
    _add_history(session, "person", person.id, "registered")
    row = repository.values_of(person, ("id", "version", *FIELDS))
    account = Account(
        id=new_id(),
        person_id=person.id,
        login=login,
        login_key=canonical_login(login),
        password_hash=password_hash,
        password_set_at=clock.now(),
        disabled=False,
        failed_attempts=0,
    )
    role = await access.role_by_code(session, ADMINISTRATOR)
    assert role is not None
    grant = Grant(
        id=new_id(),
        person_id=person.id,
        role_id=role.id,
        branch_id=None,
        valid_from=today,
        granted_at=clock.now(),
    )
    session.add_all([account, grant])
    await session.flush()
    _add_history(session, "account", account.id, "created")
    _add_history(session, "grant", grant.id, "given")
    await outbox.add(
        session,
        events.person("registered", row, actor=None),
        events.account("created", account, branch=None, actor=None),
        events.grant("given", grant, role.code, actor=None),
    )
    return person.id


_UNKNOWN = dict.fromkeys(set(FIELDS) - {"last_name", "first_name", "is_member"})


async def _create_role(session: AsyncSession, default: DefaultRole) -> None:
    role = Role(
        id=new_id(),
        code=default.code,
        name_ru=default.name.ru,
        name_en=default.name.en,
        permissions=sorted(default.permissions),
    )
    session.add(role)
    await session.flush()
    _add_history(session, "role", role.id, "created")
    await outbox.add(session, events.role("created", role, actor=None))


async def _complete(session: AsyncSession, role: Role, default: DefaultRole) -> None:
    changed = difference({"permissions": role.permissions}, {"permissions": sorted(default.permissions)})
    if changed:
        role.permissions = sorted(default.permissions)
        await session.flush()
        repository.add_history(
            session,
            noun="role",
            record_id=role.id,
            version=role.version,
            act="changed",
            changed=changed,
            actor_id=None,
        )
        await outbox.add(session, events.role("changed", role, actor=None, changed=changed))


def _add_history(session: AsyncSession, noun: str, record_id: UUID, act: str) -> None:
    repository.add_history(session, noun=noun, record_id=record_id, version=1, act=act, changed={}, actor_id=None)
