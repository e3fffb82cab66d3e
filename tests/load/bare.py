"""The yardstick: a FastAPI + asyncpg app that does the same three things on the same database, and nothing else.

No sign-in, no permissions, no history, no numbers, no events. Reads are of the journal's own table, writes go to a
table of its own. `python -m tests.load.bare` with DATABASE_URL_NONCONFORMITY and PORT.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import uvicorn
from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel

TABLE = "load_bare"
COLUMNS = (
    "id, number_order, state, branch_id, site_id, place, category_id, severity, description, proposal, found_at,"
    " registered_at, author_id, responsible_id, first_due_on, due_on, version"
)
GET_ONE = f"SELECT {COLUMNS} FROM nonconformities WHERE id = $1"
LIST = (
    f"SELECT {COLUMNS} FROM nonconformities WHERE responsible_id = $1 AND state = $2"
    " ORDER BY registered_at DESC, id DESC LIMIT 25"
)
POST = (
    f"INSERT INTO {TABLE} (id, site_id, place, category_id, severity, description, found_at, state)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 'registered')"
)
CREATE = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} (id uuid PRIMARY KEY, site_id uuid NOT NULL, place text NOT NULL,"
    " category_id uuid NOT NULL, severity text NOT NULL, description text NOT NULL, found_at timestamptz NOT NULL,"
    " state text NOT NULL)"
)


class Found(BaseModel):
    site_id: UUID
    place: str
    category_id: UUID
    severity: str
    description: str
    found_at: datetime


class Record(BaseModel):
    id: UUID
    number_order: int
    state: str
    branch_id: UUID
    site_id: UUID
    place: str
    category_id: UUID
    severity: str
    description: str
    proposal: str | None
    found_at: datetime
    registered_at: datetime
    author_id: UUID
    responsible_id: UUID | None
    first_due_on: date | None
    due_on: date | None
    version: int


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["DATABASE_URL_NONCONFORMITY"], min_size=5, max_size=5) as pool:
        await pool.execute(f"DROP TABLE IF EXISTS {TABLE}")
        await pool.execute(CREATE)
        app.state.pool = pool
        yield
        await pool.execute(f"DROP TABLE {TABLE}")


app = FastAPI(lifespan=lifespan)


@app.get("/records/{record_id}")
async def get_one(record_id: UUID, request: Request) -> Record:
    row = await request.app.state.pool.fetchrow(GET_ONE, record_id)
    if row is None:
        raise HTTPException(404)
    return Record(**row)


@app.get("/records")
async def get_list(responsible_id: UUID, state: str, request: Request) -> list[Record]:
    return [Record(**row) for row in await request.app.state.pool.fetch(LIST, responsible_id, state)]


@app.post("/records", status_code=201)
async def post(found: Found, request: Request) -> dict[str, Any]:
    record_id = uuid4()
    values = (found.site_id, found.place, found.category_id, found.severity, found.description, found.found_at)
    await request.app.state.pool.execute(POST, record_id, *values)
    return {"id": record_id}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=False, log_level="warning")
