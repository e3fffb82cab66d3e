"""The environment of a service that keeps files; `deploy/env.example` documents every name."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field

from shared.settings import ServiceSettings

MIB = 2**20

Count = Annotated[int, Field(ge=1)]


class FilesSettings(ServiceSettings):
    """`files_url` empty: the folder `files` of the data folder."""

    files_url: str = ""
    file_limit_mib: Count = 20
    picture_limit_megapixels: Count = 50
    upload_limit_mib: Count = 25  #: a whole request; the gateway has the same limit
    upload_seconds: Annotated[float, Field(gt=0)] = 600  #: a whole request; the gateway has the same limit

    @property
    def storage_url(self) -> str:
        """file:///folder or s3://bucket/prefix."""
        return self.files_url or (Path(os.environ.get("PROFKOM_DATA") or "var").absolute() / "files").as_uri()
