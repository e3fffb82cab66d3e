"""Starting child processes that cannot outlive us, and looking at processes that others left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
ON_LINUX = sys.platform == "linux"
LIBC = ctypes.CDLL(None, use_errno=True) if ON_LINUX else None


Process = subprocess.Popen[bytes]
Check = Callable[[], bool]


class StartError(Exception):
    """The platform cannot start; the message is one sentence for the operator that says what to do."""


def in_child(parent: int, stop_signal: signal.Signals, enter: Callable[[], None] | None) -> Callable[[], None]:
    """Build the function that runs in a child between fork and exec.

    `enter` changes the child's user; it comes first, as the kernel forgets the death signal when credentials change.
    """

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background job ignores it, and would pass that on
        if enter is not None:
            enter()
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)
            if os.getppid() != parent:  # the parent died before the kernel was asked to tell us
                os._exit(1)

    return prepare


def spawn(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    enter: Callable[[], None] | None = None,
    output: int | None = None,
    shared: Sequence[int] = (),
) -> Process:
    """Start a child in a session of its own that receives `stop_signal` when this process dies, however it dies.

    A session of its own keeps Ctrl-C from reaching the child, so that the parent decides the order of stopping.
    Both output streams go to `output` (a file descriptor or `subprocess.PIPE`); the child keeps the descriptors of
    `shared` under their numbers.
    """
    return subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        pass_fds=shared,
        preexec_fn=in_child(os.getpid(), stop_signal, enter),
    )


def stop(process: Process, stop_signal: signal.Signals, patience: float) -> None:
    """Ask a child to stop and wait; after `patience` seconds kill it."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def alive(pid: int) -> bool:
    """Tell whether a process exists, zombies excluded where that can be seen."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _zombie(pid)


def _zombie(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return status.rpartition(b")")[2].split()[0] == b"Z"


def wait_gone(pids: Sequence[int], patience: float) -> bool:
    """Wait until none of the processes exists; `False` when some are still there after `patience` seconds."""
    deadline = time.monotonic() + patience
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def working_in(folder: Path, program: str) -> list[int]:
    """Find the processes of `program` whose working folder is `folder`.

    Where there is no /proc the answer is empty, and the caller has to trust what the program itself checks.
    """
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            name = (entry / "comm").read_text().strip()
            if name == program and os.path.samefile(entry / "cwd", folder):
                found.append(int(entry.name))
        except OSError:  # it ended while we looked, or belongs to somebody else
            continue
    return found


def send(pids: Sequence[int], number: signal.Signals) -> None:
    """Send a signal to processes, some of which may be gone already."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
