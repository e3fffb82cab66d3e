"""Somebody with a telephone and no account: opens the form, lets it compute, sends."""

import base64
import json
from typing import Any
from uuid import UUID, uuid4

import httpx
from altcha import Challenge, Payload, solve_challenge

FORM = "/public/nonconformities"


def solved(challenge: dict[str, Any]) -> str:
    """The payload that a browser would send for the challenge."""
    read = Challenge.from_dict(challenge)
    solution = solve_challenge(read)
    assert solution is not None
    return Payload(read, solution).to_base64()


def tampered(payload: str, **parameters: Any) -> str:
    """The payload with parameters of the sender's own making."""
    read = json.loads(base64.b64decode(payload))
    read["challenge"]["parameters"] |= parameters
    return base64.b64encode(json.dumps(read).encode()).decode()


class Worker:
    """`client`: of the service, or of the gateway; `address`: where the worker's telephone is."""

    def __init__(self, client: httpx.AsyncClient, category: UUID, *, address: str = "192.0.2.7") -> None:
        self.client, self.category, self.address = client, category, address

    async def ask(self, method: str, path: str, *, language: str = "ru", **options: Any) -> httpx.Response:
        headers = {"X-Client-Address": self.address, "Accept-Language": language, **options.pop("headers", {})}
        return await self.client.request(method, f"{FORM}{path}", headers=headers, **options)

    async def proof(self) -> str:
        answer = await self.ask("GET", "/challenge")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store"), answer.text
        return solved(answer.json())

    def report(self, **values: Any) -> dict[str, Any]:
        """A body; a value of None leaves the field out."""
        body = {
            "category_id": str(self.category),
            "place": "машинный зал, отм. 8",
            "description": "Оголённый провод у насоса",
            **values,
        }
        return {name: value for name, value in body.items() if value is not None}

    async def send(self, *, proof: str | None = None, key: str | None = None, **values: Any) -> httpx.Response:
        headers = {"X-Proof": proof or await self.proof(), "Idempotency-Key": key or str(uuid4())}
        return await self.ask("POST", "", headers=headers, json=self.report(**values))

    async def reported(self, **values: Any) -> dict[str, str]:
        answer = await self.send(**values)
        assert answer.status_code == 201, answer.text
        made: dict[str, str] = answer.json()
        return made

    async def with_code(self, code: str, method: str, path: str = "", **options: Any) -> httpx.Response:
        """Ask behind a secret code."""
        headers = {"X-Report-Code": code, **options.pop("headers", {})}
        return await self.ask(method, f"/by-code{path}", headers=headers, **options)
