"""`python -m deploy.local` refuses what cannot work in one clear sentence, before it starts anything."""

import os
import re
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import guards
from deploy.local.processes import StartError
from tests.support.postgres import ROOT, free_port


def start(data: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "deploy.local"],
        cwd=ROOT,
        env={**os.environ, "PROFKOM_DATA": str(data), "DEMO": "0", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def sentence(result: "subprocess.CompletedProcess[str]") -> str:
    """The only line that a refusal may print."""
    assert result.returncode == 1, result.stdout
    assert result.stderr == ""
    match = re.fullmatch(r"profkom +\| Profkom cannot start\. (.+)\n", result.stdout)
    assert match is not None, result.stdout
    return match[1]


def test_a_second_start_on_the_same_data_is_refused_and_says_who_holds_it(tmp_path: Path, free_base: int) -> None:
    with guards.exclusive(tmp_path / "var", "http://127.0.0.1:8000"):
        told = sentence(start(tmp_path / "var", PROFKOM_PORT=str(free_base)))
    assert f"already runs on {tmp_path / 'var'}" in told
    assert f"process {os.getpid()}, http://127.0.0.1:8000" in told
    assert not (tmp_path / "var" / "postgres").exists()


def test_a_taken_port_is_named_with_the_setting_that_moves_it(tmp_path: Path, free_base: int) -> None:
    with socket.create_server(("127.0.0.1", free_base + 20)):
        told = sentence(start(tmp_path / "var", PROFKOM_PORT=str(free_base)))
    assert f"Port {free_base + 20} (PostgreSQL) is taken" in told
    assert "PROFKOM_PORT" in told
    assert not (tmp_path / "var" / "postgres").exists()


def test_a_wrong_setting_is_refused(tmp_path: Path) -> None:
    assert "PROFKOM_PORT is 'many'" in sentence(start(tmp_path / "var", PROFKOM_PORT="many"))


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path, free_base: int) -> None:
    (tmp_path / "file").write_text("")
    told = sentence(start(tmp_path / "file" / "var", PROFKOM_PORT=str(free_base)))
    assert "PROFKOM_DATA" in told


def test_the_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    with guards.exclusive(tmp_path / "var", ""):
        assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_the_lock_tells_a_clean_end_from_a_killed_one(tmp_path: Path) -> None:
    with guards.exclusive(tmp_path, "http://127.0.0.1:8000") as unclean:
        assert not unclean
    with guards.exclusive(tmp_path, "http://127.0.0.1:8000") as unclean:
        assert not unclean
    (tmp_path / "lock").write_text("process 1, http://127.0.0.1:8000\n")
    with guards.exclusive(tmp_path, "http://127.0.0.1:8000") as unclean:
        assert unclean


def test_a_port_that_is_just_being_left_is_waited_for(tmp_path: Path) -> None:
    port = free_port()
    leaving = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import socket, time; s = socket.create_server(('127.0.0.1', {port})); print(flush=True); time.sleep(0.5)",
        ],
        stdout=subprocess.PIPE,
    )
    with leaving:
        assert leaving.stdout is not None
        leaving.stdout.readline()
        with pytest.raises(StartError):
            guards.require_free({port: "gateway"})
        guards.require_free({port: "gateway"}, patience=20)
