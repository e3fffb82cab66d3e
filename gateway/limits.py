"""How often one caller may ask: a bucket of requests for each, in memory, their number bounded."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from gateway.errors import RateLimited
from gateway.settings import GatewaySettings
from shared.addresses import household

MOST_KEYS = 50_000  #: about 10 MiB; the caller who was quiet longest is forgotten first, and was about to be anyway


class Buckets:
    """A bucket for each key holds `burst` requests and refills at `per_second`.

    One number a key is enough (the generic cell rate algorithm, ITU-T I.371): the time at which the bucket is full
    again. A request moves it on by one interval; it may not lie further ahead than a burst takes.
    """

    def __init__(
        self, policy: str, *, per_second: float, burst: int, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._policy, self._burst, self._now = policy, burst, now
        self._interval = 1 / per_second
        self._reach = burst * self._interval
        self._full_at: OrderedDict[Hashable, float] = OrderedDict()

    def take(self, key: Hashable) -> None:
        """Count one request; raises RateLimited when the bucket is empty."""
        now = self._now()
        full_at = max(self._full_at.get(key, 0.0), now) + self._interval
        if full_at - now > self._reach + 1e-9:
            raise RateLimited(
                policy=self._policy,
                burst=self._burst,
                window=math.ceil(self._reach),
                retry_after=max(1, math.ceil(full_at - now - self._reach)),
            )
        self._full_at[key] = full_at
        self._full_at.move_to_end(key)
        if len(self._full_at) > MOST_KEYS:
            self._full_at.popitem(last=False)

    def __len__(self) -> int:
        return len(self._full_at)


class Limits:
    """Who is counted how: strangers by address, those who are signed in by person.

    Attempts to sign in, and what is sent by public forms, are counted by address too, and more strictly.
    """

    def __init__(self, settings: GatewaySettings) -> None:
        self._anonymous = Buckets(
            "anonymous",
            per_second=settings.rate_limit_anonymous_per_second,
            burst=settings.rate_limit_anonymous_burst,
        )
        self._signed_in = Buckets(
            "signed-in",
            per_second=settings.rate_limit_signed_in_per_second,
            burst=settings.rate_limit_signed_in_burst,
        )
        self._sign_in = Buckets(
            "sign-in",
            per_second=settings.rate_limit_sign_in_per_minute / 60,
            burst=settings.rate_limit_sign_in_per_minute,
        )
        self._form = Buckets(
            "public-form",
            per_second=settings.rate_limit_form_per_minute / 60,
            burst=settings.rate_limit_form_per_minute,
        )
        self.signed_in = self._signed_in.take  #: by principal's id

    def anonymous(self, address: str) -> None:
        self._anonymous.take(household(address))

    def form(self, address: str) -> None:
        self._form.take(household(address))

    def sign_in(self, address: str) -> None:
        self._sign_in.take(household(address))
