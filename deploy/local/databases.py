"""A role and a database for each service: own password, own data, no way into the others'."""

from collections.abc import Mapping

from deploy.local.postgres import Postgres, assignments

ROLE = """
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \\gexec
ALTER ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'password';
"""

DATABASE = """
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'role')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
"""

CLOSE_COMMON = "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;\n"

SEARCH = """
\\connect :"name"
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
DO $$ BEGIN
  IF similarity('Курская', 'Курский') < 0.4 THEN
    RAISE EXCEPTION 'search is deaf to Cyrillic: the cluster was made with the C locale; make it anew with C.UTF-8';
  END IF;
END $$;
"""


def provision(server: Postgres, passwords: Mapping[str, str]) -> None:
    """Bring roles and databases, named like the services in `passwords`, to the wanted state; safe to repeat.

    Raises:
        StartError: PostgreSQL refused, or its locale does not know Cyrillic letters.
    """
    scripts = [
        assignments(role=service, name=service, password=password) + ROLE + DATABASE + SEARCH
        for service, password in passwords.items()
    ]
    server.run(CLOSE_COMMON + "\\connect postgres\n".join(scripts))


def create_role(server: Postgres, role: str, password: str) -> None:
    """Create a role that can only sign in, or set its password anew."""
    server.run(ROLE, role=role, password=password)


def create_database(server: Postgres, name: str, *, owner: str) -> None:
    """Create a database that only its owner can enter, with the extensions that search needs."""
    server.run(DATABASE + SEARCH, name=name, role=owner)
