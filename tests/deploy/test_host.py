"""Several apps in one process: each keeps its port, none is lost in silence."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.local.topology import API_PORT_OFFSETS
from tests.support.postgres import ROOT
from tests.support.waiting import wait_until

API = """
import asyncio, contextlib, gc, logging, os

print("imported", __file__, flush=True)
logging.basicConfig(level="INFO", format="%(message)s")
log = logging.getLogger("{service}")

@contextlib.asynccontextmanager
async def life():
    log.info("up")
    yield
    log.info("down")

class App:
    def __init__(self):
        self.life = life()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await receive()
            await self.life.__aenter__()
            await send({{"type": "lifespan.startup.complete"}})
            await receive()
            await self.life.__aexit__(None, None, None)
            await send({{"type": "lifespan.shutdown.complete"}})
            return
        log.info("first line\\nsecond line")
        if scope["path"] == "/slow":
            await asyncio.sleep(0.5)
        body = ("{service} %d" % gc.get_freeze_count()).encode()
        headers = [(b"content-length", b"%d" % len(body))]
        await send({{"type": "http.response.start", "status": 200, "headers": headers}})
        await send({{"type": "http.response.body", "body": body}})

def create_app():
    return App()
"""

WORKER = """
import asyncio, logging, pathlib

class Worker:
    async def run(self, stop):
        logging.getLogger("worker").info("working")
        while not stop.is_set():
            await asyncio.sleep(0.05)
            if pathlib.Path("fail").exists():
                raise ValueError("cannot go on")
            if pathlib.Path("end").exists():
                return
        logging.getLogger("worker").info("drained")

def create_worker():
    return Worker()
"""


@pytest.fixture
def toys(tmp_path: Path) -> Path:
    """A folder with toy services in the rooms where the host looks for the real ones."""
    for service in ("people", "analytics"):
        room = tmp_path / "services" / service
        room.mkdir(parents=True)
        for package in (room.parent, room):
            (package / "__init__.py").touch()
        (room / "main.py").write_text(API.format(service=service))
        (room / "worker.py").write_text(WORKER)
    return tmp_path


@contextmanager
def hosting(
    folder: Path, base: int, *apps: str, environment: Mapping[str, str] | None = None, shared: Sequence[int] = ()
) -> Iterator["subprocess.Popen[bytes]"]:
    common = {**os.environ, "PROFKOM_PORT": str(base), "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    with (folder / "log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.local.host", *apps],
            cwd=folder,
            env={**common, **(environment or {})},
            pass_fds=shared,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def get(base: int, service: str, path: str = "/") -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{base + API_PORT_OFFSETS[service]}{path}", timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def answers(base: int, service: str) -> Callable[[], bool]:
    def check() -> bool:
        try:
            return bool(get(base, service))
        except OSError:
            return False

    return check


APPS = ("people:api", "analytics:api", "people:worker", "analytics:worker")


def test_every_api_answers_on_its_own_port_and_start_up_garbage_is_frozen(toys: Path, free_base: int) -> None:
    with hosting(toys, free_base, *APPS):
        wait_until(answers(free_base, "people"))
        wait_until(answers(free_base, "analytics"))
        service, frozen = get(free_base, "people").split()
        assert service == "people"
        assert int(frozen) > 1000
        assert get(free_base, "analytics").startswith("analytics")


def test_apps_wait_behind_the_gate_and_find_it_open_when_they_come_back(toys: Path, free_base: int) -> None:
    waiting, closing = os.pipe()
    gate = {"START_GATE_FD": str(waiting)}
    try:
        with hosting(toys, free_base, "people:api", environment=gate, shared=(waiting,)) as process:
            imported = "services/people/main.py"
            wait_until(lambda: any(imported in part for part in (toys / "log").read_text().splitlines()))
            assert not answers(free_base, "people")()
            os.close(closing)
            wait_until(answers(free_base, "people"))
            process.kill()
            process.wait()
        with hosting(toys, free_base, "people:api", environment=gate, shared=(waiting,)):
            wait_until(answers(free_base, "people"))
    finally:
        os.close(waiting)


def test_log_lines_say_which_service_wrote_them(toys: Path, free_base: int) -> None:
    with hosting(toys, free_base, *APPS):
        wait_until(answers(free_base, "analytics"))
        lines = (toys / "log").read_text().splitlines()
        assert {"people\x1fup", "analytics\x1fup", "people\x1fworking", "analytics\x1fworking"} <= set(lines)
        assert {"analytics\x1ffirst line", "analytics\x1fsecond line"} <= set(lines)


def test_a_stop_signal_lets_open_requests_end_and_workers_drain(toys: Path, free_base: int) -> None:
    with hosting(toys, free_base, *APPS) as process:
        wait_until(answers(free_base, "people"))
        url = f"http://127.0.0.1:{free_base + API_PORT_OFFSETS['people']}/slow"
        with subprocess.Popen(
            [sys.executable, "-c", f"import urllib.request; print(urllib.request.urlopen({url!r}).read())"],
            stdout=subprocess.PIPE,
        ) as client:
            wait_until(lambda: (toys / "log").read_text().count("people\x1ffirst line") >= 2)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
            assert client.communicate()[0].startswith(b"b'people")
        log = (toys / "log").read_text()
        assert len(re.findall("(people|analytics)\x1fdown", log)) == 2
        assert log.count("drained") == 2


@pytest.mark.parametrize(("file", "reason"), [("fail", "cannot go on"), ("end", "worker ended by itself")])
def test_an_app_that_ends_takes_the_process_with_it(toys: Path, free_base: int, file: str, reason: str) -> None:
    with hosting(toys, free_base, *APPS) as process:
        wait_until(answers(free_base, "people"))
        (toys / file).touch()
        assert process.wait(20) != 0
    log = (toys / "log").read_text()
    assert reason in log
    assert "people\x1fdown" in log


def test_a_taken_port_ends_the_process(toys: Path, free_base: int) -> None:
    with hosting(toys, free_base, "people:api"):
        wait_until(answers(free_base, "people"))
        second = subprocess.run(
            [sys.executable, "-m", "deploy.local.host", "people:api"],
            cwd=toys,
            env={**os.environ, "PROFKOM_PORT": str(free_base), "PYTHONPATH": f"{toys}{os.pathsep}{ROOT}"},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert second.returncode != 0
    assert "Address already in use" in second.stderr


@pytest.mark.parametrize("app", ["people:door", "nobody:api", "people"])
def test_an_unknown_app_is_refused(toys: Path, free_base: int, app: str) -> None:
    with hosting(toys, free_base, app) as process:
        assert process.wait(20) != 0
    assert f"There is no app '{app}'" in (toys / "log").read_text()
