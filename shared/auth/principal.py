"""Who is asking, and what they hold: read from a verified token, never from the request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self
from uuid import UUID

Kind = Literal["person", "integration", "robot"]


@dataclass(frozen=True, slots=True)
class Scope:
    """The branches in which something is allowed; `branches` None: in all of them."""

    branches: frozenset[UUID] | None

    @property
    def is_everywhere(self) -> bool:
        return self.branches is None

    @property
    def is_empty(self) -> bool:
        return self.branches is not None and not self.branches

    def includes(self, branch: UUID | None) -> bool:
        return self.branches is None or branch in self.branches


EVERYWHERE = Scope(None)


@dataclass(frozen=True, slots=True)
class Grant:
    """Permissions such as "nonconformity:assign", held in the branches of `scope`."""

    permissions: frozenset[str]
    scope: Scope

    def to_claim(self) -> dict[str, Any]:
        branches = self.scope.branches
        wire = "*" if branches is None else sorted(str(branch) for branch in branches)
        return {"p": sorted(self.permissions), "b": wire}

    @classmethod
    def from_claim(cls, claim: Mapping[str, Any]) -> Self:
        wire = claim["b"]
        scope = EVERYWHERE if wire == "*" else Scope(frozenset(UUID(branch) for branch in wire))
        return cls(frozenset(claim["p"]), scope)


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller. `id` is the person's id for people, the integration's or robot's own for the others."""

    id: UUID
    kind: Kind
    name: str
    grants: tuple[Grant, ...]
    session_id: UUID | None = None
    #: A role demands a second factor that is not there yet: nothing is allowed but to set it up.
    must_enrol: bool = False

    def scope(self, permission: str) -> Scope:
        """Where the permission is held."""
        return _union(grant.scope for grant in self.grants if permission in grant.permissions)

    def may(self, permission: str, branch: UUID | None) -> bool:
        """Whether the permission is held in the branch (None: a record of no branch, seen by holders everywhere)."""
        return self.scope(permission).includes(branch)

    def holds(self, permission: str) -> bool:
        """Whether the permission is held anywhere: the coarse check at the door."""
        return any(permission in grant.permissions and not grant.scope.is_empty for grant in self.grants)


def _union(scopes: Iterable[Scope]) -> Scope:
    branches: set[UUID] = set()
    for scope in scopes:
        if scope.branches is None:
            return EVERYWHERE
        branches |= scope.branches
    return Scope(frozenset(branches))
