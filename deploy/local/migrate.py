"""`python -m deploy.local.migrate people ...` brings the databases of services to their newest migration."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).resolve().parents[2]


def main(services: list[str]) -> None:
    """Migrate one service after the other; the address of each is in its DATABASE_URL_<SERVICE>."""
    for service in services:
        command.upgrade(Config(ROOT / "alembic.ini", ini_section=service), "head")


if __name__ == "__main__":
    main(sys.argv[1:])
