"""Addresses of callers: what counts as one of them."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


@lru_cache(maxsize=4096)
def parse(address: str) -> IPv4Address | IPv6Address | None:
    """The address; an IPv4 one in IPv6 clothes (::ffff:192.0.2.1) as IPv4; None: not an address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        return parsed.ipv4_mapped
    return parsed


@lru_cache(maxsize=4096)
def household(address: str) -> str:
    """What one subscriber has: an IPv4 address, or a whole IPv6 /64, of which every address is theirs to use."""
    parsed = parse(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((int(parsed) >> 64 << 64, 64)))
    return str(parsed) if parsed else address
