"""`python -m deploy.local dead-letters`: events that could not take effect, seen and replayed through the platform.

Whoever can read the data folder holds the key that tokens are signed with, so the command signs one for itself: it
works when no administrator can sign in, and asks nobody for a password.
"""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final, Self
from uuid import UUID

import httpx

from deploy.local.processes import StartError
from deploy.local.settings import LocalSettings
from deploy.local.topology import SERVICES
from shared.auth.permissions import OPERATIONS_MANAGE
from shared.auth.principal import EVERYWHERE, Grant, Principal
from shared.auth.tokens import TokenSigner

OPERATOR_ID: Final = UUID("01900000-0000-7000-8000-000000000001")
"""Whom the services' logs name as the one who replayed: nobody's person, the command line of the machine."""

PAGE: Final = 200
COLUMNS: Final = "{:<14} {:<36} {:<9} {:>8} {:<20} {}"


class DeadLetters:
    """The letters of all services, through the gateway."""

    def __init__(self, settings: LocalSettings) -> None:
        """Raises StartError when there is no installation."""
        key = settings.data / "secrets" / "token-key.pem"
        if not key.exists():
            raise StartError(f"There is no installation in {settings.data}; set PROFKOM_DATA to its folder.")
        signer = TokenSigner(key, issuer=os.environ.get("TOKEN_ISSUER") or "profkom", lifetime=timedelta(minutes=10))
        grant = Grant(frozenset({OPERATIONS_MANAGE}), EVERYWHERE)
        token = signer.sign(Principal(id=OPERATOR_ID, kind="integration", name="deploy.local", grants=(grant,)))
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        self._client = httpx.Client(base_url=settings.address, headers=headers, timeout=60, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def show_all(self) -> int:
        """Print all letters, without what they say."""
        found = sorted(self._letters(), key=lambda pair: pair[1]["last_failed_at"], reverse=True)
        if not found:
            print("There are no dead letters.")
            return 0
        print(COLUMNS.format("service", "event", "state", "attempts", "last failed (UTC)", "what"))
        for service, letter in found:
            moment = letter["last_failed_at"][:19].replace("T", " ")
            what = f"{_noun(letter['topic'])}: {_kind(letter['error'])}"
            print(COLUMNS.format(service, letter["event_id"], letter["state"], letter["attempts"], moment, what))
        return 0

    def show(self, event_id: UUID, *, body: bool) -> int:
        """Print everything about one; its body only when it is asked for, as people may be named in it."""
        for service, card in self._cards(event_id).items():
            content = card.pop("body")
            for name, value in {"service": service, **card}.items():
                print(f"{name:<16} {value if name != 'error' or body else _kind(value)}")
            if body:
                print(json.dumps(content, ensure_ascii=False, indent=2))
            else:
                print("(--body shows what it says and the whole error; people may be named there)")
        return 0

    def replay(self, event_id: UUID) -> int:
        """Let one take effect, wherever it could not; 1 when it fails again."""
        failed = [service for service in self._dead(event_id) if not self._replayed(service, event_id)]
        return 1 if failed else 0

    def replay_all(self) -> int:
        """Let all dead ones take effect, the oldest first; 1 when one fails again."""
        dead = sorted((p for p in self._letters() if p[1]["state"] == "dead"), key=lambda p: p[1]["first_failed_at"])
        outcomes = [self._replayed(service, UUID(letter["event_id"])) for service, letter in dead]
        print(f"{sum(outcomes)} took effect, {len(outcomes) - sum(outcomes)} failed again.")
        return 0 if all(outcomes) else 1

    def discard(self, event_id: UUID) -> int:
        """Have one rest for good."""
        for service in self._dead(event_id):
            answer = self._send("POST", service, f"/{event_id}/discard")
            if answer.is_error:
                raise StartError(f"{service} refused: {_refusal(answer)}.")
            print(f"{event_id} is discarded in {service}.")
        return 0

    def _letters(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for service in SERVICES:
            answer = self._send("GET", service, "", limit=PAGE)
            if answer.status_code == 404:  # a service that listens to nobody has no dead letters
                continue
            yield from ((service, letter) for letter in _body(answer, service)["items"])

    def _cards(self, event_id: UUID) -> dict[str, dict[str, Any]]:
        """{service that lists it: everything about it}."""
        answers = {service: self._send("GET", service, f"/{event_id}") for service in SERVICES}
        found = {service: _body(answer, service) for service, answer in answers.items() if answer.status_code != 404}
        if not found:
            raise StartError(f"No service has a dead letter {event_id}.")
        return found

    def _dead(self, event_id: UUID) -> list[str]:
        """The services that have given it up."""
        cards = self._cards(event_id)
        found = [service for service, card in cards.items() if card["state"] == "dead"]
        if not found:
            raise StartError(f"{event_id} is still being retried by {', '.join(cards)}: wait until it is dead or gone.")
        return found

    def _replayed(self, service: str, event_id: UUID) -> bool:
        answer = self._send("POST", service, f"/{event_id}/replay")
        words = "took effect" if answer.is_success else f"failed again: {_refusal(answer)}"
        print(f"{event_id} {words} in {service}.")
        return answer.is_success

    def _send(self, method: str, service: str, path: str, **query: Any) -> httpx.Response:
        try:
            return self._client.request(method, f"/api/v1/operations/{service}/dead-letters{path}", params=query)
        except httpx.HTTPError as error:
            raise StartError(
                f"The platform does not answer at {self._client.base_url} ({error!r}): start it, or set PROFKOM_PORT."
            ) from error


def _body(answer: httpx.Response, service: str) -> dict[str, Any]:
    if answer.is_error:
        raise StartError(f"{service} refused: {_refusal(answer)}.")
    body: dict[str, Any] = answer.json()
    return body


def _refusal(answer: httpx.Response) -> str:
    try:
        problem = answer.json()
        return f"{problem['code']} (correlation id {problem['correlation_id']})"
    except (ValueError, KeyError):
        return f"status {answer.status_code}"


def _noun(topic: str) -> str:
    """`events.people.person.changed.v1` is `people.person.changed`."""
    return ".".join(topic.split(".")[1:4])


def _kind(error: str) -> str:
    """The class of an error: the rest may quote what people typed."""
    return error.partition(":")[0]
