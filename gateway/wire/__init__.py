"""An HTTP/1.1 client for one hop on a private network: what a gateway needs and no more.

General clients spend most of their time on what a gateway must not do (redirects, cookies, decoding): aiohttp made
half the requests a second of this one on the same cores (docs/adr/0005).
"""

from gateway.wire.answer import Answer
from gateway.wire.errors import AnswerLost, AnswerTimeout, NotConnected, PoolFull, WireError
from gateway.wire.pool import Pool

__all__ = ["Answer", "AnswerLost", "AnswerTimeout", "NotConnected", "Pool", "PoolFull", "WireError"]
