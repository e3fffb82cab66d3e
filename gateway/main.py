"""The composition root of the gateway: `create_app()` is the ASGI application, `python -m gateway.main` serves it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from gateway import health, sign_in, upstreams
from gateway.access import AccessChanges
from gateway.app import Gateway, Handler
from gateway.door import Door
from gateway.health import Health
from gateway.limits import Limits
from gateway.live.feed import Feed
from gateway.live.hub import Hub
from gateway.live.stream import PATH as LIVE_PATH
from gateway.live.stream import LiveUpdates
from gateway.proxy import Proxy
from gateway.reference import document
from gateway.reference.document import Reference
from gateway.reference.page import PATH as REFERENCE_PATH
from gateway.reference.page import ReferencePage
from gateway.routes import PEOPLE
from gateway.server import OPTIONS as SERVER_OPTIONS
from gateway.server import serve
from gateway.sessions import Sessions
from gateway.settings import SERVICE, GatewaySettings
from gateway.sign_in import Entry, SignIn, SignInByLink
from gateway.web_client import WebClient
from shared import logging, telemetry
from shared.auth.verifier import TokenVerifier
from shared.messaging.bus import Bus
from shared.waiting import cancel

__all__ = ["SERVER_OPTIONS", "create_app"]


def create_app(settings: GatewaySettings | None = None) -> Gateway:
    """The gateway; by default with the settings of the environment."""
    settings = settings or GatewaySettings.load()
    logging.configure(settings)
    telemetry.configure(settings, SERVICE)
    services = upstreams.build(settings, came_back=lambda: reference.outdated())
    reference = Reference(services)
    sessions = Sessions(
        services[PEOPLE],
        internal_key=settings.internal_key.get_secret_value(),
        hears=lambda: feed.is_listening,
    )
    verifier = TokenVerifier(f"{settings.service_urls[PEOPLE]}/.well-known/jwks.json", issuer=settings.token_issuer)
    limits = Limits(settings)
    door = Door(verifier, sessions, limits)
    hub = Hub(most_viewers=settings.live_viewers, most_per_person=settings.live_viewers_per_person)
    bus = Bus(settings.nats_url, SERVICE)
    access = AccessChanges(sessions, hub)
    feed = Feed(bus, hub, heard=access.hear, missed=access.missed)
    state = Health(services, bus_is_connected=lambda: feed.is_listening, allowed=settings.metrics_networks)
    page, entry = ReferencePage(), Entry(sessions, limits)
    own: dict[str, Handler] = {
        sign_in.PATH: SignIn(entry, sessions, door, limits),
        sign_in.LINK_PATH: SignInByLink(entry),
        LIVE_PATH: LiveUpdates(hub, door, heartbeat_seconds=settings.live_heartbeat_seconds),
        document.PATH: reference,
        health.LIVE_PATH: state.live,
        health.READY_PATH: state.ready,
        health.METRICS_PATH: state.metrics,
        **dict.fromkeys(page.paths, page),
    }

    @contextlib.asynccontextmanager
    async def running() -> AsyncIterator[None]:
        listening = asyncio.create_task(feed.run())
        try:
            yield
        finally:
            await cancel(listening)
            await bus.close()
            for service in services.values():
                service.close()

    return Gateway(
        settings,
        door=door,
        limits=limits,
        proxy=Proxy(services),
        own=own,
        pages=WebClient(settings.web_root, reference_path=REFERENCE_PATH),
        running=running,
        drain=hub.drain,
    )


if __name__ == "__main__":
    serve(create_app)
