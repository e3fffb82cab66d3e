"""`python -m tests.load questions`: what people type and what they are shown, among 5,000 other records."""

import asyncio
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
from sqlalchemy import insert, select

from services.nonconformity.models import categories, nonconformities, persons
from shared.auth import permissions
from shared.ids import new_id
from tests.load import similar
from tests.services.nonconformity.questions import DRAFTS, FINDINGS, SEARCHES
from tests.support.auth import Tokens, principal
from tests.support.postgres import shared_postgres

OTHERS = 5_000
_SHOWN = 3


async def _write(journal: similar.Journal) -> Mapping[str, str]:
    """The findings of the questions, at the first site, two days ago; {id: key}."""
    async with journal.database.transaction() as session:
        kinds = {row.name: row.id for row in (await session.execute(select(categories))).all()}
        author = await session.scalar(select(persons.c.id))
        at = journal.now - timedelta(days=2)
        rows = [
            {
                "id": new_id(), "year": at.year, "serial": 1_000_000 + number, "state": "registered",
                "branch_id": journal.branches[0], "site_id": journal.sites[0], "place": one.place,
                "category_id": kinds[one.category], "severity": "medium", "description": one.description,
                "proposal": one.proposal, "found_at": at, "registered_at": at, "author_id": author,
            }
            for number, one in enumerate(FINDINGS)
        ]  # fmt: skip
        await session.execute(insert(nonconformities), rows)
    return {str(row["id"]): one.key for row, one in zip(rows, FINDINGS, strict=True)}


async def _show(client: httpx.AsyncClient, site: UUID, keys: Mapping[str, str]) -> None:
    print(f"\nInto the search field, among {OTHERS:,} other records\n")
    for question in SEARCHES:
        params = {"q": question.typed, "limit": "100", "total": "true"}
        page = (await client.get("/api/v1/nonconformities", params=params)).raise_for_status().json()
        found = {keys[item["id"]] for item in page["items"] if item["id"] in keys}
        missed = set(question.wanted) - found
        print(f"  {question.typed:32} {page['total']:4} found  {'MISSED ' + ', '.join(missed) if missed else 'right'}")
        for item in page["items"][:_SHOWN]:
            print(f"      {item['description'][:100]}")
    print("\nInto the form of a new finding\n")
    for question in DRAFTS:
        body = {"site_id": str(site), "place": question.place, "description": question.typed}
        items = (await client.post("/api/v1/nonconformities/similar", json=body)).raise_for_status().json()["items"]
        first = keys.get(items[0]["id"]) if items else None
        print(f"  {question.typed:56} {'right' if first in question.wanted else f'MISSED: {first}'}")
        for item in items[:_SHOWN]:
            print(f"      {item['score']:.2f}  {item['description'][:60]:60}  {', '.join(item['reasons'])[:110]}")


async def _run(url: str, tokens: Tokens) -> None:
    journal = await similar.fill(url, OTHERS)
    keys = await _write(journal)
    app = similar.app_of(journal, tokens)
    headers = tokens.headers(principal(permissions.NONCONFORMITY_READ))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://journal", headers=headers, timeout=30) as client:
        await _show(client, journal.sites[0], keys)
    await app.state.database.close()
    await journal.database.close()


def main() -> None:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        shared_postgres(Path(folder) / "postgres") as server,
    ):
        asyncio.run(_run(server.create("nonconformity", "questions"), Tokens(Path(folder))))
