"""Calls to the other services: what they hold on a person."""

from typing import Any
from uuid import UUID

import httpx

from shared.web.internal import KEY_HEADER


async def held_on(url: str, person_id: UUID, *, key: str) -> dict[str, Any]:
    """All that the service at `url` holds on a person. Raises httpx.HTTPError: the job comes again."""
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        answer = await client.get(f"{url}/internal/persons/{person_id}/data", headers={KEY_HEADER: key})
    data: dict[str, Any] = answer.raise_for_status().json()
    return data
