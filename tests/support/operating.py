"""Running an operator's commands as an operator does."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.platform import ADMIN_LOGIN, ADMIN_PASSWORD
from tests.support.postgres import ROOT

ENVIRONMENT = {"DEMO": "0", "PROFKOM_ADMIN_LOGIN": ADMIN_LOGIN, "PROFKOM_ADMIN_PASSWORD": ADMIN_PASSWORD}

Result = subprocess.CompletedProcess[str]


def operate(*words: str | Path, data: Path, port: int, **environment: str) -> Result:
    """`python -m deploy.local WORDS` on a data folder."""
    return subprocess.run(
        [sys.executable, "-m", "deploy.local", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT, "PROFKOM_DATA": str(data), "PROFKOM_PORT": str(port), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def done(result: Result) -> str:
    """What a command printed that succeeded."""
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def refused(result: Result) -> str:
    """The words of a refusal."""
    assert result.returncode == 1, result.stdout + result.stderr
    assert result.stderr.startswith("Profkom: ")
    assert "Traceback" not in result.stderr
    return result.stderr
