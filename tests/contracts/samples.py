"""Golden samples of every event: `samples/<event type>/<number>.json`, a whole CloudEvent as it was once sent.

They are append-only: a consumer must understand for ever what was sent once, because a rebuild reads the stream from
its beginning. When a contract gains a field, add a sample that shows it, and enter it with

    python -m tests.contracts.samples

which adds the digests of new samples to `samples/DIGESTS` and never changes one that is there.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).with_name("samples")
DIGESTS: Final = FOLDER / "DIGESTS"


@dataclass(frozen=True, slots=True)
class Sample:
    event_type: str  #: such as people.person.changed.v1
    path: Path

    @property
    def body(self) -> bytes:
        return self.path.read_bytes()

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.body)["data"]
        return data

    @property
    def name(self) -> str:
        return self.path.relative_to(FOLDER).as_posix()


def all_samples() -> list[Sample]:
    """By event type, the oldest first."""
    return [Sample(path.parent.name, path) for path in sorted(FOLDER.glob("*/*.json"))]


def digest(sample: Sample) -> str:
    return hashlib.sha256(sample.body).hexdigest()


def entered() -> Mapping[str, str]:
    """{name: digest} of all samples that were ever entered."""
    lines = DIGESTS.read_text().splitlines() if DIGESTS.exists() else []
    return {name: value for value, name in (line.split("  ", 1) for line in lines)}


def enter_new() -> list[str]:
    """Add the digests of new samples; their names."""
    known = entered()
    new = [sample for sample in all_samples() if sample.name not in known]
    with DIGESTS.open("a") as file:
        file.writelines(f"{digest(sample)}  {sample.name}\n" for sample in new)
    return [sample.name for sample in new]


if __name__ == "__main__":
    for name in enter_new():
        print(f"entered {name}")
