"""Platforms for tests that are not written in Python: the browser's (web/e2e).

`python -m tests.support.stand run FOLDER demonstration|empty|small` starts one, says in a line of JSON where it is once
it is ready and loaded, and stops it when its input ends: so it never outlives whoever started it.

`python -m tests.support.stand outage PID PART` keeps a part of the platform with that supervisor down while its input
is open. In the empty platform each API is a process of its own (`analytics-api`); in the others all are one. The small
one is as empty: whoever asked for it fills it.
"""

import json
import shutil
import sys
import threading
import time
from pathlib import Path

from deploy.local.installation import DEMONSTRATION_DONE
from tests.support.platform import ADMIN_LOGIN, ADMIN_PASSWORD, PORTS, Platform, free_base, keep_killing
from tests.support.waiting import wait_until

LOAD_SECONDS = 180.0


def run(folder: Path, union: str) -> int:
    """Serve until our input ends; the exit code is the platform's."""
    demonstration = union == "demonstration"
    port = free_base(PORTS[::2] if demonstration else PORTS[1::2])  # both are started at once
    platform = Platform(folder, kind="each" if union == "empty" else "shared", demonstration=demonstration, port=port)
    began = time.monotonic()
    platform.start()
    try:
        if demonstration:
            wait_until(lambda: _loaded(platform), LOAD_SECONDS)
        place = {"address": platform.address, "supervisor": platform.supervisor_pid}
        account = {"login": ADMIN_LOGIN, "password": ADMIN_PASSWORD}
        print(json.dumps(place | account | {"seconds": round(time.monotonic() - began, 1)}), flush=True)
        sys.stdin.read()
    finally:
        code = platform.stop()
        shutil.rmtree(platform.data, ignore_errors=True)
    return code


def _loaded(platform: Platform) -> bool:
    marker = platform.data / "demonstration"
    return marker.exists() and marker.read_text() == DEMONSTRATION_DONE


def outage(supervisor: int, part: str) -> None:
    """Kill the part, and again each time that it comes back, until our input ends."""
    over = threading.Event()
    killer = threading.Thread(target=keep_killing, args=(supervisor, part, over), daemon=True)
    killer.start()
    sys.stdin.read()
    over.set()
    killer.join()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["run", folder, ("demonstration" | "empty" | "small") as union]:
            sys.exit(run(Path(folder), union))
        case ["outage", pid, part]:
            outage(int(pid), part)
        case _:
            sys.exit(__doc__)
