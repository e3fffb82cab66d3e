"""What is reachable through the gateway, and who answers it. What is not listed here does not exist outside."""

import re
from dataclasses import dataclass

PEOPLE, NONCONFORMITY, ANALYTICS = "people", "nonconformity", "analytics"


@dataclass(frozen=True, slots=True)
class Route:
    """Every path that is `prefix` or goes on after it with a slash.

    `public`: reachable without signing in. `signs_in`: it tries passwords, and is counted more strictly. `form`:
    anybody may send to it, so what is sent is counted and measured more strictly. `renews`: a change here may change
    what the caller's session may do, so its token is asked for anew afterwards.
    """

    prefix: str
    service: str
    public: bool = False
    signs_in: bool = False
    form: bool = False
    renews: bool = False


ROUTES = (
    Route("/.well-known/jwks.json", PEOPLE, public=True),
    Route("/api/v1/auth/token", PEOPLE, public=True, signs_in=True),
    Route("/api/v1/auth/link/check", PEOPLE, public=True, signs_in=True),
    Route("/api/v1/auth", PEOPLE),
    Route("/api/v1/me", PEOPLE, renews=True),
    Route("/api/v1/people", PEOPLE),
    Route("/api/v1/segments", PEOPLE),
    Route("/api/v1/absences", PEOPLE),
    Route("/api/v1/public/cards", PEOPLE, public=True),
    Route("/api/v1/branches", PEOPLE),
    Route("/api/v1/units", PEOPLE),
    Route("/api/v1/sites", PEOPLE),
    Route("/api/v1/roles", PEOPLE),
    Route("/api/v1/permissions", PEOPLE),
    Route("/api/v1/grants", PEOPLE),
    Route("/api/v1/accounts", PEOPLE),
    Route("/api/v1/sessions", PEOPLE),
    Route("/api/v1/operations/people", PEOPLE),
    Route("/api/v1/nonconformities", NONCONFORMITY),
    Route("/api/v1/public/nonconformities", NONCONFORMITY, public=True, form=True),
    Route("/api/v1/categories", NONCONFORMITY),
    Route("/api/v1/measures", NONCONFORMITY),
    Route("/api/v1/operations/nonconformity", NONCONFORMITY),
    Route("/api/v1/analytics", ANALYTICS),
    Route("/api/v1/operations/analytics", ANALYTICS),
)

_BY_PREFIX = {route.prefix: route for route in ROUTES}
_DEEPEST = max(prefix.count("/") for prefix in _BY_PREFIX)
_SHALLOWEST = min(prefix.count("/") for prefix in _BY_PREFIX)

#: Ways to write a path that one program reads differently from the next: the door must not see /people where the
#: service sees /internal. Dot segments, empty ones, encoded or foreign separators, doubly encoded anything, parameters.
_AMBIGUOUS = re.compile(rb"//|/\.\.?(?:/|$)|\\|;|%(?:2[eEfF5]|5[cC]|3[bB]|00)")


def find(path: str) -> Route | None:
    """The route of a decoded path; the longest prefix wins."""
    segments = path.split("/", _DEEPEST + 1)
    for depth in range(min(len(segments) - 1, _DEEPEST), _SHALLOWEST - 1, -1):
        route = _BY_PREFIX.get("/".join(segments[: depth + 1]))
        if route is not None:
            return route
    return None


def service_of(path: str) -> str | None:
    """Who answers a decoded path."""
    route = find(path)
    return route.service if route else None


def is_plain(raw_path: bytes) -> bool:
    """Whether every program reads the path alike."""
    return _AMBIGUOUS.search(raw_path) is None
