"""Running PostgreSQL, which refuses root, when we are root and may add neither users nor open folders."""

import ctypes
import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.local.processes import LIBC, StartError

CLONE_NEWUSER = 0x10000000
NOBODY = 65534
"""The uid that the namespace shows to PostgreSQL; it must be in the system's list of users, and nobody always is."""

REACHABLE = Path("/var/tmp")  # noqa: S108 - only for a folder of our own in it, whose owner is checked


@dataclass(frozen=True)
class Guise:
    """As whom a server runs, and where its programs and its data are so that this user can reach them."""

    programs: Path
    data: Path
    enter: Callable[[], None] | None


def choose(programs: Path, data: Path) -> Guise:
    """Pick the way to run that this machine allows.

    A plain user needs nothing. Root enters a user namespace, where the files of root look like nobody's: the data
    stays owned by root in a closed folder. Where namespaces are forbidden (some containers), nobody itself runs the
    server, from a copy and with data in folders under /var/tmp that it can reach.

    Raises:
        StartError: neither way works.
    """
    if os.geteuid() != 0:
        return Guise(programs, data, None)
    if _runs(programs, enter_namespace):
        return Guise(programs, data, enter_namespace)
    room = _reachable_room(data)
    copy = _reachable_copy(programs, room)
    if _runs(copy, become_nobody):
        return Guise(copy, _nobodys_folder(room), become_nobody)
    raise StartError("PostgreSQL refuses to run as root here; start Profkom as an ordinary user.")


def enter_namespace() -> None:
    """In a child before exec: become nobody inside a user namespace while staying root's files' owner outside."""
    uid, gid = os.geteuid(), os.getegid()
    if LIBC is None or LIBC.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1")


def become_nobody() -> None:
    """In a child before exec: give up root for good."""
    account = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.chdir("/")


def _runs(programs: Path, enter: Callable[[], None]) -> bool:
    try:
        probe = subprocess.run([programs / "postgres", "--version"], preexec_fn=enter, capture_output=True, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return probe.returncode == 0


def _reachable_room(data: Path) -> Path:
    """A folder of root's that others may pass through, one for each data folder."""
    room = REACHABLE / f"profkom-{hashlib.sha256(bytes(data.resolve())).hexdigest()[:16]}"
    try:
        room.mkdir(mode=0o711)
    except FileExistsError:
        status = room.lstat()
        if room.is_symlink() or status.st_uid != 0 or status.st_mode & 0o022:
            raise StartError(f"{room} belongs to somebody else; remove it and start again.") from None
    room.chmod(0o711)  # whatever the umask says
    return room


def _reachable_copy(programs: Path, room: Path) -> Path:
    """Copy the installation and the libraries beside it, as the virtual environment may lie in a closed folder."""
    install = programs.parent
    package = install.parent
    target = room / f"{package.name}-{int(install.stat().st_mtime)}"
    if not target.exists():
        unfinished = room / f"{target.name}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(install, unfinished / package.name / install.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        subprocess.run(["chmod", "-R", "go=rX", unfinished], check=True)
        unfinished.rename(target)
    return target / package.name / install.name / programs.name


def _nobodys_folder(room: Path) -> Path:
    account = pwd.getpwnam("nobody")
    folder = room / "data"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, account.pw_uid, account.pw_gid)
    return folder / "postgres"
