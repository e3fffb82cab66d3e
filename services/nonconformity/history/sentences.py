"""What each act on a record is called in its timeline. How to write such sentences: `timeline`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.nonconformity.domain import Act
from services.nonconformity.history.timeline import Joined, Person, Phrase, Quoted
from shared.i18n import Text

#: {field: (before, after)}: ids come as {id, name}, dates as ISO text, severities as what the union calls them.
Changed = Mapping[str, tuple[Any, Any]]

_FIELDS = {
    "site_id": Text(ru="площадка", en="site"),
    "place": Text(ru="место", en="place"),
    "category_id": Text(ru="категория", en="category"),
    "severity": Text(ru="тяжесть", en="severity"),
    "description": Text(ru="описание", en="description"),
    "proposal": Text(ru="предложение", en="proposal"),
    "found_at": Text(ru="когда обнаружено", en="when it was found"),
}
_LONG_FIELDS = frozenset({"description", "proposal"})  #: whose old and new values would drown the sentence
_WAS_IS = Text(ru="{field} — было {old}, стало {new}", en="{field} — was {old}, is now {new}")
_NOTHING = Text(ru="пусто", en="empty")
_NOBODY = Text(ru="нет", en="none")

_SIMPLE = {
    Act.REGISTER: Text(ru="Несоответствие зарегистрировано", en="Nonconformity filed"),
    Act.IMPORT: Text(ru="Запись загружена из таблицы", en="Record loaded from a spreadsheet"),
    Act.WITHDRAW: Text(ru="Загрузка отменена, запись отозвана", en="Import undone, record withdrawn"),
    Act.START: Text(ru="Работа начата", en="Work begun"),
    Act.REPORT_FIXED: Text(ru="Об устранении сообщено", en="Fix reported"),
    Act.VERIFY: Text(ru="Исполнение подтверждено", en="Fix verified"),
    Act.RETURN: Text(ru="Возвращено в работу", en="Returned into work"),
    Act.REJECT: Text(ru="Отклонено", en="Rejected"),
}
_ANY_ACT = Text(ru="Запись изменена", en="Record changed")
_DISPUTED = {
    "rejected": Text(ru="Отклонение оспорено", en="Rejection disputed"),
    "duplicate": Text(ru="Отметка о дубликате оспорена", en="Mark as a duplicate disputed"),
    "closed": Text(ru="Закрытие оспорено", en="Closure disputed"),
}


def phrase(act: Act, changed: Changed, *, reason: str | None, actor_id: UUID | None) -> Phrase:
    """The sentence of an act; `{actor}` is left to be filled in."""
    if act in _SPECIAL:
        return _SPECIAL[act](changed, reason, str(actor_id))
    return by_actor(_SIMPLE.get(act, _ANY_ACT), reason)


def by_actor(what: Text | Phrase, reason: str | None = None) -> Phrase:
    """«Возвращено в работу — Дроздов И. Ф.: «кабель оголён»»."""
    if not reason:
        return Phrase(Text(ru="{what} — {actor}", en="{what} — {actor}"), {"what": what})
    return Phrase(
        Text(ru="{what} — {actor}: {reason}", en="{what} — {actor}: {reason}"),
        {"what": what, "reason": Quoted(reason)},
    )


def _dispute(changed: Changed, reason: str | None, actor: str) -> Phrase:
    was = changed.get("state", (None, None))[0]
    return by_actor(_DISPUTED.get(was, Text(ru="Решение оспорено", en="Decision disputed")), reason)


def _merge(changed: Changed, reason: str | None, actor: str) -> Phrase:
    into = changed.get("duplicate_of_id", (None, None))[1]
    number = (into or {}).get("name") or reason or "?"
    what = Text(ru="Отмечено как дубликат {number}", en="Marked as a duplicate of {number}")
    return by_actor(Phrase(what, {"number": number}))


def _unmerge(changed: Changed, reason: str | None, actor: str) -> Phrase:
    was = changed.get("duplicate_of_id", (None, None))[0]
    what = Text(ru="Отделено от {number}", en="Separated from {number}")
    return by_actor(Phrase(what, {"number": (was or {}).get("name") or "?"}), reason)


def _absorb(changed: Changed, reason: str | None, actor: str) -> Phrase:
    what = Text(ru="присоединён дубликат {number}", en="joined by its duplicate {number}")
    merged = Phrase(what, {"number": reason or "?"})
    return _in_brackets([merged, *_helped(changed, actor)], None)


def _move_due_date(changed: Changed, reason: str | None, actor: str) -> Phrase:
    return _in_brackets([_due(changed)], reason)


def _assign(changed: Changed, reason: str | None, actor: str) -> Phrase:
    parts: list[Any] = [Joined(promise)] if (promise := list(_promised(changed))) else []
    parts += _helped(changed, actor)
    return _in_brackets(parts or [Text(ru="назначение оставлено прежним", en="assignment left as it was")], reason)


def _promised(changed: Changed) -> Iterator[Phrase]:
    """Who is to fix it, and by when."""
    if "responsible_id" in changed:
        old, new = changed["responsible_id"]
        if old is None:
            text = Text(ru="назначен ответственный: {new}", en="responsible person named: {new}")
        else:
            text = Text(
                ru="ответственный сменён: было — {old}, стало — {new}", en="responsible person: was {old}, is now {new}"
            )
        yield Phrase(text, {"old": _person(old), "new": _person(new)})
    if "due_on" in changed:
        yield _due(changed)


def _helped(changed: Changed, actor: str) -> Iterator[Phrase]:
    """With whom and before whose eyes; that who assigns observes is no news."""
    for field, text in (
        ("co_executor_ids", Text(ru="соисполнители: {new}", en="co-executors: {new}")),
        ("observer_ids", Text(ru="наблюдающие: {new}", en="observers: {new}")),
    ):
        old, new = ([one for one in side if one["id"] != actor] for side in changed.get(field, ((), ())))
        if old != new:
            yield Phrase(text, {"new": Joined([_person(one) for one in new] or [_NOBODY])})


def _due(changed: Changed) -> Phrase:
    old, new = (value and date.fromisoformat(value) for value in changed["due_on"])
    if old is None:
        return Phrase(Text(ru="срок — {new}", en="due on {new}"), {"new": new})
    return Phrase(
        Text(ru="срок перенесён с {old} на {new}", en="due date moved from {old} to {new}"), {"old": old, "new": new}
    )


def _attach(changed: Changed, reason: str | None, actor: str) -> Phrase:
    return by_actor(Phrase(Text(ru="Приложено: {files}", en="Attached: {files}"), {"files": _files(changed, 1)}))


def _report_fixed(changed: Changed, reason: str | None, actor: str) -> Phrase:
    if "attachment_ids" not in changed:
        return by_actor(_SIMPLE[Act.REPORT_FIXED], reason)
    what = Text(ru="Об устранении сообщено, приложено: {files}", en="Fix reported, attached: {files}")
    return _in_brackets([Phrase(what, {"files": _files(changed, 1)})], reason)


def _remove_file(changed: Changed, reason: str | None, actor: str) -> Phrase:
    return by_actor(Phrase(Text(ru="Файл убран: {files}", en="File removed: {files}"), {"files": _files(changed, 0)}))


def _files(changed: Changed, side: int) -> Joined:
    return Joined([Quoted(file["name"] or "?") for file in changed.get("attachment_ids", ((), ()))[side]])


def _edit(changed: Changed, reason: str | None, actor: str) -> Phrase:
    parts = [_edited(field, *changed[field]) for field in _FIELDS if field in changed]
    if not parts:
        return by_actor(_ANY_ACT, reason)
    fixed = Phrase(Text(ru="исправлено: {parts}", en="corrected: {parts}"), {"parts": Joined(parts, "; ")})
    return _in_brackets([fixed], reason)


def _edited(field: str, old: Any, new: Any) -> Phrase:
    if field in _LONG_FIELDS:
        return Phrase(_FIELDS[field])
    return Phrase(_WAS_IS, {"field": _FIELDS[field], "old": _value(field, old), "new": _value(field, new)})


def _value(field: str, value: Any) -> Any:
    if value is None:
        return _NOTHING
    if isinstance(value, Text):
        return Text(ru=f"«{value.ru}»", en=f"“{value.en}”")
    if field == "found_at":
        return datetime.fromisoformat(value)
    return Quoted((value["name"] or "?") if isinstance(value, Mapping) else value)


def _person(value: Mapping[str, Any] | None) -> Person | Text:
    return Person(UUID(value["id"])) if value else _NOBODY


def _in_brackets(parts: Sequence[Any], reason: str | None) -> Phrase:
    """«Срок — 12 декабря 2026 г.: «причина» (Разборова О. И.)»: for sentences with a dash of their own."""
    places = Text(ru="{parts}: {reason} ({actor})", en="{parts}: {reason} ({actor})")
    if not reason:
        places = Text(ru="{parts} ({actor})", en="{parts} ({actor})")
    return Phrase(places, {"parts": Joined(parts, "; "), "reason": Quoted(reason or "")})


_SPECIAL: Mapping[Act, Callable[[Changed, str | None, str], Phrase]] = {
    Act.EDIT: _edit,
    Act.ASSIGN: _assign,
    Act.DISPUTE: _dispute,
    Act.MERGE: _merge,
    Act.UNMERGE: _unmerge,
    Act.ABSORB: _absorb,
    Act.MOVE_DUE_DATE: _move_due_date,
    Act.REPORT_FIXED: _report_fixed,
    Act.ATTACH: _attach,
    Act.REMOVE_FILE: _remove_file,
}
