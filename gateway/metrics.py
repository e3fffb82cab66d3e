"""What an operator can watch at the door, besides the requests themselves (`profkom_http_request_seconds`)."""

from prometheus_client import Counter, Gauge

REFUSED = Counter("profkom_gateway_refused_total", "Requests that the gateway itself refused, by code.", ("code",))
CIRCUIT_OPEN = Gauge("profkom_gateway_circuit_open", "1 while a service is taken to be away.", ("upstream",))
LIVE_VIEWERS = Gauge("profkom_gateway_live_viewers", "Open streams of live updates.")
