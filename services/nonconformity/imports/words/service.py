"""The words for states: read, and replaced as a whole."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import State
from services.nonconformity.imports.rows import STATUS_WORDS
from services.nonconformity.imports.words import repository
from services.nonconformity.imports.words.schemas import StatusWord, StatusWords
from shared.importing import word_key


async def listed(session: AsyncSession) -> StatusWords:
    rows = await repository.listed(session)
    return StatusWords(
        items=[StatusWord(word=row.word, state=State(row.state)) for row in rows],
        known={state: list(words) for state, words in STATUS_WORDS.items()},
    )


async def replace(session: AsyncSession, *, words: StatusWords) -> None:
    """Of a word that is given twice, the last counts; case and punctuation make no other word."""
    rows = {key: item for item in words.items if (key := word_key(item.word))}
    await repository.replace(
        session, [{"key": key, "word": item.word, "state": item.state} for key, item in rows.items()]
    )
