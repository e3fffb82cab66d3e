"""The house rules that no linter knows."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_no_file_is_a_hall() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in tracked("*.py")}
    assert {path: lines for path, lines in long.items() if lines > MOST_LINES} == {}


def test_locks_are_hashed_and_name_no_registry() -> None:
    for lock in (*tracked("*.lock"), *tracked("*lock.txt")):
        text = lock.read_text()
        assert "://" not in text, lock
        assert "index-url" not in re.sub(r"^#.*$", "", text, flags=re.M), lock
        blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
        unhashed = [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block]
        assert unhashed == [], lock


def test_the_lock_of_the_web_client_is_hashed_and_names_no_registry() -> None:
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert len(installed) > 100
    assert [name for name, package in installed.items() if "resolved" in package] == []
    assert [name for name, package in installed.items() if "integrity" not in package and not package.get("link")] == []


def test_every_folder_of_code_is_a_package() -> None:
    """A folder without __init__.py can shadow a library: services/requests would hide `requests`."""
    folders = {path.parent for path in tracked("*.py")}
    missing = [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()]
    assert [folder for folder in missing if folder != "." and not folder.endswith("versions")] == []


@pytest.mark.parametrize("package", ["shared", "services", "gateway", "deploy"])
def test_the_code_imports_without_the_development_tools(package: str) -> None:
    """What runs in production must not lean on what only tests install."""
    forbidden = "pytest|hypothesis|schemathesis|psutil"
    pattern = re.compile(rf"^\s*(?:from|import)\s+(?:{forbidden})\b", re.M)
    leaning = [str(p.relative_to(ROOT)) for p in tracked(f"{package}/*.py") if pattern.search(p.read_text())]
    assert leaning == []


def test_imports_point_the_way_the_design_says() -> None:
    result = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
