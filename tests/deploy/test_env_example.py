"""`deploy/env.example` is the one place where an operator finds every setting, and nothing that is not one."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic_settings import BaseSettings

from tests.support.postgres import ROOT

FOLDERS = ("shared", "services", "gateway", "deploy")
READERS = {"get", "getenv", "environment_name", "by_service"}
DERIVED = {
    "database_url": "DATABASE_URL_<SERVICE>",
    "nats_url": "NATS_URL_<SERVICE>",
    "jwks_url": "SERVICE_URL_<SERVICE>",
    "service_urls": "SERVICE_URL_<SERVICE>",
}
"""Fields that `load` of a settings class fills from names that carry a service's."""

NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
NO_SETTINGS = {"START_GATE_FD"}
"""Names that the supervisor tells its children something by."""


def documented() -> dict[str, str]:
    """Every name of the file with its default."""
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    settings = (re.fullmatch(r"#?([A-Z_]+(?:<SERVICE>)?)=(.*)", line) for line in lines)
    return {match[1]: match[2] for match in settings if match}


def settings_classes() -> Iterator[type[BaseSettings]]:
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("settings.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for _, value in inspect.getmembers(importlib.import_module(module), inspect.isclass):
            if issubclass(value, BaseSettings) and value.__module__ == module:
                yield value


def fields() -> Iterator[tuple[str, object]]:
    """Every setting that a settings class reads, under its name in the environment, with its default."""
    for settings in settings_classes():
        prefix = settings.model_config.get("env_prefix", "")
        for name, field in settings.model_fields.items():
            if name in DERIVED:
                yield DERIVED[name], None
            else:
                alias = field.validation_alias
                yield (alias if isinstance(alias, str) else prefix + name).upper(), field.default


def sources() -> Iterator[Path]:
    return (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def read_directly(path: Path) -> Iterator[str]:
    """Names that code reads from the environment past the settings classes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            function, argument = node.func, node.args[0]
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            called, argument = "get", node.slice
        else:
            continue
        name = argument.value if isinstance(argument, ast.Constant) else None
        if called in READERS and isinstance(name, str) and (NAME.fullmatch(name) or name in documented()):
            yield name


def known(name: str) -> bool:
    return name in documented() or f"{name}_<SERVICE>" in documented()


def test_every_field_of_every_settings_class_is_documented() -> None:
    names = [name for name, _ in fields()]
    assert "LOG_FORMAT" in names
    assert [name for name in names if not known(name)] == []


def test_documented_defaults_are_the_codes() -> None:
    file = documented()
    wrong = {
        name: (file[name], default)
        for name, default in fields()
        if name in file and isinstance(default, (str, int, float)) and file[name] and file[name] != str(default)
    }
    assert wrong == {}


def test_every_name_that_code_reads_from_the_environment_is_documented() -> None:
    read = {name: path for path in sources() for name in read_directly(path)}
    assert {"PROFKOM_PORT", "DEMO", "NATS_URL"} <= set(read)
    assert {name: str(path) for name, path in read.items() if not known(name) and name not in NO_SETTINGS} == {}


def test_every_documented_name_is_read_by_somebody() -> None:
    read = {found for path in sources() for found in read_directly(path)} | {found for found, _ in fields()}
    general = {name: {name, name.removesuffix("_<SERVICE>"), name.rpartition("_")[0]} for name in documented()}
    assert [name for name, names in general.items() if not names & read] == []


def test_no_secret_has_a_default() -> None:
    secret = re.compile(r"(PASSWORD|KEY|KEY_FILE|TOKEN)$|URL")
    filled = {name for name, default in documented().items() if secret.search(name) and default}
    assert filled == set()


def test_no_lock_names_a_registry() -> None:
    locks = [*ROOT.glob("*.lock"), ROOT / "deploy" / "uv.lock.txt"]
    assert len(locks) == 3
    for lock in locks:
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|^--", text, re.MULTILINE), lock.name
