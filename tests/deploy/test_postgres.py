"""The local PostgreSQL: nothing that was committed is lost, nothing that a crash left stands in the way."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.local import processes, unprivileged
from deploy.local.postgres import STOP_SIGNAL, Postgres
from deploy.local.processes import Process, StartError
from tests.support.postgres import free_port

pytestmark = pytest.mark.server
PASSWORD = "only-for-tests"


@contextmanager
def running(server: Postgres) -> Iterator[Process]:
    process = server.start(subprocess.DEVNULL)
    try:
        server.wait_ready(process)
        yield process
    finally:
        processes.stop(process, STOP_SIGNAL, 10)


@pytest.fixture
def server(tmp_path: Path) -> Postgres:
    return Postgres(tmp_path / "postgres", port=free_port(), password=PASSWORD)


def test_committed_rows_survive_kill_9(server: Postgres) -> None:
    with running(server) as process:
        server.run("CREATE TABLE finding (id int); INSERT INTO finding SELECT generate_series(1, 1000);")
        process.kill()
        process.wait()
    with running(server):
        assert server.run("SELECT count(*) FROM finding") == "1000"


def test_a_pid_file_that_names_a_strangers_process_does_not_stand_in_the_way(server: Postgres) -> None:
    with running(server) as process:
        process.kill()
        process.wait()
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        with running(server):
            assert server.run("SELECT 1") == "1"
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_that_a_killed_launcher_left_behind_is_stopped_first(server: Postgres, tmp_path: Path) -> None:
    with running(server):
        server.run("CREATE TABLE finding (id int); INSERT INTO finding VALUES (7);")
    orphan = subprocess.Popen(
        server._command(), preexec_fn=server._guise.enter, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    server.wait_ready(orphan)
    with running(server) as process:
        assert process.pid != orphan.pid
        assert server.run("SELECT id FROM finding") == "7"
        assert orphan.wait(10) == 0


def test_an_interrupted_initialisation_is_begun_anew(server: Postgres) -> None:
    unfinished = server.data.with_name("postgres.new")
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18")
    with running(server):
        assert server.run("SHOW data_checksums") == "on"


def test_others_cannot_read_the_data(server: Postgres) -> None:
    with running(server):
        assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
        assert {path.name for path in server.data.iterdir() if path.stat().st_mode & 0o077} == set()


def test_the_server_is_reached_over_loopback_with_a_password_only(server: Postgres) -> None:
    with running(server):
        assert server.run("SHOW listen_addresses") == "127.0.0.1"
        assert server.run("SHOW unix_socket_directories") == ""
        assert server.run("SELECT DISTINCT auth_method FROM pg_hba_file_rules") == "scram-sha-256"
        stranger = Postgres(server.data, port=server.port, password="guess")
        with pytest.raises(StartError, match="password authentication failed"):
            stranger.run("SELECT 1")


def test_what_was_acknowledged_is_on_disk(server: Postgres) -> None:
    with running(server):
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            assert server.run(f"SHOW {setting}") == "on"


def test_data_of_another_major_version_is_refused_in_words(server: Postgres) -> None:
    with running(server):
        pass
    (server.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(StartError, match="made by PostgreSQL 17"):
        server.start()


def test_a_taken_port_is_an_error_and_not_a_silence(server: Postgres) -> None:
    with running(server):
        second = Postgres(server.data.with_name("second"), port=server.port, password=PASSWORD)
        process = second.start(subprocess.DEVNULL)
        with pytest.raises(StartError, match="ended with code 1"):
            second.wait_ready(process)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_where_namespaces_are_forbidden_nobody_runs_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden() -> None:
        raise PermissionError("no user namespace")

    monkeypatch.setattr(unprivileged, "enter_namespace", forbidden)
    server = Postgres(tmp_path / "postgres", port=free_port(), password=PASSWORD)
    room = server.data.parents[1]
    try:
        with running(server) as process:
            assert Path(f"/proc/{process.pid}").stat().st_uid != 0
            assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
            assert server.run("SELECT 1") == "1"
        assert Postgres(tmp_path / "postgres", port=server.port, password=PASSWORD).data == server.data
    finally:
        shutil.rmtree(room)


def test_the_server_ends_with_the_process_that_started_it(server: Postgres, tmp_path: Path) -> None:
    script = (
        "import sys, os; from pathlib import Path; from deploy.local.postgres import Postgres\n"
        f"server = Postgres(Path({str(server.data)!r}), port={server.port}, password={PASSWORD!r})\n"
        "process = server.start(os.open(os.devnull, os.O_WRONLY)); server.wait_ready(process)\n"
        "print(process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    launcher = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert launcher.returncode == -signal.SIGKILL
    assert processes.wait_gone([int(launcher.stdout)], 10)
