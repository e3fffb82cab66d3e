"""Why there is no answer from a service."""


class WireError(Exception):
    """The service gave no usable answer."""


class NotConnected(WireError):
    """No connection could be made: the service has seen nothing of the request."""


class AnswerLost(WireError):
    """The connection broke, or spoke no HTTP, after the request was sent: it may have taken effect."""


class AnswerTimeout(WireError):
    """The service is connected and silent for too long."""


class PoolFull(WireError):
    """As many requests as are allowed at once are under way."""
