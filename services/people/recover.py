"""`python -m services.people.recover LOGIN`: a one-time link in, when nobody else can make one.

For the last administrator who forgot the password or lost the telephone. Reads DATABASE_URL_PEOPLE. Opens a locked or
closed account, takes its second factor off with --without-second-factor, and prints the link's path: put it behind the
address of the platform.
"""

import argparse
import asyncio
import sys
from datetime import timedelta

from services.people.domain.links import PAGE
from services.people.links import service
from shared.db.database import Database
from shared.settings import by_service

LIFETIME = timedelta(hours=1)


async def recover(database: Database, login: str, *, without_second_factor: bool = False) -> str:
    """The secret of a link for this login. Raises SystemExit when there is no such account."""
    async with database.transaction() as session:
        secret = await service.make_at_the_server(
            session, login=login, lifetime=LIFETIME, without_second_factor=without_second_factor
        )
    if secret is None:
        raise SystemExit(f"Profkom: there is no account with the login {login!r}")
    return secret


async def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m services.people.recover")
    parser.add_argument("login")
    parser.add_argument("--without-second-factor", action="store_true", help="take it off: the telephone is lost")
    given = parser.parse_args(arguments)
    database = Database(by_service("DATABASE_URL", "people"), pool_size=1, application="profkom people recover")
    try:
        secret = await recover(database, given.login, without_second_factor=given.without_second_factor)
    finally:
        await database.close()
    sys.stdout.write(f"{PAGE}{secret}\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
