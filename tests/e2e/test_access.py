"""Who gets in where: every operation of the reference, tried by everybody, against docs/access.md.

`python -m tests.e2e.test_access` writes the table anew; the difference is what a reviewer looks at.
"""

import tempfile
from pathlib import Path

from tests.e2e.access.cast import FOREIGN, NOBODY, assemble
from tests.e2e.access.table import IN, Table, parse, render
from tests.support.callers import Union
from tests.support.platform import UNLIMITED, Platform

FILE = Path(__file__).parents[2] / "docs" / "access.md"
ABOUT = """\
# Who gets in where

Every operation, tried by everybody with a request that it understands; written by `python -m tests.e2e.test_access` and
compared by a test. The roles are held in the branch of the record (chair and administrator: everywhere); «author» and
«responsible» are a member and somebody of another branch who take part in the record and hold no other right.

`yes`: let in · `401`: sign in first · `403`: the role lacks the permission, or this is another's act · `404`: there is
nothing there for this caller.
"""


def test_everybody_gets_in_where_the_table_says_and_nowhere_else(union: Union) -> None:
    expected = parse(FILE.read_text())
    found = Table(union, assemble(union)).rows()
    different = {
        f"{name}, {column}": f"{expected.get(name, {}).get(column)} -> {cell}"
        for name, cells in found.items()
        for column, cell in cells.items()
        if expected.get(name, {}).get(column) != cell
    }
    assert different == {}
    assert expected.keys() == found.keys()


def test_the_table_lets_no_stranger_in_but_at_the_public_door() -> None:
    for name, cells in parse(FILE.read_text()).items():
        if "/public/" not in name and "/auth/link" not in name:
            assert cells[NOBODY] == "401", name
        if "{record_id}" in name:
            # Or 403 whatever the record, for want of a permission that is asked for before anything is looked up.
            assert cells[FOREIGN] == "404" or (cells[FOREIGN], cells["member"]) == ("403", "403"), name
    assert any(IN in cells.values() for cells in parse(FILE.read_text()).values())


def write() -> None:
    with tempfile.TemporaryDirectory() as folder, Platform(Path(folder), environment=UNLIMITED) as platform:
        union = Union(platform)
        rows = Table(union, assemble(union)).rows()
        union.close()
    FILE.write_text(f"{ABOUT}\n{render(rows)}\n")


if __name__ == "__main__":
    write()
