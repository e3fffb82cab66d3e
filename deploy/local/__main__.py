"""`python -m deploy.local`: the platform on this machine, until Ctrl-C; with a word after it, an operator's command."""

import sys

from deploy.local import guards
from deploy.local.installation import Installation
from deploy.local.log import Log
from deploy.local.processes import StartError
from deploy.local.settings import LocalSettings


def main(arguments: list[str]) -> int:
    """Run the platform; the exit code is 0 after a clean stop, 1 when it could not start."""
    if arguments:
        from deploy.local import commands  # its libraries are no business of the supervisor, which has to stay small

        return commands.main(arguments)
    return run()


def run() -> int:
    """Run the platform until we are told to stop."""
    log = Log()
    try:
        settings = LocalSettings.load()
        with guards.exclusive(settings.data, settings.address) as left_unclean:
            guards.require_whole(settings.data)
            log.keep_in(settings.data / "logs")
            guards.require_free(settings.ports(), guards.UNCLEAN_PATIENCE if left_unclean else 0)
            Installation(settings, log).run()
    except StartError as error:
        log.say(f"Profkom cannot start. {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
