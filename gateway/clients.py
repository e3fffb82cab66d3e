"""Who is at the other end: the caller's address and scheme, seen through the reverse proxies that we trust."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gateway.settings import Network
from shared.addresses import parse

UNKNOWN = "unknown"  #: a Unix socket has no address


@dataclass(frozen=True, slots=True)
class Client:
    """`address` without a port; `host` is what the caller typed, as in the Host header."""

    address: str
    scheme: str
    host: str
    through_stranger: bool  #: forwarded by somebody we were not told to trust

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"


class ClientReader:
    """`trusted`: the networks of our own reverse proxies."""

    def __init__(self, trusted: Sequence[Network]) -> None:
        self._trusted = tuple(trusted)

    def read(self, scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> Client:
        peer = scope["client"]
        address = peer[0] if peer else UNKNOWN
        scheme, host = scope["scheme"], headers.get(b"host", b"").decode("latin-1")
        forwarded = b"x-forwarded-for" in headers
        if not self._trusted or not is_within(address, self._trusted):
            return Client(address, scheme, host, forwarded or b"forwarded" in headers)
        if forwarded:
            hops = [v.decode("latin-1") for name, v in scope["headers"] if name == b"x-forwarded-for"]
            address = self._nearest_stranger(",".join(hops), address)
        proto = headers.get(b"x-forwarded-proto", b"").decode("latin-1").lower()
        outer_host = headers.get(b"x-forwarded-host", b"").decode("latin-1")
        return Client(address, proto if proto in ("http", "https") else scheme, outer_host or host, False)

    def _nearest_stranger(self, hops: str, peer: str) -> str:
        """The last address that is none of ours; what stands before it, the caller may have invented."""
        nearest = peer
        for hop in reversed(hops.split(",")):
            text = hop.strip()
            if parse(text) is None:
                break
            nearest = text
            if not is_within(text, self._trusted):
                break
        return nearest


@lru_cache(maxsize=4096)
def is_within(address: str, networks: tuple[Network, ...]) -> bool:
    parsed = parse(address)
    return parsed is not None and any(parsed.version == net.version and parsed in net for net in networks)
