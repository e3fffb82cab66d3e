"""The table: for every operation and everybody, whether they get in, and if not, what they are told.

A body that the operation understands goes along, so that the answer is about who asks. An answer other than 401, 403
and 404 means: let in, even when the act itself was impossible just then.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.e2e.access.cast import COLUMNS, Cast
from tests.e2e.access.examples import Examples, in_days
from tests.e2e.access.targets import PIXEL, SEGMENT, Targets
from tests.support.callers import JOURNAL, PASSWORD, Union

METHODS = ("get", "post", "put", "patch", "delete")
IN, REFUSALS = "yes", (401, 403, 404)

#: Operations with tests of their own: streams without an end, and what would sign the callers out.
ELSEWHERE = frozenset(
    {
        ("get", "/api/v1/live"),
        ("get", "/api/v1/auth/session"),
        ("post", "/api/v1/auth/session"),
        ("delete", "/api/v1/auth/session"),
        ("post", "/api/v1/auth/token"),
        ("put", "/api/v1/me/password"),
        ("post", "/api/v1/sessions/end-all"),
        ("get", "/health/live"),
        ("get", "/health/ready"),
        ("get", "/.well-known/jwks.json"),
    }
)

#: What a record has to have gone through for a verb to be possible.
STEPS: Mapping[str, tuple[str, ...]] = {
    "start": ("assign",),
    "report-fixed": ("assign", "start"),
    "move-due-date": ("assign",),
    "verify": ("assign", "start", "report-fixed"),
    "return": ("assign", "start", "report-fixed"),
    "dispute": ("reject",),
}


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    described: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.path)

    @property
    def verb(self) -> str:
        """The verb of a record: `verify` of /api/v1/nonconformities/{record_id}/verify."""
        match = re.fullmatch(rf"{JOURNAL}/{{record_id}}/([\w-]+)", self.path)
        return match[1] if match else ""


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, item in sorted(document["paths"].items()):
        for method in METHODS:
            if method in item and (method, path) not in ELSEWHERE:
                yield Operation(method, path, item[method])


class Table:
    """Tries every operation with everybody's token; `rows()` gives {operation: {column: cell}}."""

    def __init__(self, union: Union, cast: Cast) -> None:
        self._union, self._cast = union, cast
        self._document = union.admin.read("/api/openapi.json")
        self._targets = Targets(union, cast)
        place = cast.place
        self._examples = Examples(
            self._document,
            {
                "site_id": lambda: place.site,
                "branch_id": lambda: place.branch,
                "category_id": lambda: place.category,
                "unit_id": lambda: place.unit,
                "person_id": lambda: self._targets.id("person_id"),
                "responsible_id": lambda: cast.callers["staff"].id,
                "owner_id": lambda: cast.callers["staff"].id,
                "into_id": lambda: self._targets.record(),
                "items": list,
                "due_on": lambda: in_days(20),
                "expires_on": lambda: in_days(60),
                "password": lambda: PASSWORD,
                "login": lambda: f"login-{uuid4().hex[:12]}",
                "secret": lambda: uuid4().hex * 2,
                "role": lambda: "member",
                "condition": lambda: SEGMENT,
                "comment": lambda: "Сделано",
                "permissions": lambda: ["people:read"],
                "code": lambda: f"role_{uuid4().hex[:8]}",
                "last_name": lambda: "Проверкин",
                "first_name": lambda: "Пётр",
            },
        )

    def rows(self) -> dict[str, dict[str, str]]:
        return {operation.name: self._row(operation) for operation in operations(self._document)}

    def _row(self, operation: Operation) -> dict[str, str]:
        self._targets.renew()
        cells = {}
        for column in COLUMNS:
            answer = self._ask(operation, self._cast.client(column))
            cells[column] = str(answer.status_code) if answer.status_code in REFUSALS else IN
            assert answer.status_code < 500, (operation.name, column, answer.text)
            assert str(answer.status_code) in operation.described["responses"], (operation.name, answer.status_code)
            if answer.is_success and operation.method != "get":
                self._targets.renew()
        return cells

    def _ask(self, operation: Operation, client: httpx.Client) -> httpx.Response:
        if operation.verb in STEPS and "record_id" not in self._targets.held:
            self._targets.hold("record_id", self._targets.record(*STEPS[operation.verb]))
        # The last parameter first: a comment is made with the record that it belongs to.
        ids = {name: self._targets.id(name) for name in reversed(operation.parameters)}
        url = operation.path.format(**ids)
        content = operation.described.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in content:
            name = "file" if "imports" in operation.path else "files"
            return client.request(operation.method, url, files={name: ("снимок.png", PIXEL, "image/png")})
        headers = self._version_of(url) if operation.method in ("patch", "put") else {}
        return client.request(
            operation.method, url, json=self._body(operation), headers=headers, params=_query(operation)
        )

    def _version_of(self, url: str) -> dict[str, str]:
        etag = self._union.admin.get(url).headers.get("etag")
        return {"If-Match": etag} if etag else {"If-Match": '"1"'}

    def _body(self, operation: Operation) -> Any:
        body = self._examples.body(operation.described)
        if operation.verb == "assign":
            body["due_on"] = in_days(20)
        return body


def _query(operation: Operation) -> dict[str, str]:
    """Required parameters of the query."""
    return {
        parameter["name"]: in_days(0)
        for parameter in operation.described.get("parameters", ())
        if parameter.get("in") == "query" and parameter.get("required")
    }


def render(rows: Mapping[str, Mapping[str, str]]) -> str:
    head = "| operation | " + " | ".join(COLUMNS) + " |"
    rule = "|---|" + ":-:|" * len(COLUMNS)
    lines = [f"| `{name}` | " + " | ".join(cells[column] for column in COLUMNS) + " |" for name, cells in rows.items()]
    return "\n".join([head, rule, *lines])


def parse(text: str) -> dict[str, dict[str, str]]:
    rows = {}
    for line in text.splitlines():
        if line.startswith("| `"):
            name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            rows[name.strip("`")] = dict(zip(COLUMNS, cells, strict=True))
    return rows
