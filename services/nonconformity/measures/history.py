"""Measures in the timeline of their record. How such sentences are written: `history.timeline`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.nonconformity.domain import format_number
from services.nonconformity.domain.measures import Kind, MeasureAct
from services.nonconformity.history import repository as past
from services.nonconformity.history.timeline import Entry, Joined, Person, Phrase, Quoted
from services.nonconformity.measures import repository
from services.nonconformity.repository import Found
from shared.i18n import Text

_KINDS = {
    Kind.COMPENSATING: Text(ru="Компенсирующее мероприятие", en="Compensating measure"),
    Kind.CORRECTIVE: Text(ru="Корректирующее мероприятие", en="Corrective measure"),
    Kind.PREVENTIVE: Text(ru="Предупреждающее мероприятие", en="Preventive measure"),
}
_PEOPLE = ("owner_id", "completed_by_id", "verified_by_id")
_TITLE = Text(ru="{kind} № {position}", en="{kind} no. {position}")


async def entries(session: AsyncSession, found: Found) -> Sequence[Entry]:
    """One entry for every version of every measure while it was here, and for every date that one has outlived.

    A move is told in both records.
    """
    here = found.record.id
    rows = await repository.past_of_record(session, here)
    wanted = {UUID(i) for row in rows for i in _ids(row.changed)}
    names = dict(await past.names(session, wanted)) if wanted else {}
    if others := {UUID(i) for row in rows for i in row.changed.get("nonconformity_id", ())}:
        names |= {one: format_number(*number) for one, number in (await past.numbers(session, others)).items()}
    expiries = await repository.expiries_of_record(session, here) if rows else ()
    moves = [row for row in rows if row.moved_from_id is not None]
    told = []
    for row in rows:
        record_id, position = _stood(row, [move for move in moves if move.version > row.version])
        if record_id == here:
            told.append(_entry(row, position, names, here))
        elif row.moved_from_id == here:
            told.append(_entry(row, row.changed["position"][0], names, here))
    for row in expiries:
        record_id, position = _stood(row, [move for move in moves if move.at > row.told_at])
        if record_id == here:
            told.append(_expiry(row, position))
    return sorted(told, key=lambda entry: entry.at)


def _stood(row: Row[Any], later: Sequence[Row[Any]]) -> tuple[UUID, int]:
    """(record, position) of the measure before the later moves among these: what happened is told where it happened."""
    left = min((move for move in later if move.measure_id == row.measure_id), key=_version, default=None)
    if left is None:
        return row.nonconformity_id, row.position
    return left.moved_from_id, left.changed["position"][0]


def _version(move: Row[Any]) -> int:
    version: int = move.version
    return version


def _ids(changed: Mapping[str, Any]) -> Sequence[str]:
    people = (person for field in _PEOPLE for person in changed.get(field, ()) if person is not None)
    return [*people, *changed.get("attachment_ids", ((), ()))[1]]


def _title(row: Row[Any], position: int) -> Phrase:
    return Phrase(_TITLE, {"kind": _KINDS[Kind(row.kind)], "position": position})


def _expiry(row: Row[Any], position: int) -> Entry:
    text = Text(
        ru="{title} больше не действует: срок истёк {day}", en="{title} holds no longer: it ran out after {day}"
    )
    return Entry(
        at=row.told_at,
        actor_id=None,
        noun="measure",
        act="expire",
        subject_id=row.measure_id,
        phrase=Phrase(text, {"title": _title(row, position), "day": row.expires_on}),
    )


def _entry(row: Row[Any], position: int, names: Mapping[UUID, str], here: UUID) -> Entry:
    act = MeasureAct(row.act)
    title = _title(row, position)
    return Entry(
        at=row.at,
        actor_id=row.actor_id,
        noun="measure",
        act=act.value,
        subject_id=row.measure_id,
        phrase=_move(title, row, names, here) if act is MeasureAct.MOVE else _PHRASES[act](title, row, names),
        reason=row.reason,
        changed={
            field: (_named(field, old, names), _named(field, new, names)) for field, (old, new) in row.changed.items()
        },
    )


def _named(field: str, value: Any, names: Mapping[UUID, str]) -> Any:
    if field == "attachment_ids":
        return [{"id": item, "name": names.get(UUID(item))} for item in value]
    if field in (*_PEOPLE, "nonconformity_id") and value is not None:
        return {"id": value, "name": names.get(UUID(value))}
    return value


def _create(title: Phrase, row: Row[Any], names: Mapping[UUID, str]) -> Phrase:
    given = {field: new for field, (_, new) in row.changed.items()}
    params: dict[str, Any] = {"title": title, "what": Quoted(given["description"])}
    params |= {"owner": Person(UUID(given["owner_id"])), "due": date.fromisoformat(given["due_on"])}
    text = Text(
        ru="{title} назначено: {what}, ответственный — {owner}, срок — {due} ({actor})",
        en="{title} planned: {what}, owner — {owner}, due on {due} ({actor})",
    )
    if "expires_on" in given:
        params["expires"] = date.fromisoformat(given["expires_on"])
        text = Text(
            ru="{title} назначено: {what}, ответственный — {owner}, срок — {due}, действует до {expires} ({actor})",
            en="{title} planned: {what}, owner — {owner}, due on {due}, holds until {expires} ({actor})",
        )
    return Phrase(text, params)


def _edit(title: Phrase, row: Row[Any], names: Mapping[UUID, str]) -> Phrase:
    parts: list[Phrase] = []
    if "owner_id" in row.changed:
        old, new = (Person(UUID(person)) for person in row.changed["owner_id"])
        text = Text(ru="ответственный сменён: было — {old}, стало — {new}", en="owner: was {old}, is now {new}")
        parts.append(Phrase(text, {"old": old, "new": new}))
    if "due_on" in row.changed:
        text = Text(ru="срок перенесён с {old} на {new}", en="due date moved from {old} to {new}")
        parts.append(Phrase(text, _days(row.changed["due_on"])))
    if "description" in row.changed:
        parts.append(Phrase(Text(ru="описание исправлено", en="description corrected")))
    what = Phrase(Text(ru="{title}: {parts}", en="{title}: {parts}"), {"title": title, "parts": Joined(parts, "; ")})
    return _by_actor(what, row.reason)


def _complete(title: Phrase, row: Row[Any], names: Mapping[UUID, str]) -> Phrase:
    files = [names.get(UUID(item)) or "?" for item in row.changed.get("attachment_ids", ((), ()))[1]]
    what = Phrase(Text(ru="{title} выполнено", en="{title} done"), {"title": title})
    if files:
        text = Text(ru="{what}, приложено: {files}", en="{what}, attached: {files}")
        what = Phrase(text, {"what": what, "files": Joined([Quoted(name) for name in files])})
    return _by_actor(what, row.changed.get("evidence", (None, None))[1])


def _extend(title: Phrase, row: Row[Any], names: Mapping[UUID, str]) -> Phrase:
    text = Text(ru="{title} продлено с {old} до {new}", en="{title} extended from {old} to {new}")
    return _by_actor(Phrase(text, {"title": title, **_days(row.changed["expires_on"])}), row.reason)


def _move(title: Phrase, row: Row[Any], names: Mapping[UUID, str], here: UUID) -> Phrase:
    """Told from where one stands: what came from there, or what went there."""
    sides = zip(row.changed["nonconformity_id"], row.changed["position"], strict=True)
    came, went = ({"title": title, "number": f"{names.get(UUID(one), '?')}/{place}"} for one, place in sides)
    if row.moved_from_id == here:
        return _by_actor(Phrase(Text(ru="{title} перенесено в {number}", en="{title} moved to {number}"), went), None)
    return _by_actor(Phrase(Text(ru="{title} перенесено из {number}", en="{title} moved from {number}"), came), None)


def _simple(text: Text) -> Callable[[Phrase, Row[Any], Mapping[UUID, str]], Phrase]:
    def phrase(title: Phrase, row: Row[Any], names: Mapping[UUID, str]) -> Phrase:
        return _by_actor(Phrase(text, {"title": title}), row.reason)

    return phrase


_PHRASES: Mapping[MeasureAct, Callable[[Phrase, Row[Any], Mapping[UUID, str]], Phrase]] = {
    MeasureAct.CREATE: _create,
    MeasureAct.EDIT: _edit,
    MeasureAct.COMPLETE: _complete,
    MeasureAct.VERIFY: _simple(Text(ru="{title}: выполнение подтверждено", en="{title}: verified")),
    MeasureAct.RETURN: _simple(Text(ru="{title} возвращено в работу", en="{title} returned into work")),
    MeasureAct.EXTEND: _extend,
    MeasureAct.CANCEL: _simple(Text(ru="{title} отменено", en="{title} cancelled")),
}


def _by_actor(what: Phrase, said: str | None) -> Phrase:
    """«… — «причина» (Дроздов И. Ф.)»: the sentences may have dashes of their own."""
    if not said:
        return Phrase(Text(ru="{what} ({actor})", en="{what} ({actor})"), {"what": what})
    places = Text(ru="{what}: {said} ({actor})", en="{what}: {said} ({actor})")
    return Phrase(places, {"what": what, "said": Quoted(said)})


def _days(changed: Sequence[str]) -> Mapping[str, date]:
    old, new = changed
    return {"old": date.fromisoformat(old), "new": date.fromisoformat(new)}
