"""A record, and what it takes to upload to it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.nonconformity.settings import Settings
from shared.auth.principal import Principal
from shared.files.keeping import FileKeeper
from tests.services.nonconformity.conftest import Ask, File

#: `await send(principal, ("name.jpg", b"..."), purpose="comment")`: the answer to an upload to the record.
Send = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def record(file: File) -> dict[str, Any]:
    return await file()


@pytest.fixture
def send(ask: Ask, record: dict[str, Any]) -> Send:
    async def upload(who: Principal, *files: tuple[str, bytes], **options: Any) -> httpx.Response:
        data = {"purpose": options.pop("purpose")} if "purpose" in options else None
        form = [("files", file) for file in files]
        path = f"/nonconformities/{record['id']}/attachments"
        return await ask(who, "POST", path, files=form, data=data, **options)

    return upload


def made(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 201, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def reasons(answer: httpx.Response) -> dict[int, str]:
    """{place of the file in the form: why it was refused}"""
    assert (answer.status_code, answer.json()["code"]) == (422, "files_refused"), answer.text
    return {error["loc"][2]: error["code"] for error in answer.json()["errors"]}


def path_of(item: dict[str, Any], which: str = "content_url") -> str:
    return str(item[which]).removeprefix("/api/v1")


def stored(settings: Settings) -> list[Path]:
    root = FileKeeper(settings).storage.root
    assert root is not None
    return [path for path in root.rglob("*") if path.is_file()]
