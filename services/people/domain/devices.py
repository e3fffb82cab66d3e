"""What a browser calls itself, in words that its owner knows: «Chrome, Windows»."""

from functools import lru_cache

from shared.i18n import Text

UNKNOWN = Text(ru="Неизвестное устройство", en="Unknown device")

#: ua-parser tells a telephone's browser from a desk's; its owner sees by the system which of them it is.
_KNOWN_AS = {
    "Chrome Mobile": "Chrome",
    "Chrome Mobile WebView": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Edge Mobile": "Edge",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "IE": "Internet Explorer",
    "Mac OS X": "macOS",
    "Mobile Safari": "Safari",
    "Mobile Safari UI/WKWebView": "Safari",
    "Opera Mobile": "Opera",
    "Yandex Browser": "Яндекс Браузер",
}


@lru_cache(maxsize=1024)
def device(user_agent: str | None) -> Text:
    """The device of a User-Agent header. The first call loads patterns (0.1 s, 12 MiB): call it in a thread."""
    from ua_parser import parse

    if not user_agent:
        return UNKNOWN
    found = parse(user_agent)
    browser = found.user_agent.family if found.user_agent else None
    system = found.os.family if found.os else None
    words = ", ".join(_KNOWN_AS.get(name, name) for name in (browser, system) if name)
    return Text(ru=words, en=words.replace("Яндекс Браузер", "Yandex Browser")) if words else UNKNOWN
