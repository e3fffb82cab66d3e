"""Settings come from the environment; `deploy/env.example` documents every one.

A service's settings subclass `ServiceSettings`. Names that differ by service carry its name at the end:
`DATABASE_URL_PEOPLE`, `NATS_URL_PEOPLE`, `SERVICE_URL_PEOPLE`.
"""

import os
from typing import Any, ClassVar, Literal, Self

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class CommonSettings(BaseSettings):
    """What every process reads."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    log_format: Literal["human", "json"] = "human"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    otel_exporter_otlp_endpoint: str = ""  #: empty: traces are propagated, not exported


class ServiceSettings(CommonSettings):
    """What every service with a database reads."""

    service: ClassVar[str]

    database_url: str
    nats_url: str
    jwks_url: str
    database_pool_size: int = Field(default=5, ge=1, le=50)  #: five beat ten and thirty-two on two cores
    token_issuer: str = "profkom"

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Read the environment, with the names that end in this service's name."""
        named = {
            "database_url": by_service("DATABASE_URL", cls.service),
            "nats_url": nats_url(cls.service),
            "jwks_url": f"{by_service('SERVICE_URL', 'people')}/.well-known/jwks.json",
        }
        return cls(**{**named, **overrides})


def by_service(name: str, service: str) -> str:
    """The variable `NAME_SERVICE`; a missing one is a clear start-up error."""
    key = f"{name}_{service.upper()}"
    value = os.environ.get(key)
    if not value:
        raise SystemExit(f"Profkom: the environment variable {key} is not set (see deploy/env.example)")
    return value


def nats_url(service: str) -> str:
    """A service's own NATS address with its user, or the common one."""
    return (
        os.environ.get(f"NATS_URL_{service.upper()}") or os.environ.get("NATS_URL") or by_service("NATS_URL", service)
    )
