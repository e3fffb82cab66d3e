"""Logs: JSON lines in production, readable lines locally. Every line of a request carries its correlation id.

Log ids, codes and counts. Names, phones, addresses and texts that people typed stay out of logs.
"""

import logging
import sys
from typing import Any

import structlog

from shared.settings import CommonSettings
from shared.telemetry import current_correlation_id


def configure(settings: CommonSettings) -> None:
    """Send structlog's and the standard library's records to standard output in one form."""
    level = getattr(logging, settings.log_level.upper())
    common: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _add_correlation_id,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), pad_event_to=40)
    )
    structlog.configure(
        processors=[*common, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("uvicorn.access", "httpx", "httpcore", "pgqueuer", "nats", "openpyxl"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def get_logger(name: str) -> Any:
    """A logger for a module: `log = get_logger(__name__)`."""
    return structlog.get_logger(name)


def _add_correlation_id(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    correlation_id = current_correlation_id()
    if correlation_id:
        event["correlation_id"] = correlation_id
    return event
