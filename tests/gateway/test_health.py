"""Probes can trust the gateway's word on the whole platform; strangers learn no figures."""

import asyncio

import httpx

from tests.gateway.conftest import House, Open
from tests.gateway.servers import Reply, Seen, reply

READY = "/health/ready"


async def test_ready_means_every_part_is(gateway: httpx.AsyncClient, house: House) -> None:
    answer = await gateway.get(READY)
    assert answer.status_code == 503  # no bus in this test
    assert answer.json() == {
        "status": "not ready",
        "parts": {"people": "ready", "nonconformity": "ready", "analytics": "ready", "events": "away"},
    }
    assert answer.headers["cache-control"] == "no-store"
    assert (await gateway.get("/health/live")).status_code == 200


async def test_a_part_that_is_away_or_not_ready_is_named(gateway: httpx.AsyncClient, house: House) -> None:
    async def not_ready(_: Seen) -> Reply:
        return reply({"status": "not ready"}, 503)

    enough = asyncio.Event()

    async def hang(_: Seen) -> Reply:
        await enough.wait()
        return reply({})

    house.journal.behaviours[READY], house.figures.behaviours[READY] = not_ready, hang
    await house.servers["people"].kill()
    async with asyncio.timeout(4):
        parts = (await gateway.get(READY)).json()["parts"]
    enough.set()
    assert parts == {"people": "away", "nonconformity": "not ready", "analytics": "away", "events": "away"}


async def test_probes_neither_open_a_circuit_nor_wait_for_it(gateway: httpx.AsyncClient, house: House) -> None:
    await house.servers["nonconformity"].kill()
    for _ in range(8):
        assert (await gateway.get(READY)).json()["parts"]["nonconformity"] == "away"
        await asyncio.sleep(0.1)
    assert 'circuit_open{upstream="nonconformity"} 1.0' not in (await gateway.get("/metrics")).text
    await house.revive("nonconformity")
    async with asyncio.timeout(2):
        while (await gateway.get(READY)).json()["parts"]["nonconformity"] != "ready":
            await asyncio.sleep(0.05)


async def test_a_crowd_of_probes_asks_each_service_once(gateway: httpx.AsyncClient, house: House) -> None:
    await asyncio.gather(*(gateway.get(READY) for _ in range(30)))
    assert len(house.journal.asked(READY)) == 1


async def test_figures_are_for_the_networks_of_the_settings(open_gateway: Open) -> None:
    open_here, behind = await open_gateway(), await open_gateway(trusted_proxies="127.0.0.1")
    elsewhere = await open_gateway(metrics_networks="10.0.0.0/8")
    forwarded = {"X-Forwarded-For": "203.0.113.9"}
    assert (await open_here.get("/metrics")).status_code == 200
    assert (await open_here.get("/metrics", headers=forwarded)).status_code == 404  # an unknown proxy hides who asks
    assert (await behind.get("/metrics", headers=forwarded)).status_code == 404
    assert (await behind.get("/metrics")).status_code == 200
    assert (await elsewhere.get("/metrics")).status_code == 404
