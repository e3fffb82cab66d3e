"""The branches, units and sites that a spreadsheet names: found by name, or to be created with the persons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from rapidfuzz.distance import OSA

from services.people.domain.structure import branch_key, home_branch, name_key, site_keys
from services.people.imports.knowledge import Knowledge, KnownPlace
from shared.ids import new_id

_SHORTEST_WITH_TYPO = 6


@dataclass(slots=True)
class NewPlace:
    """To be created, or to be revived when an undone import had removed it."""

    id: UUID
    name: str
    revived: bool
    branch_id: UUID | None = None  #: a unit's branch; the branch at home on a site
    cities: set[str] = field(default_factory=set)  #: of a branch: where its people are


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several places answer to the name."""


@dataclass(frozen=True, slots=True)
class Resemblance:
    value: str
    known: str


class Places:
    """Gives each name its place and remembers those that are new."""

    def __init__(self, known: Knowledge) -> None:
        self.new_branches: dict[UUID, NewPlace] = {}
        self.new_units: dict[UUID, NewPlace] = {}
        self.new_sites: dict[UUID, NewPlace] = {}
        self._names = {place.id: place.name for place in known.branches}
        #: Places that stand and take nobody new.
        self.closed = {
            p.id for places in (known.branches, known.units, known.sites) for p in places if p.closed and not p.removed
        }
        self._branches = _by_key((branch_key(place.name), place) for place in known.branches)
        self._units = _by_key(((place.branch_id, name_key(place.name)), place) for place in known.units)
        self._sites: defaultdict[str, dict[UUID, KnownPlace]] = defaultdict(dict)
        for place in known.sites:
            for key in site_keys(place.name, place.aliases):
                self._sites[key][place.id] = place

    def branch(self, name: str) -> UUID | None:
        """The branch of this name, when it stands or is about to."""
        place = self._branches.get(branch_key(name))
        return place.id if place and not place.removed else None

    def create_branch(self, name: str) -> UUID:
        key = branch_key(name)
        place = self._created(self.new_branches, name, self._branches.get(key))
        self._branches[key] = KnownPlace(place.id, name, removed=False)
        self._names[place.id] = name
        return place.id

    def unit(self, name: str, branch_id: UUID) -> UUID:
        """The unit of the branch, created when there is none."""
        key = (branch_id, name_key(name))
        known = self._units.get(key)
        if known and not known.removed:
            return known.id
        place = self._created(self.new_units, name, known)
        place.branch_id = branch_id
        self._units[key] = KnownPlace(place.id, name, removed=False, branch_id=branch_id)
        return place.id

    def site(self, name: str) -> UUID | Ambiguous | None:
        """The site of this name; without its note in brackets when nothing is called so in full."""
        full, *shorter = sorted(site_keys(name), key=len, reverse=True)
        for key in (full, *shorter):
            standing = {place.id for place in self._sites.get(key, {}).values() if not place.removed}
            if standing:
                return standing.pop() if len(standing) == 1 else Ambiguous()
        return None

    def create_site(self, name: str) -> UUID:
        removed = next((place for place in self._sites.get(name_key(name), {}).values() if place.removed), None)
        place = self._created(self.new_sites, name, removed)
        for key in site_keys(name):
            self._sites[key][place.id] = KnownPlace(place.id, name, removed=False)
        return place.id

    def settle_homes(self) -> None:
        """Give each new site the branch at home there, when its name says which. Called when all rows are read."""
        standing = [(place.id, place.name) for place in self._branches.values() if not place.removed]
        for site in self.new_sites.values():
            site.branch_id = home_branch(site.name, standing)

    def note_city(self, branch_id: UUID, city: str) -> None:
        if branch_id in self.new_branches:
            self.new_branches[branch_id].cities.add(city)

    def resembling_branch(self, name: str) -> Resemblance | None:
        """A standing branch whose name differs by one slip of the hand."""
        return _resembling(name, branch_key(name), ((k, p.name) for k, p in self._branches.items() if not p.removed))

    def resembling_site(self, name: str) -> Resemblance | None:
        standing = ((k, p.name) for k, places in self._sites.items() for p in places.values() if not p.removed)
        return _resembling(name, name_key(name), standing)

    @property
    def creates(self) -> dict[str, list[str]]:
        """What applying would create, by name."""
        units = [f"{self._names[unit.branch_id]}: {unit.name}" for unit in self.new_units.values() if unit.branch_id]
        named: Mapping[str, list[str]] = {
            "branches": [place.name for place in self.new_branches.values()],
            "units": units,
            "sites": [place.name for place in self.new_sites.values()],
        }
        return {kind: sorted(names) for kind, names in named.items() if names}

    @staticmethod
    def _created(among: dict[UUID, NewPlace], name: str, removed: KnownPlace | None) -> NewPlace:
        place = NewPlace(removed.id if removed else new_id(), name, revived=removed is not None)
        among[place.id] = place
        return place


def _by_key(places: Iterable[tuple[object, KnownPlace]]) -> dict[object, KnownPlace]:
    """By key; of two places of one name the one that stands."""
    found: dict[object, KnownPlace] = {}
    for key, place in places:
        if key not in found or found[key].removed:
            found[key] = place
    return found


def _resembling(name: str, key: str, others: Iterable[tuple[object, str]]) -> Resemblance | None:
    if len(key) < _SHORTEST_WITH_TYPO:
        return None
    digits = [sign for sign in key if sign.isdigit()]
    for other, called in others:
        other_key = str(other)
        alike = OSA.distance(key, other_key, score_cutoff=1) == 1
        if alike and [sign for sign in other_key if sign.isdigit()] == digits:
            return Resemblance(name, called)
    return None
