"""What an operator may choose for the gateway; `deploy/env.example` documents every name."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from shared.settings import CommonSettings, by_service, nats_url

SERVICE = "gateway"
UPSTREAMS = ("people", "nonconformity", "analytics")

Network = IPv4Network | IPv6Network


def _networks(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
    return value


Networks = Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_networks)]
Seconds = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


class GatewaySettings(CommonSettings):
    """The gateway's environment. Numbers that carry no unit in their name are counts."""

    service_urls: dict[str, str]  #: by upstream: SERVICE_URL_PEOPLE and so on
    nats_url: str
    internal_key: SecretStr = Field(min_length=16)  #: proves to people that /internal is asked by the gateway
    token_issuer: str = "profkom"  # noqa: S105  (a name, no password)

    #: Reverse proxies in front, whose X-Forwarded-* headers are believed: "10.0.0.0/8,::1".
    trusted_proxies: Networks = ()
    metrics_networks: Networks = LOOPBACK  #: who may read /metrics

    rate_limit_anonymous_per_second: Seconds = 20
    rate_limit_anonymous_burst: Count = 200
    rate_limit_signed_in_per_second: Seconds = 300
    rate_limit_signed_in_burst: Count = 2000
    rate_limit_sign_in_per_minute: Count = 30
    rate_limit_form_per_minute: Count = 120  #: reports, messages and photos without sign-in; a shift has one address

    body_limit_mib: Count = 2
    upload_limit_mib: Count = 25  #: multipart/form-data
    form_body_limit_mib: Count = 1  #: of what is sent without signing in
    form_upload_limit_mib: Count = 16
    body_idle_seconds: Seconds = 20  #: the longest silence inside a request's body
    upload_seconds: Seconds = 600  #: the longest time for a whole body: members are on bad connections

    upstream_connect_seconds: Seconds = 2
    upstream_answer_seconds: Seconds = 60  #: from the request's last byte to the answer, and between its pieces
    upstream_requests: Count = 512  #: at once, to one service; more are told to come again

    live_viewers: Count = 5000
    live_viewers_per_person: Count = 16
    live_heartbeat_seconds: Seconds = 15  #: of silence, before a stream shows that it lives

    web_root: Path = Path(__file__).resolve().parents[1] / "web" / "dist"  #: the built web client

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Read the environment; a missing address or key is a clear start-up error."""
        named = {
            "service_urls": {name: by_service("SERVICE_URL", name) for name in UPSTREAMS},
            "nats_url": nats_url(SERVICE),
        }
        if len(os.environ.get("INTERNAL_KEY", "")) < 16 and "internal_key" not in overrides:
            raise SystemExit("Profkom: INTERNAL_KEY is not set or is shorter than 16 characters (deploy/env.example)")
        return cls(**{**named, **overrides})
