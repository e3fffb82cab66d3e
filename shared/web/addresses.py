"""Where a service finds its caller's address."""

from fastapi import Request

from shared.addresses import household

#: The gateway writes it into every request; what the caller wrote there is dropped.
CLIENT_ADDRESS = "x-client-address"


def household_of(request: Request) -> str:
    """The household that a service's request came from, as the gateway saw it."""
    address = request.headers.get(CLIENT_ADDRESS) or (request.client.host if request.client else "")
    return household(address)
