"""The thread that runs from a click to the last consumer: correlation id, trace context, metrics.

Trace context follows W3C Trace Context. Spans are exported only when an OTLP endpoint is set: without one the
identifiers still travel, so logs and events can be joined, and no request pays for an exporter.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from opentelemetry import trace
from opentelemetry.propagate import extract
from prometheus_client import Counter, Gauge, Histogram

from shared.ids import new_id
from shared.settings import CommonSettings

_correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")
_traceparent: ContextVar[str] = ContextVar("traceparent", default="")
_TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_CORRELATION_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_exporting = False

REQUESTS = Histogram(
    "profkom_http_request_seconds",
    "Time from the request's arrival to the response's last byte, by route.",
    ("service", "method", "route", "status"),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
EVENTS_PUBLISHED = Counter("profkom_events_published_total", "Events that JetStream acknowledged.", ("service",))
EVENTS_CONSUMED = Counter(
    "profkom_events_consumed_total", "Events whose effect is committed, by outcome.", ("service", "outcome")
)
EVENT_LAG = Histogram(
    "profkom_event_lag_seconds",
    "Time from an event's commit at the producer to its effect's commit at the consumer.",
    ("service",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300),
)
OUTBOX_WAITING = Gauge("profkom_outbox_waiting", "Events that are committed and not yet published.", ("service",))


def configure(settings: CommonSettings, service: str) -> None:
    """Export spans of this process when an endpoint is set."""
    global _exporting
    if not settings.otel_exporter_otlp_endpoint or _exporting:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # 9 MiB: only who exports pays
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"profkom-{service}"}))
    provider.add_span_processor(
        BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{settings.otel_exporter_otlp_endpoint}/v1/traces"))
    )
    trace.set_tracer_provider(provider)
    _exporting = True


def current_correlation_id() -> str:
    return _correlation_id.get()


def current_traceparent() -> str:
    return _traceparent.get()


def accept_correlation_id(offered: str | None) -> str:
    """The caller's correlation id when it is well formed, else a new one (it goes into logs: no free text)."""
    return offered if offered and _CORRELATION_ID.fullmatch(offered) else str(new_id())


@contextmanager
def thread(correlation_id: str, traceparent: str | None, name: str) -> Iterator[None]:
    """Run a request or an event's handling under one correlation id and a span of the caller's trace."""
    parent = traceparent if traceparent and _TRACEPARENT.fullmatch(traceparent) else _new_traceparent()
    correlation, trace_token = _correlation_id.set(correlation_id), _traceparent.set(parent)
    try:
        if not _exporting:
            yield
            return
        with trace.get_tracer("profkom").start_as_current_span(name, context=extract({"traceparent": parent})) as span:
            context = span.get_span_context()
            _traceparent.set(f"00-{context.trace_id:032x}-{context.span_id:016x}-01")
            yield
    finally:
        _correlation_id.reset(correlation)
        _traceparent.reset(trace_token)


def outgoing_headers() -> Mapping[str, str]:
    """What a call to another service carries on."""
    return {"X-Correlation-ID": current_correlation_id(), "traceparent": current_traceparent()}


def _new_traceparent() -> str:
    random = secrets.token_hex(24)
    return f"00-{random[:32]}-{random[32:]}-00"
