"""The names that conditions may use: what each holds, what people call it, what may be asked of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from shared.i18n import Text


class Kind(StrEnum):
    FLAG = "flag"
    NUMBER = "number"  #: whole
    TEXT = "text"  #: compared without case, ё as е
    DATE = "date"
    CHOICE = "choice"  #: one of listed values
    CHOICES = "choices"  #: a set of listed values
    REFERENCE = "reference"  #: the id of a record, such as a branch


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Name:
    """A declared name. `is_always_known`: it has a value for everybody."""

    name: str  #: "person.age"
    kind: Kind
    label: Text
    is_always_known: bool = False
    is_private: bool = False  #: for whoever may read private fields
    choices: tuple[Choice, ...] = ()  #: of CHOICE and CHOICES; empty: any value, the choices are records' codes
    refers_to: str = ""  #: of REFERENCE: "branch"
    unit: Text | None = None  #: of NUMBER: "лет"

    @property
    def is_nullable(self) -> bool:
        return not self.is_always_known and self.kind is not Kind.CHOICES


class Vocabulary:
    """Declared names by their name. The same object is one compilation environment: make it once."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names: Mapping[str, Name] = {name.name: name for name in names}

    def __iter__(self) -> Iterator[Name]:
        return iter(self._names.values())

    def find(self, name: str) -> Name | None:
        return self._names.get(name)

    def nearest(self, misspelt: str) -> Name | None:
        """The name that was probably meant."""
        found = get_close_matches(misspelt, self._names, n=1, cutoff=0.6)
        return self._names[found[0]] if found else None
