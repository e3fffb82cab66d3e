"""An operator's commands: `python -m deploy.local backup FILE`, `restore FILE`, `dead-letters`, `trace`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

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
    _add_dead_letters(commands)
    trace = commands.add_parser("trace", help="what happened to a record, in all services, in the order of time")
    trace.add_argument("what", help="a number such as НС-2026-00042, the id of a record or event, or a correlation id")
    trace.set_defaults(command=_trace)
    return parser


def _add_dead_letters(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    letters = commands.add_parser("dead-letters", help="events that could not take effect in a service")
    acts = letters.add_subparsers(metavar="ACT")
    letters.set_defaults(command=_dead_letters, act="list", event_id=None, all=False, body=False)
    acts.add_parser("list", help="all of them, the newest first").set_defaults(act="list")
    show = acts.add_parser("show", help="why it failed, and with --body what it says (it may hold personal data)")
    show.add_argument("event_id", type=UUID, metavar="ID")
    show.add_argument("--body", action="store_true")
    show.set_defaults(act="show")
    replay = acts.add_parser("replay", help="let it take effect now")
    which = replay.add_mutually_exclusive_group(required=True)
    which.add_argument("event_id", type=UUID, metavar="ID", nargs="?")
    which.add_argument("--all", action="store_true")
    replay.set_defaults(act="replay")
    discard = acts.add_parser("discard", help="it shall never take effect")
    discard.add_argument("event_id", type=UUID, metavar="ID")
    discard.set_defaults(act="discard")


def _backup(settings: LocalSettings, chosen: argparse.Namespace) -> int:
    from deploy.local.backup.making import make_backup

    make_backup(settings, chosen.file.absolute())
    return 0


def _restore(settings: LocalSettings, chosen: argparse.Namespace) -> int:
    from deploy.local.backup.restoring import restore_backup

    restore_backup(settings, chosen.file.absolute())
    return 0


def _dead_letters(settings: LocalSettings, chosen: argparse.Namespace) -> int:
    from deploy.local.dead_letters import DeadLetters

    with DeadLetters(settings) as letters:
        if chosen.act == "show":
            return letters.show(chosen.event_id, body=chosen.body)
        if chosen.act == "replay":
            return letters.replay_all() if chosen.all else letters.replay(chosen.event_id)
        if chosen.act == "discard":
            return letters.discard(chosen.event_id)
        return letters.show_all()


def _trace(settings: LocalSettings, chosen: argparse.Namespace) -> int:
    from deploy.local.trace import trace

    return trace(settings, chosen.what)
