"""What analytics reads from the environment."""

from typing import ClassVar

from shared.settings import ServiceSettings


class AnalyticsSettings(ServiceSettings):
    service: ClassVar[str] = "analytics"
