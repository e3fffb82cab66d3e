"""/health/live, /health/ready and /metrics: for the operator's probes, not routed by the gateway."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from shared.db.database import Database

Check = Callable[[], Awaitable[bool]]


def router(database: Database, ready: Sequence[Check]) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/health/live")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @routes.get("/health/ready")
    async def is_ready() -> JSONResponse:
        checks = await asyncio.gather(_answers(database), *(check() for check in ready), return_exceptions=True)
        good = all(check is True for check in checks)
        return JSONResponse({"status": "ready" if good else "not ready"}, status_code=200 if good else 503)

    @routes.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return routes


async def _answers(database: Database) -> bool:
    async with asyncio.timeout(2), database.engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
    return True
