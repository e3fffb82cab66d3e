"""Watching over child processes: restarts with a growing pause, and an orderly end.

One thread, one `select`: output of children, the end of a child and signals from outside all wake the same loop.
"""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from subprocess import SubprocessError
from types import FrameType

from deploy.local.log import Filter, Log, everything
from deploy.local.processes import Process, StartError, stop

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds before a dead child is started again
HEALTHY_AFTER = 20.0  # seconds alive after which earlier deaths are forgotten
DEATHS_BEFORE_READY = 3

Starter = Callable[[int], Process]
"""Starts a process whose output goes to the given file descriptor."""


class Stopped(Exception):
    """Somebody asked us to stop while we were waiting for something else."""


@dataclass
class Child:
    """A process that has to be there for as long as the platform runs."""

    name: str
    start: Starter
    stop_signal: signal.Signals = signal.SIGTERM
    wanted: Filter = everything
    process: Process | None = None
    deaths: int = 0
    started_at: float = 0.0
    restart_at: float | None = None

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Keeps children running until it is told to stop."""

    def __init__(self, log: Log) -> None:
        self.ready = False
        """Set when the platform was ready once: from then on a dying child is always started again."""
        self._log = log
        self.children: list[Child] = []
        """Who is kept running."""
        self._jobs: dict[str, Process] = {}
        self._stop_requests = 0
        self._wake_on_signals()

    @property
    def stopping(self) -> bool:
        return self._stop_requests > 0 or self._log.broken

    def add(self, child: Child) -> None:
        """Start a child and keep it running from now on."""
        self.children.append(child)
        self._start(child)

    def begin(self, name: str, start: Starter) -> Process:
        """Start a process that ends by itself, its output in the log."""
        output = self._log.pipe(name)
        try:
            self._jobs[name] = start(output)
        finally:
            os.close(output)
        return self._jobs[name]

    def finish(self, name: str, process: Process) -> None:
        """Wait for a process of `begin`.

        Raises:
            StartError: it failed.
        """
        self.wait_until(lambda: process.poll() is not None)
        if process.returncode != 0:
            raise StartError(f"{name} ended {describe(process.returncode)}; the log above says why.")

    def wait_until(self, done: Callable[[], bool], patience: float | None = None) -> bool:
        """Serve logs and restarts until `done()`; `False` when it is not after `patience` seconds.

        Raises:
            Stopped: we were told to stop.
            StartError: a child keeps dying although the platform was never ready.
        """
        deadline = None if patience is None else time.monotonic() + patience
        while not done():
            if self.stopping:
                raise Stopped
            if deadline is not None and time.monotonic() > deadline:
                return False
            self._tick(0.05)
        return True

    def serve(self) -> None:
        """Keep everything running until we are told to stop."""
        while not self.stopping:
            self._tick(self._until_next_restart())

    def stop(self, groups: Iterable[Sequence[str]], patience: float) -> None:
        """Stop children by name, one group after the other.

        Whoever needs longer than `patience` seconds is killed, and everybody is at a second request to stop.
        """
        for job in self._jobs.values():
            stop(job, signal.SIGTERM, patience)
        for names in groups:
            self._stop_group([child for child in self.children if child.name in names], patience)
        self._log.catch_up()

    def close(self) -> None:
        """Give signals, sockets and pipes back; the children are somebody else's from here."""
        signal.set_wakeup_fd(-1)
        self._waking.close()
        self._wakes.close()
        self._log.close()

    def _stop_group(self, children: list[Child], patience: float) -> None:
        running = [child for child in children if child.running]
        for child in children:
            self.children.remove(child)  # so that nobody starts it again
        for child in running:
            if child.process is not None:
                child.process.send_signal(child.stop_signal)
        deadline = time.monotonic() + patience
        while running and time.monotonic() < deadline and self._stop_requests < 2:
            self._log.collect(0.05)
            running = [child for child in running if child.running]
        for child in running:
            self._log.say(f"{child.name} did not stop in time, killing it")
            if child.process is not None:
                child.process.kill()
                child.process.wait()

    def _tick(self, timeout: float) -> None:
        self._log.collect(timeout)
        self._reap_jobs()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._plan_restart(child, f"ended {describe(child.process.returncode)}")
            elif child.restart_at is not None and time.monotonic() >= child.restart_at:
                self._start(child)

    def _reap_jobs(self) -> None:
        for name, process in list(self._jobs.items()):
            if process.poll() is not None:
                del self._jobs[name]
                self._log.catch_up()
                if process.returncode != 0:
                    self._log.say(f"{name} ended {describe(process.returncode)}")

    def _until_next_restart(self) -> float:
        """Seconds that `_tick` may sleep: output and signals wake it earlier."""
        due = [child.restart_at for child in self.children if child.restart_at is not None]
        return max(0.0, min(due) - time.monotonic()) if due else 60.0

    def _start(self, child: Child) -> None:
        child.restart_at = None
        child.started_at = time.monotonic()
        output = self._log.pipe(child.name, child.wanted)
        try:
            child.process = child.start(output)
        except (OSError, SubprocessError) as error:  # no memory, or a helper was killed: that may pass
            self._plan_restart(child, f"could not be started ({error})")
        except StartError as error:
            if not self.ready:
                raise
            self._plan_restart(child, f"could not be started ({error})")
        finally:
            os.close(output)

    def _plan_restart(self, child: Child, what: str) -> None:
        child.process = None
        self._log.catch_up()
        lived = time.monotonic() - child.started_at
        child.deaths = 1 if lived > HEALTHY_AFTER else child.deaths + 1
        if not self.ready and child.deaths >= DEATHS_BEFORE_READY:
            raise StartError(f"{child.name} {what}, {child.deaths} times at the start; the log above says why.")
        pause = min(FIRST_PAUSE * 2 ** (child.deaths - 1), LONGEST_PAUSE)
        child.restart_at = time.monotonic() + pause
        self._log.say(f"{child.name} {what}, starting it again in {pause:.1f} s")

    def _wake_on_signals(self) -> None:
        """Signals end the loop's sleep: one to stop, SIGCHLD to look who died."""
        waking, self._wakes = socket.socketpair()
        self._wakes.setblocking(False)
        self._log.wake_on(waking)
        self._waking = waking  # the selector alone would let it be collected
        signal.set_wakeup_fd(self._wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, _nothing)
        for number in STOP_SIGNALS:
            if signal.getsignal(number) != signal.SIG_IGN:  # nohup asks us to outlive the terminal
                signal.signal(number, self._on_stop_signal)

    def _on_stop_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_requests += 1


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """A signal handled by nothing still wakes the loop, an ignored one would not."""


def describe(code: int) -> str:
    """`with code 3`, or `by SIGKILL` for a process that a signal ended."""
    return f"with code {code}" if code >= 0 else f"by {signal.Signals(-code).name}"
