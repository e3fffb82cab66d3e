"""What a state means for whoever reported: in words of people who do not know the journal."""

from collections.abc import Mapping
from datetime import date

from services.nonconformity.domain import State
from shared.i18n import Locale, Text

TITLES: Mapping[State, Text] = {
    State.REGISTERED: Text(ru="Сообщение принято", en="Your report has arrived"),
    State.ASSIGNED: Text(ru="Назначен ответственный", en="Somebody is responsible for it"),
    State.IN_PROGRESS: Text(ru="Нарушение устраняют", en="It is being fixed"),
    State.FIXED: Text(ru="Об устранении доложено", en="It was reported fixed"),
    State.CLOSED: Text(ru="Устранено и проверено", en="Fixed and checked"),
    State.REJECTED: Text(ru="Нарушение не подтвердилось", en="It was not confirmed"),
    State.DUPLICATE: Text(ru="Об этом уже сообщили", en="It was reported before"),
}

_NOW: Mapping[State, Text] = {
    State.REGISTERED: Text(
        ru="Профсоюз разберёт сообщение и назначит ответственного.",
        en="The union will look at your report and name somebody who is responsible.",
    ),
    State.ASSIGNED: Text(ru="Ответственный ещё не приступил.", en="The work has not begun yet."),
    State.IN_PROGRESS: Text(ru="Работа идёт.", en="Work is under way."),
    State.FIXED: Text(
        ru="Профсоюз проверяет, устранено ли нарушение на деле.",
        en="The union is checking whether it is really fixed.",
    ),
    State.CLOSED: Text(
        ru="Если нарушение осталось или появилось снова, оспорьте решение: работа возобновится.",
        en="If it is still there or has come back, dispute the decision, and the work goes on.",
    ),
    State.REJECTED: Text(
        ru="Причина — ниже. Если вы не согласны, оспорьте решение: сообщение разберут ещё раз.",
        en="The reason is below. If you disagree, dispute the decision, and your report is looked at again.",
    ),
    State.DUPLICATE: Text(
        ru="Работа идёт по первому сообщению; что с ним, сказано ниже. Если у вас о другом, оспорьте решение.",
        en="Work goes on under the first report; how it stands is below. If yours is another matter, dispute it.",
    ),
}
_DUE = Text(ru="Срок устранения — {date}.", en="It is due to be fixed by {date}.")
_LATE = Text(ru="Срок устранения прошёл {date}.", en="It was due to be fixed by {date}.")


def title(state: State, locale: Locale) -> str:
    return TITLES[state].render(locale)


def explained(state: State, locale: Locale, *, due_on: date | None, overdue: bool) -> str:
    """A sentence or two: what the state means, and until when it is to be fixed while it is not."""
    sentences = [_NOW[state].render(locale)]
    if due_on is not None and state in (State.ASSIGNED, State.IN_PROGRESS):
        written = due_on.strftime("%d.%m.%Y") if locale == "ru" else due_on.isoformat()
        sentences.append((_LATE if overdue else _DUE).render(locale, {"date": written}))
    return " ".join(sentences)
