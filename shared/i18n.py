"""Texts in the languages of the product: Russian first, English second."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Locale = Literal["ru", "en"]
DEFAULT_LOCALE: Locale = "ru"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages; `{name}` places are filled by `render`."""

    ru: str
    en: str

    def render(self, locale: Locale, params: Mapping[str, Any] | None = None) -> str:
        template = self.ru if locale == "ru" else self.en
        return template.format_map(_Values(params, locale)) if params else template


class _Values(dict[str, Any]):
    """Parameters for one language: a nested `Text` or a function of the locale is rendered on the way."""

    def __init__(self, params: Mapping[str, Any], locale: Locale) -> None:
        super().__init__(params)
        self._locale = locale

    def __getitem__(self, key: str) -> Any:
        value: Text | Callable[[Locale], str] | Any = super().__getitem__(key)
        if isinstance(value, Text):
            return value.render(self._locale)
        return value(self._locale) if callable(value) else value


def plural(count: int, one: str, few: str, many: str) -> str:
    """The Russian form that goes with a whole number: 1 запись, 2 записи, 5 записей."""
    tail = abs(count) % 100
    if 11 <= tail <= 14:
        return many
    return {1: one, 2: few, 3: few, 4: few}.get(tail % 10, many)


def negotiate(accept_language: str | None) -> Locale:
    """The caller's language by the Accept-Language header (RFC 9110, section 12.5.4)."""
    best: tuple[float, Locale] = (0.0, DEFAULT_LOCALE)
    for part in (accept_language or "").split(","):
        tag, _, weight = part.strip().partition(";q=")
        language = tag.split("-")[0].lower()
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        if language == "ru" and quality > best[0]:
            best = (quality, "ru")
        elif language == "en" and quality > best[0]:
            best = (quality, "en")
    return best[1]
