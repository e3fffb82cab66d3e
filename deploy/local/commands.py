"""An operator's commands: `python -m deploy.local backup FILE`, `restore FILE`, `dead-letters`, `trace`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from deploy.local.processes import StartError
from deploy.local.settings import LocalSettings


def main(arguments: list[str]) -> int:
    """Carry out a command: 0 done, 1 refused or failed (the last line says why), 2 not understood."""
    chosen = _parser().parse_args(arguments)
    command: Callable[[LocalSettings, argparse.Namespace], int] = chosen.command
    try:
        return command(LocalSettings.load(), chosen)
    except StartError as error:
        print(f"Profkom: {error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("Profkom: broken off.", file=sys.stderr, flush=True)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m deploy.local", description="Without a command: run the platform until Ctrl-C."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    backup = commands.add_parser("backup", help="put everything into one file; the platform may run or stand")
    backup.add_argument("file", type=Path, help="a new file outside the data folder")
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="fill an empty data folder from such a file")
    restore.add_argument("file", type=Path)
    restore.set_defaults(command=_restore)
    return parser


def _backup(settings: LocalSettings, chosen: argparse.Namespace) -> int:
    from deploy.local.backup.making import make_backup

    make_backup(settings, chosen.file.absolute())
    return 0


def _restore(settings: LocalSettings, chosen: argparse.Namespace) -> int:
    from deploy.local.backup.restoring import restore_backup

    restore_backup(settings, chosen.file.absolute())
    return 0
