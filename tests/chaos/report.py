"""The two tables that `make chaos` prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.chaos.audit import Promise
from tests.chaos.filing import Diary
from tests.chaos.killing import VICTIMS, Toll

WIDTH = 78
ON_THE_WAY = 0.3  # seconds


@dataclass(frozen=True)
class Run:
    """What happened, in seconds where it is a time."""

    seed: int
    start: float
    filing: float
    quiet: float
    total: float


def happenings(run: Run, toll: Toll, diary: Diary) -> str:
    """What was done to the platform, and what its client saw of it."""
    outages = _blamed(toll, diary)
    lines = [
        _line("seed", run.seed),
        _line("platform ready after, s", f"{run.start:.1f}"),
        _line("findings filed", len(diary.filed)),
        _line("filing took, s", f"{run.filing:.1f}"),
        _line("everything counted after the last answer, s", f"{run.quiet:.1f}"),
        _line("whole run, s", f"{run.total:.1f}"),
        "",
        _line("killed with -9", f"{len(toll.kills)} times"),
        *(_victim(part, toll, outages) for part in VICTIMS),
        _line("  while requests were in flight", sum(kill.in_flight > 0 for kill in toll.kills)),
        "",
        _line("attempts that had to be repeated", sum(diary.retries.values())),
        *(_line(f"  {why}", count) for why, count in diary.retries.most_common()),
        _line("successes sent once more on purpose", diary.repeats),
        "",
    ]
    return "\n".join(lines)


def verdicts(promises: Sequence[Promise]) -> str:
    """Each promise, kept or broken."""
    return "\n".join(_promise(promise) for promise in promises)


def _line(words: str, value: object) -> str:
    return f"{words + ' ':.<{WIDTH - 12}} {value!s:>11}"


def _victim(part: str, toll: Toll, outages: Mapping[str, float]) -> str:
    """How often a part was killed, and the longest outage of the client that began with it."""
    words = f"  {part}: times, longest time without a success, s"
    return _line(words, f"{len(toll.of(part))}{outages.get(part, 0.0):8.1f}")


def _blamed(toll: Toll, diary: Diary) -> dict[str, float]:
    """The longest time without a success by the part whose death came first in it.

    Answers that were on their way still arrive after a kill, so it may come a little before the last success.
    """
    longest: dict[str, float] = {}
    for begin, end in diary.outages():
        first = next((kill for kill in toll.kills if begin - ON_THE_WAY <= kill.at <= end), None)
        if first is not None:
            longest[first.part] = max(longest.get(first.part, 0.0), end - begin)
    return longest


def _promise(promise: Promise) -> str:
    verdict = "kept" if promise.kept else f"BROKEN: {promise.found} instead of {promise.expected}"
    return _line(promise.words, verdict)
