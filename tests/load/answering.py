"""What stands behind the gateway while its cost is measured: 1 KB of JSON, from two kinds of server.

`python -m tests.load.answering bare|service` with PORT, TOKEN_KEY_FILE and, for the service, SERVICE_URL_PEOPLE.
`bare` is the least that Python can answer with, and publishes the keys of tokens; `service` is built as ours are: it
verifies the token, opens a session, validates what it answers.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import uvicorn
from pydantic import BaseModel

from shared.auth.tokens import TokenSigner
from shared.settings import ServiceSettings
from shared.web.app import create_service_app
from shared.web.routing import CurrentPrincipal, service_router

TEXT = "a" * 1000


def bare() -> Any:
    """Answers everything alike, except the keys."""
    import json

    signer = TokenSigner(Path(os.environ["TOKEN_KEY_FILE"]), issuer="profkom", lifetime=timedelta(hours=1))
    keys, content = (json.dumps(value).encode() for value in (signer.jwks(), {"text": TEXT}))

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            for step in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{step}.complete"})
            return
        body = keys if scope["path"].endswith("jwks.json") else content
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


class Answer(BaseModel):
    text: str


class Settings(ServiceSettings):
    service = "analytics"


def service() -> Any:
    """A service of the house with one endpoint; its database is never asked."""
    router = service_router(prefix="/api/v1/analytics", tags=["load"])

    @router.get("/text")
    async def text(principal: CurrentPrincipal) -> Answer:
        return Answer(text=TEXT)

    return create_service_app(Settings.load(), title="load", routers=[router])


if __name__ == "__main__":
    uvicorn.run(
        {"bare": bare, "service": service}[sys.argv[1]](),
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        access_log=False,
        log_config=None,
        timeout_keep_alive=75,
    )
