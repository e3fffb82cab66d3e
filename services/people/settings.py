"""What people reads from the environment; `deploy/env.example` documents every name."""

import os
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Self

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from shared.settings import ServiceSettings


def _codes(value: Any) -> Any:
    if isinstance(value, str):
        return frozenset(part.strip() for part in value.split(",") if part.strip())
    return value


Roles = Annotated[frozenset[str], NoDecode, BeforeValidator(_codes)]


#: The other services that hold something on persons and tell it at /internal/persons/{id}/data.
HOLDERS: Final = ("nonconformity",)


class AccountSettings(BaseSettings):
    """What is needed to make an account."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    home_time_zone: str = "Europe/Moscow"  #: whose date decides which grants are in force

    #: argon2id as OWASP advises: 19 MiB and two passes cost about 20 ms, and two threads 38 MiB.
    password_memory_kib: int = Field(default=19_456, ge=8)
    password_passes: int = Field(default=2, ge=1)
    password_threads: int = Field(default=2, ge=1, le=16)  #: passwords checked at once
    password_queue: int = Field(default=32, ge=1)  #: sign-ins that may wait for a thread; the next is sent away


class PeopleSettings(AccountSettings, ServiceSettings):
    service: ClassVar[str] = "people"

    token_key_file: Path  #: PEM, Ed25519: one key, or after a rotation the new one and then the old
    #: PEM, Ed25519: signs membership cards, which outlive the keys of tokens. None: the keys of `token_key_file`.
    card_key_file: Path | None = None
    union_name: str = "Профсоюзная организация"  #: on membership cards
    public_address: str = "http://127.0.0.1:8000"  #: where people open the platform: QR codes and links lead there
    internal_key: SecretStr = SecretStr("")  #: what the gateway shows at the internal door; empty: the door is shut
    token_minutes: int = Field(default=30, ge=1, le=24 * 60)  #: life of a token from /api/v1/auth/token
    session_token_minutes: int = Field(default=5, ge=1, le=60)  #: life of a token made from a session
    session_days: int = Field(default=14, ge=1, le=365)  #: a session ends so long after its sign-in
    sign_in_link_hours: int = Field(default=24, ge=1, le=24 * 30)  #: life of a one-time sign-in link
    #: Encrypts the secrets of second factors: 32 bytes in URL-safe Base64, or several, the new one first.
    second_factor_key: SecretStr = SecretStr("")
    second_factor_roles: Roles = frozenset()  #: codes of roles that demand a second factor
    #: A refused sign-in takes at least so long, known login or not, so that its time tells nothing.
    refusal_seconds: float = Field(default=0.3, ge=0)

    #: {service: its address}: who is asked for what they hold on a person.
    service_urls: dict[str, str] = {}

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Read the environment; a service without an address is not asked, and the file says so."""
        urls = {name: os.environ.get(f"SERVICE_URL_{name.upper()}", "") for name in HOLDERS}
        return super().load(**{"service_urls": {name: url for name, url in urls.items() if url}, **overrides})


class BootstrapSettings(AccountSettings):
    """What the first start reads besides DATABASE_URL_PEOPLE."""

    profkom_admin_login: str = "admin"
    profkom_admin_password: SecretStr | None = None
