"""`python -m services.people.bootstrap`: what an installation needs before anybody can sign in. Safe to repeat.

Run after the migrations and before the API. Reads DATABASE_URL_PEOPLE, PROFKOM_ADMIN_LOGIN, PROFKOM_ADMIN_PASSWORD.
"""

import asyncio
import sys

from services.people import service
from services.people.passwords import Passwords
from services.people.settings import BootstrapSettings
from shared import clock
from shared.db.database import Database
from shared.errors import InvalidInput
from shared.settings import by_service


async def prepare(database: Database, settings: BootstrapSettings) -> str:
    """Seed the roles and, when there is no account at all, create the administrator; what was done, in words.

    Raises InvalidInput for a weak password, SystemExit when an administrator is needed and no password is given.
    """
    password = settings.profkom_admin_password
    passwords = Passwords.configured(settings)
    created = False
    try:
        async with database.transaction() as session:
            roles = await service.seed_roles(session)
            if not await service.has_accounts(session):
                if password is None:
                    raise SystemExit("Profkom: set PROFKOM_ADMIN_PASSWORD: there is no account to sign in with yet")
                await service.create_first_administrator(
                    session,
                    login=settings.profkom_admin_login,
                    password=password.get_secret_value(),
                    password_hash=await passwords.hash(password.get_secret_value()),
                    today=clock.today(settings.home_time_zone),
                )
                created = True
    finally:
        passwords.close()
    administrator = f"administrator {settings.profkom_admin_login!r} created" if created else "accounts were there"
    return f"{roles} roles created, {administrator}"


async def main() -> None:
    database = Database(by_service("DATABASE_URL", "people"), pool_size=1, application="profkom people bootstrap")
    try:
        done = await prepare(database, BootstrapSettings())
    except InvalidInput as refusal:
        reasons = "; ".join(error.message.render("en", error.params) for error in refusal.errors)
        raise SystemExit(f"Profkom: PROFKOM_ADMIN_PASSWORD cannot be used: {reasons}") from refusal
    finally:
        await database.close()
    sys.stdout.write(f"people: {done}\n")


if __name__ == "__main__":
    asyncio.run(main())
