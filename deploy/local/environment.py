"""The environment of each child process: what its services need, and nobody else's secrets."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from deploy.local.settings import LocalSettings
from deploy.local.topology import GATEWAY, SERVICES, environment_name

PRIVATE_PREFIXES = (
    "DATABASE_URL",
    "NATS_URL",
    "PROFKOM_ADMIN_",
    "TOKEN_KEY_FILE",
    "INTERNAL_KEY",
    "PUBLIC_FORM_KEY",
    "SECOND_FACTOR_KEY",
    "PGPASSWORD",
)

# The C library keeps an arena for each thread and, after an import of thousands of rows, what it freed for a next one:
# tens of MiB that nobody uses again. One arena, and freed memory goes back to the system above 128 KiB.
THRIFT = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}


class Environments:
    """Builds environments from what was in ours and what the installation made."""

    def __init__(
        self,
        *,
        settings: LocalSettings,
        database_urls: Mapping[str, str],
        bus_urls: Mapping[str, str],
        token_key: Path,
        card_key: Path,
        internal_key: str,
        public_form_key: str,
        second_factor_key: str,
    ) -> None:
        """URLs are by service; the keys are for people, `internal_key` for the internal doors and who knocks there,
        `public_form_key` for nonconformity."""
        self._common = {"PUBLIC_ADDRESS": settings.address} | self.bare()
        self._common |= {
            "PROFKOM_PORT": str(settings.port),
            "PROFKOM_DATA": str(settings.data),
            **{environment_name("SERVICE_URL", service): settings.url(service) for service in SERVICES},
        }
        self._database_urls = database_urls
        self._bus_urls = bus_urls
        self._token_key, self._card_key = token_key, card_key
        self._internal_key = internal_key
        self._public_form_key = public_form_key
        self._second_factor_key = second_factor_key

    @staticmethod
    def bare() -> dict[str, str]:
        """Our own environment without addresses and passwords."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(PRIVATE_PREFIXES)}
        return THRIFT | inherited | {"PYTHONUNBUFFERED": "1"}

    def of(self, services: Iterable[str]) -> dict[str, str]:
        """The environment of a process that hosts these services (the gateway counts as one)."""
        environment = dict(self._common)
        for service in services:
            if service in self._database_urls:
                environment[environment_name("DATABASE_URL", service)] = self._database_urls[service]
            if service in self._bus_urls:
                environment[environment_name("NATS_URL", service)] = self._bus_urls[service]
            if service in ("people", "nonconformity", GATEWAY):
                environment["INTERNAL_KEY"] = self._internal_key
            if service == "nonconformity":
                environment["PUBLIC_FORM_KEY"] = self._public_form_key
            if service == "people":
                environment["TOKEN_KEY_FILE"] = str(self._token_key)
                environment["CARD_KEY_FILE"] = str(self._card_key)
                environment["SECOND_FACTOR_KEY"] = self._second_factor_key
        return environment

    def for_migrations(self) -> dict[str, str]:
        """The environment of the process that migrates: every database, no bus."""
        urls = {environment_name("DATABASE_URL", service): url for service, url in self._database_urls.items()}
        return self._common | urls
