"""Why a record may be of the same thing, in words."""

from collections.abc import Iterator, Mapping
from datetime import date

from services.nonconformity.domain.likeness import Likeness
from shared.i18n import Locale, Text, plural

SAME_PLACE, LIKE_PLACE = 0.9, 0.5
MOST_WORDS = 5

_WHERE = {
    "place": Text(ru="та же площадка и место", en="same site and place"),
    "near": Text(ru="та же площадка, похожее место", en="same site, a similar place"),
    "site": Text(ru="та же площадка", en="same site"),
    "elsewhere": Text(ru="другая площадка", en="another site"),
}
_CATEGORY = Text(ru="та же категория", en="same category")
_CLOSED = Text(ru="уже устранено", en="already fixed")
_WORDS = Text(ru="совпадают слова: {words}", en="words in common: {words}")
_SAME_DAY = Text(ru="в тот же день", en="on the same day")
_AGO = Text(ru="{days} назад", en="{days} ago")
_BEFORE = Text(ru="на {days} раньше", en="{days} earlier")
_AFTER = Text(ru="на {days} позже", en="{days} later")


def reasons(
    likeness: Likeness,
    *,
    words: Mapping[str, str],
    found_on: date,
    known_on: date,
    today: date,
    closed: bool,
    locale: Locale,
) -> Iterator[str]:
    """Where, when, what. `words`: each stem as it was typed; the days are those of the known record's branch."""
    yield _WHERE[_where(likeness)].render(locale)
    yield _when((found_on - known_on).days, today=found_on == today).render(
        locale, {"days": _days(abs((found_on - known_on).days), locale)}
    )
    if likeness.shared:
        shown = dict.fromkeys(words[stem] for stem in likeness.shared)
        yield _WORDS.render(locale, {"words": ", ".join(list(shown)[:MOST_WORDS])})
    if likeness.same_category:
        yield _CATEGORY.render(locale)
    if closed:
        yield _CLOSED.render(locale)


def _where(likeness: Likeness) -> str:
    if not likeness.same_site:
        return "elsewhere"
    if likeness.place >= SAME_PLACE:
        return "place"
    return "near" if likeness.place >= LIKE_PLACE else "site"


def _when(days: int, *, today: bool) -> Text:
    if days == 0:
        return _SAME_DAY
    if days < 0:
        return _AFTER
    return _AGO if today else _BEFORE


def _days(count: int, locale: Locale) -> str:
    if locale == "en":
        return f"{count} day" if count == 1 else f"{count} days"
    return f"{count} {plural(count, 'день', 'дня', 'дней')}"
