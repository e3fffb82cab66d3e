"""Rules of the discussion: what a comment says and to whom, who may change it and until when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Audience(StrEnum):
    """Whom a comment is for. Who may see the record reads both."""

    STAFF = "staff"  #: those who may see the record
    AUTHOR = "author"  #: also the anonymous author, on the status page behind the secret code


MOST_MENTIONS = 20
_TOKEN = re.compile(r"@\[([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\]")


def mentioned(text: str) -> tuple[UUID, ...]:
    """The persons of the tokens `@[uuid]` in a text, each once, in their order."""
    return tuple(dict.fromkeys(UUID(found) for found in _TOKEN.findall(text)))


def with_names(text: str, names: Mapping[UUID, str]) -> str:
    """The text as people read it: `@[uuid]` becomes «@Иванов П. С.»; a token of nobody known stays «@…»."""
    return _TOKEN.sub(lambda found: "@" + names.get(UUID(found[1]), "…"), text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment as the rules see it. Once removed its text is empty and nobody is mentioned."""

    id: UUID
    version: int = 1
    nonconformity_id: UUID
    author_id: UUID | None  #: None: the anonymous author of the record
    audience: Audience = Audience.STAFF
    reply_to_id: UUID | None = None
    text: str
    written_at: datetime
    edited_at: datetime | None = None
    removed_at: datetime | None = None
    removed_by_id: UUID | None = None
    removal_reason: str | None = None

    @property
    def mention_ids(self) -> tuple[UUID, ...]:
        return mentioned(self.text)

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

    def editable_until(self, window: timedelta) -> datetime:
        return self.written_at + window


@dataclass(frozen=True, slots=True)
class Reader:
    """The one who looks at a comment or would change it; `editor`: of the journal of the record's branch."""

    id: UUID
    editor: bool
    at: datetime
    window: timedelta  #: how long an author may change what they wrote


class Doing(StrEnum):
    EDIT = "edit"
    REMOVE = "remove"


def may_edit(comment: Comment, reader: Reader) -> bool:
    """Its author, while it is fresh: what others may have answered to does not change under them."""
    fresh = reader.at <= comment.editable_until(reader.window)
    return not comment.is_removed and fresh and comment.author_id == reader.id


def may_remove(comment: Comment, reader: Reader) -> bool:
    """Its author, while it is fresh; later it is part of the journal, and an editor of the branch's answers for it."""
    return not comment.is_removed and (reader.editor or may_edit(comment, reader))


def allowed_actions(comment: Comment, reader: Reader) -> Sequence[Doing]:
    allowed = [Doing.EDIT] if may_edit(comment, reader) else []
    return [*allowed, Doing.REMOVE] if may_remove(comment, reader) else allowed
