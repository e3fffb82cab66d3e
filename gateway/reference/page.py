"""GET /api/docs: Swagger UI over the merged document, from files of an installed package, without any other site."""

from importlib.util import find_spec
from pathlib import Path

from gateway.exchange import Exchange
from gateway.files import Files
from gateway.reference.document import PATH as DOCUMENT_PATH

PATH = "/api/docs"
_PACKAGE = "fastapi_offline"  #: never imported: it is the wheel that brings Swagger UI 5, which reads OpenAPI 3.1

# Swagger UI marks up its icons with style attributes and shows images from data: URLs; nothing else is let in.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", _POLICY.encode()),
    (b"cache-control", b"no-cache"),
]
_PAGE = f"""<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Профком: справочник API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{PATH}/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="{PATH}/swagger-ui-bundle.js"></script>
<script src="{PATH}/start.js"></script>
</body>
</html>
"""
_START = f"""SwaggerUIBundle({{
  url: "{DOCUMENT_PATH}",
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  persistAuthorization: false,
  validatorUrl: null,
}});
"""
_FILES = ("swagger-ui.css", "swagger-ui-bundle.js")


class ReferencePage:
    """The page, its script and the two files of Swagger UI."""

    def __init__(self) -> None:
        self._files = Files(_static_folder())
        self.paths = (PATH, f"{PATH}/start.js", *(f"{PATH}/{name}" for name in _FILES))

    async def __call__(self, exchange: Exchange) -> None:
        name = exchange.path.removeprefix(PATH).lstrip("/")
        if not name:
            await exchange.answer(200, _HEADERS, _PAGE.encode())
        elif name == "start.js":
            kind = (b"content-type", b"text/javascript; charset=utf-8")
            await exchange.answer(200, [kind, (b"cache-control", b"no-cache")], _START.encode())
        else:
            await self._files.send(exchange, name, cache="public, max-age=86400")


def _static_folder() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"Profkom: the package {_PACKAGE} is not installed; run `make install`")
    return Path(spec.submodule_search_locations[0]) / "static"
