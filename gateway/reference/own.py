"""The gateway's own part of the reference: sign-in, live updates, health, and what it may answer for any service."""

from collections.abc import Mapping
from typing import Any

from gateway.door import COOKIE

TAG = "gateway"
GROUP = "Gateway"
SECURITY: tuple[dict[str, list[str]], ...] = ({"bearer": []}, {"cookie": []})

_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _response(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{name}"}


REFUSALS: Mapping[str, dict[str, str]] = {
    "400": _response("Malformed"),
    "401": _response("NotAuthenticated"),
    "408": _response("TooSlow"),
    "413": _response("TooLarge"),
    "429": _response("TooManyRequests"),
    "431": _response("HeadTooLarge"),
    "502": _response("PartLost"),
    "503": _response("PartUnavailable"),
    "504": _response("PartTimeout"),
}

_OF_BODIES = frozenset({"408", "413"})


def refusals(*, closed: bool, body: bool) -> Mapping[str, dict[str, str]]:
    """What the gateway may answer in a service's place: `closed` to strangers, with a `body`."""
    return {
        status: refusal
        for status, refusal in REFUSALS.items()
        if (closed or status != "401") and (body or status not in _OF_BODIES)
    }


_RESPONSES: Mapping[str, Any] = {
    name: {"description": text, "content": _PROBLEM}
    for name, text in {
        "NotAuthenticated": "No token or session, or one that is wrong, expired or ended.",
        "Malformed": "The request does not follow HTTP.",
        "TooSlow": "The body took too long to arrive.",
        "HeadTooLarge": "The headers are larger than the limit that the problem names.",
        "TooLarge": "The body is larger than the limit that the problem names.",
        "TooManyRequests": "Too many requests: wait as long as Retry-After says.",
        "PartLost": "The connection to the service broke before its answer: repeat with the same Idempotency-Key.",
        "PartUnavailable": "The service is away; the others work. Retry-After says when to come again.",
        "PartTimeout": "The service did not answer in time.",
    }.items()
}
_PROBLEM_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "The body of every refusal (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "correlation_id"],
    "properties": {
        "type": {"type": "string", "title": "Type"},
        "title": {"type": "string", "title": "Title"},
        "status": {"type": "integer", "title": "Status"},
        "detail": {"type": "string", "title": "Detail"},
        "code": {"type": "string", "title": "Code"},
        "correlation_id": {"type": "string", "title": "Correlation Id"},
    },
}


def _json(description: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "required": list(properties), "properties": properties}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _probe(operation_id: str, summary: str, responses: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"operationId": operation_id, "summary": summary, "tags": [TAG], "responses": dict(responses), **more}


def _operation(operation_id: str, summary: str, responses: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    refused = refusals(closed="security" in more, body="requestBody" in more)
    return _probe(operation_id, summary, dict(sorted({**refused, **responses}.items())), **more)


_TEXT, _TIME, _ID = {"type": "string"}, {"type": "string", "format": "date-time"}, {"type": "string", "format": "uuid"}
_STATUS = {"status": _TEXT}
_ANOTHER_SITE = {"description": "The request came from another site.", "content": _PROBLEM}
_PASSWORD = {"type": "string", "format": "password"}


def _body(required: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    schema = {"type": "object", "required": list(required), "properties": {**required, **(optional or {})}}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


_PATHS: Mapping[str, Any] = {
    "/api/v1/auth/session": {
        "post": _operation(
            "begin_session",
            "Sign a browser in: the answer sets an HttpOnly cookie",
            {
                "201": _json("Signed in", {"expires_at": _TIME}),
                "401": REFUSALS["401"],
                "403": _ANOTHER_SITE,
                "422": {"description": "Invalid input; `errors` says what and where", "content": _PROBLEM},
            },
            requestBody=_body({"login": _TEXT, "password": _PASSWORD}, {"otp": _TEXT}),
        ),
        "get": _operation(
            "read_session",
            "Whose session it is",
            {"200": _json("The person who is signed in", {"person_id": _ID, "name": _TEXT})},
            security=list(SECURITY),
        ),
        "delete": _operation(
            "end_session",
            "Sign out",
            {"204": {"description": "Signed out; the cookie is dropped"}, "403": _ANOTHER_SITE},
            security=[{"cookie": []}],
        ),
    },
    "/api/v1/auth/link": {
        "post": _operation(
            "use_link",
            "Use a one-time link up: choose a password, and be signed in by an HttpOnly cookie",
            {
                "201": _json("Signed in", {"expires_at": _TIME}),
                "401": REFUSALS["401"],
                "403": _ANOTHER_SITE,
                "410": {"description": "The link does not work any more.", "content": _PROBLEM},
                "422": {"description": "The password is too weak; the link stays good.", "content": _PROBLEM},
            },
            requestBody=_body({"secret": _PASSWORD, "password": _PASSWORD}, {"otp": _TEXT}),
        )
    },
    "/api/v1/live": {
        "get": _operation(
            "live_updates",
            "What happens, as server-sent events",
            {
                "200": {
                    "description": "One event for each change the viewer may see: its `event` is the type, such as "
                    "`nonconformity.nonconformity.assigned.v1`, its `data` is {type, subject, branch, actor, time, "
                    "correlationid}. `reset`: something may have been missed, read anew. The stream ends when the "
                    "token expires; connect again, with Last-Event-ID.",
                    "content": {"text/event-stream": {"schema": _TEXT}},
                },
            },
            security=list(SECURITY),
            parameters=[{"name": "Last-Event-ID", "in": "header", "required": False, "schema": _ID}],
        )
    },
    "/health/live": {"get": _probe("is_live", "The gateway runs", {"200": _json("It does", _STATUS)})},
    "/health/ready": {
        "get": _probe(
            "is_ready",
            "All parts are ready",
            {
                status: _json(text, {**_STATUS, "parts": {"type": "object", "additionalProperties": _TEXT}})
                for status, text in {"200": "They are", "503": "`parts` says which are not"}.items()
            },
        )
    },
}


def document(
    *, paths: dict[str, Any], components: dict[str, dict[str, Any]], groups: list[dict[str, Any]]
) -> dict[str, Any]:
    """The whole document around the services' paths and components."""
    components.setdefault("schemas", {}).setdefault("Problem", _PROBLEM_SCHEMA)
    components["responses"] = {**components.get("responses", {}), **_RESPONSES}
    components["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "For programs: the access token of /api/v1/auth/token.",
        },
        "cookie": {
            "type": "apiKey",
            "in": "cookie",
            "name": COOKIE,
            "description": "For browsers: set by POST /api/v1/auth/session.",
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Profkom", "version": "1", "description": "The API of the whole platform."},
        "servers": [{"url": "/"}],
        "paths": {**_PATHS, **dict(sorted(paths.items()))},
        "components": {section: dict(sorted(named.items())) for section, named in sorted(components.items())},
        "tags": [{"name": tag} for tag in dict.fromkeys(tag for group in groups for tag in group["tags"])],
        "x-tagGroups": [group for group in groups if group["tags"]],
    }
