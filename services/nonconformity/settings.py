"""The environment of the journal; deploy/env.example documents every name."""

from typing import ClassVar

from pydantic import Field, SecretStr

from shared.files.settings import FilesSettings


class Settings(FilesSettings):
    service: ClassVar[str] = "nonconformity"

    #: Keys of secret codes and proofs are made from it. Empty: the public form is closed. Changed: old codes are dead.
    public_form_key: SecretStr = SecretStr("")
    #: What a report costs its sender, in thousands of PBKDF2 rounds: about a second of a telephone.
    public_proof_work: int = Field(default=1000, ge=1, le=100_000)
    internal_key: SecretStr = SecretStr("")  #: what people shows when it collects all that is held on a person
    union_name: str = "Профсоюзная организация"  #: above printed documents
    public_address: str = "http://127.0.0.1:8000"  #: where QR codes of printed records lead
    home_time_zone: str = "Europe/Moscow"  #: whose clock a printed list shows
    comment_edit_minutes: int = Field(default=15, ge=0, le=24 * 60)  #: how long a comment may be changed by its author
