"""The two tables that `make chaos` prints."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.chaos.audit import Promise
from tests.chaos.filing import Diary
from tests.chaos.killing import VICTIMS, Toll

WIDTH = 78


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
    lines = [
        _line("seed", run.seed),
        _line("platform ready after, s", f"{run.start:.1f}"),
        _line("findings filed", len(diary.filed)),
        _line("filing took, s", f"{run.filing:.1f}"),
        _line("everything counted after the last answer, s", f"{run.quiet:.1f}"),
        _line("whole run, s", f"{run.total:.1f}"),
        "",
        _line("killed with -9", f"{len(toll.kills)} times"),
        *(_victim(part, toll, diary) for part in VICTIMS),
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


def _victim(part: str, toll: Toll, diary: Diary) -> str:
    """How often a part was killed, and the longest time without a success from such a kill to the next of any part."""
    moments = [kill.at for kill in toll.kills]
    ends = dict(zip(moments, [*moments[1:], float("inf")], strict=True))
    kills = toll.of(part)
    longest = max((diary.outage(kill.at, ends[kill.at]) for kill in kills), default=0.0)
    return _line(f"  {part}: times, longest time without a success, s", f"{len(kills)}{longest:8.1f}")


def _promise(promise: Promise) -> str:
    verdict = "kept" if promise.kept else f"BROKEN: {promise.found} instead of {promise.expected}"
    return _line(promise.words, verdict)
