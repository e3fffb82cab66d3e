"""The supervisor: who dies is started again, who hangs is killed, and one log tells it all."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import processes
from deploy.local.log import TAG_END, Filter, Log
from deploy.local.processes import StartError
from deploy.local.supervisor import STOP_SIGNALS, Child, Starter, Stopped, Supervisor

FOREVER = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    before = {number: signal.getsignal(number) for number in (*STOP_SIGNALS, signal.SIGCHLD)}
    supervisor = Supervisor(Log())
    yield supervisor
    supervisor.stop([[child.name for child in supervisor.children]], 0)
    supervisor.close()
    for number, handler in before.items():
        signal.signal(number, handler)


def noting(seen: list[bytes]) -> Filter:
    """A filter that keeps what it sees."""

    def note(line: bytes) -> bool:
        seen.append(line)
        return True

    return note


def python(script: str) -> Starter:
    return lambda output: processes.spawn([sys.executable, "-c", script], output=output)


def test_a_killed_child_is_started_again(supervisor: Supervisor, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    child = Child("people", python(FOREVER))
    supervisor.add(child)
    first = child.process
    assert first is not None
    first.kill()
    assert supervisor.wait_until(lambda: child.running and child.process is not first, 20)
    assert b"people ended by SIGKILL, starting it again in 0.1 s" in capfdbinary.readouterr().out


def test_a_child_that_cannot_start_ends_the_start(supervisor: Supervisor) -> None:
    supervisor.add(Child("people", python("raise SystemExit(3)")))
    with pytest.raises(StartError, match="people ended with code 3, 3 times at the start"):
        supervisor.wait_until(lambda: False, 20)


@pytest.mark.parametrize(
    ("failure", "ready"),
    [
        (BlockingIOError(11, "Resource temporarily unavailable"), False),
        (subprocess.CalledProcessError(-signal.SIGKILL, ["postgres", "--version"]), False),
        (StartError("PostgreSQL left something running"), True),
    ],
    ids=["no process left", "its helper was killed", "a leftover that does not go"],
)
def test_a_start_that_failed_for_now_is_tried_again(supervisor: Supervisor, failure: Exception, ready: bool) -> None:
    start = python(FOREVER)
    failures = [failure]

    def unlucky(output: int) -> processes.Process:
        if failures:
            raise failures.pop()
        return start(output)

    child = Child("people", unlucky)
    supervisor.ready = ready
    supervisor.add(child)
    assert supervisor.wait_until(lambda: child.running, 20)


def test_a_start_refused_before_the_platform_was_ready_ends_it(supervisor: Supervisor) -> None:
    def refused(_output: int) -> processes.Process:
        raise StartError("the data are of another version")

    with pytest.raises(StartError, match="another version"):
        supervisor.add(Child("postgres", refused))


def test_after_the_platform_was_ready_a_dying_child_is_started_for_ever(supervisor: Supervisor) -> None:
    supervisor.ready = True
    child = Child("people", python("raise SystemExit(3)"))
    supervisor.add(child)
    assert supervisor.wait_until(lambda: child.deaths >= 4, 20)


def test_every_line_carries_the_name_of_who_wrote_it(
    supervisor: Supervisor, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    script = f"print('plain'); print('people{TAG_END}tagged'); print('dropped'); print('no newline', end='')"
    child = Child("apis", python(script), wanted=lambda line: line != b"dropped")
    supervisor.ready = True
    supervisor.add(child)
    supervisor.wait_until(lambda: child.deaths > 0, 20)
    assert capfdbinary.readouterr().out.splitlines() == [
        b"apis          | plain",
        b"people        | tagged",
        b"apis          | no newline",
        b"profkom       | apis ended with code 0, starting it again in 0.1 s",
    ]


def test_a_signal_ends_the_wait_and_children_stop_in_order(supervisor: Supervisor, tmp_path: Path) -> None:
    note = "import signal, sys, time, pathlib\ndef end(*_):\n  pathlib.Path({!r}).write_text(str(time.monotonic()))\n"
    note += "  sys.exit(0)\nsignal.signal(signal.SIGTERM, end)\nprint('up', flush=True)\ntime.sleep(60)"
    times = [tmp_path / "first", tmp_path / "second"]
    seen: list[bytes] = []
    for path in times:
        supervisor.add(Child(path.name, python(note.format(str(path))), wanted=noting(seen)))
    supervisor.wait_until(lambda: len(seen) == 2, 20)
    signal.raise_signal(signal.SIGTERM)
    with pytest.raises(Stopped):
        supervisor.wait_until(lambda: False, 20)
    supervisor.stop([["first"], ["second"]], 10)
    assert float(times[0].read_text()) < float(times[1].read_text())


def test_a_child_that_ignores_the_signal_is_killed(
    supervisor: Supervisor, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    seen: list[bytes] = []
    child = Child("deaf", python(DEAF), wanted=noting(seen))
    supervisor.add(child)
    supervisor.wait_until(lambda: seen == [b"deaf"], 20)
    process = child.process
    assert process is not None
    began = time.monotonic()
    supervisor.stop([["deaf"]], 0.3)
    assert time.monotonic() - began < 5
    assert process.returncode == -signal.SIGKILL
    assert b"deaf did not stop in time, killing it" in capfdbinary.readouterr().out


def test_a_job_that_fails_is_told_and_the_children_stay(supervisor: Supervisor) -> None:
    child = Child("people", python(FOREVER))
    supervisor.add(child)
    with pytest.raises(StartError, match="the migration ended with code 4"):
        supervisor.finish("the migration", supervisor.begin("migrate", python("raise SystemExit(4)")))
    assert child.running


def test_a_long_line_does_not_fill_the_memory(
    supervisor: Supervisor, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    supervisor.finish("job", supervisor.begin("job", python("print('x' * 1_000_000)")))
    with contextlib.suppress(Stopped):
        supervisor.wait_until(lambda: False, 0.3)
    lines = capfdbinary.readouterr().out.splitlines()
    assert sum(line.count(b"x") for line in lines) == 1_000_000
    assert max(map(len, lines)) < 200_000
