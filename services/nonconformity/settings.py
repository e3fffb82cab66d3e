"""The environment of the journal; deploy/env.example documents every name."""

from typing import ClassVar

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    service: ClassVar[str] = "nonconformity"
