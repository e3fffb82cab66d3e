"""`python -m deploy.openapi FILE`: the merged reference of all services, written without starting any of them.

The web client's types are made from it (`make web-types`), and a test compares what is committed with it.
"""

import importlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from deploy.local.secrets import Secrets
from deploy.local.topology import SERVICES, environment_name
from gateway import routes
from gateway.reference.merge import merge

_NOWHERE = {"DATABASE_URL": "postgresql://nobody@127.0.0.1/nothing", "SERVICE_URL": "http://127.0.0.1"}


def document() -> dict[str, Any]:
    """The document that the gateway serves at /api/openapi.json when every service is there."""
    with tempfile.TemporaryDirectory() as folder:
        pretended = {environment_name(name, service): url for service in SERVICES for name, url in _NOWHERE.items()}
        pretended |= {"NATS_URL": "nats://127.0.0.1", "TOKEN_KEY_FILE": str(Secrets(Path(folder)).token_key())}
        before = dict(os.environ)
        os.environ.update(pretended)
        try:
            documents = {service: _document_of(service) for service in SERVICES}
        finally:
            os.environ.clear()
            os.environ.update(before)
    return merge(documents, routed=routes.service_of)


def _document_of(service: str) -> dict[str, Any]:
    main = importlib.import_module(f"services.{service}.main")
    described: dict[str, Any] = main.create_app().openapi()
    return described


def main() -> None:
    Path(sys.argv[1]).write_text(json.dumps(document(), ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
