"""SQL of what the journal keeps of people's branches, sites and persons."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession


async def take(session: AsyncSession, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert or overwrite a batch, sent at once; a row that is not newer than what is known changes nothing.

    `rows` have the same keys, come in any order and may name an id more than once.
    """
    if not rows:
        return
    statement = insert(table)
    overwritten = {name: statement.excluded[name] for name in rows[0] if name != "id"}
    newer = statement.on_conflict_do_update(
        index_elements=[table.c.id], set_=overwritten, where=table.c.version < statement.excluded.version
    )
    await session.execute(newer, list(rows))
