"""`python -m tests.fuzz [EXAMPLES [LOT]]`: the long run on a platform of its own, with the number of cases.

EXAMPLES: requests for each operation (50), each sent by everybody; LOT: a number, each gives other requests (1).
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.access.cast import assemble
from tests.e2e.access.targets import Targets
from tests.fuzz.knockers import knockers
from tests.fuzz.run import Fuzz
from tests.support.callers import Union
from tests.support.platform import UNLIMITED, Platform


def main(examples: int = 50, lot: int = 1) -> int:
    """The exit code: 0 when nothing failed."""
    with tempfile.TemporaryDirectory() as folder, Platform(Path(folder), environment=UNLIMITED) as platform:
        union = Union(platform)
        cast = assemble(union)
        began = time.monotonic()
        with knockers(cast) as everybody:
            findings = Fuzz(platform.address, everybody, Targets(union, cast)).run(
                examples=examples, seconds=float("inf"), lot=lot
            )
        union.close()
        print(f"{findings}\n{time.monotonic() - began:.0f} s, {len(findings.failures)} failures")
        for label, words in findings.failures.items():
            print(f"\n{label}\n{words}")
        log = platform.log()
        crashes = [line for line in log.splitlines() if "crashed" in line]
        print("\n".join(crashes[:20]))
    return 1 if findings.failures else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
