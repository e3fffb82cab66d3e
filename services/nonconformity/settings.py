"""The environment of the journal; deploy/env.example documents every name."""

from typing import ClassVar

from shared.files.settings import FilesSettings


class Settings(FilesSettings):
    service: ClassVar[str] = "nonconformity"
