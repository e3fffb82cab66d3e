"""Use cases of the journal's options."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.events import settings as events
from services.nonconformity.options import repository
from services.nonconformity.options.schemas import Options, OptionsEdit
from shared import outbox
from shared.auth.permissions import NONCONFORMITY_CONFIGURE
from shared.auth.principal import Principal
from shared.web.versions import check_version


async def show(session: AsyncSession, *, principal: Principal) -> Options:
    row = await repository.get(session)
    return _shape(row.version, row.repeat_days, principal)


async def edit(session: AsyncSession, *, principal: Principal, expected: int, changes: OptionsEdit) -> Options:
    """What was filed before keeps saying what it repeated then; cards look anew."""
    row = await repository.get(session, lock=True)
    check_version(row.version, expected)
    if changes.repeat_days == row.repeat_days:
        return _shape(row.version, row.repeat_days, principal)
    version, days = row.version + 1, changes.repeat_days
    await repository.change(session, {"version": version, "repeat_days": days})
    told = {"repeat_days": (row.repeat_days, days)}
    await outbox.add(session, events.of_options(version=version, repeat_days=days, actor_id=principal.id, changed=told))
    return _shape(version, days, principal)


def _shape(version: int, repeat_days: int, principal: Principal) -> Options:
    allowed = principal.holds(NONCONFORMITY_CONFIGURE)
    return Options(version=version, repeat_days=repeat_days, allowed_actions=["edit"] if allowed else [])
