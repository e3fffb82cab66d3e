"""What is refused about measures."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from shared.errors import Conflict, FieldError, Forbidden, InvalidInput
from shared.i18n import Text


class PlannersOnly(Forbidden):
    code = "planners_only"
    detail = Text(
        ru="Мероприятия назначают ответственный, соисполнители и те, кто разбирает или проверяет "
        "несоответствия отделения.",
        en="Measures are planned by the responsible person, co-executors, and those who triage or verify the branch's "
        "nonconformities.",
    )


class MeasurePlannerOnly(Forbidden):
    code = "measure_planner_only"
    detail = Text(
        ru="Изменить или отменить мероприятие может тот, кто его назначил, или тот, кто разбирает несоответствия "
        "отделения.",
        en="Only the one who planned the measure, or who triages the branch's nonconformities, may change or cancel "
        "it.",
    )


class MeasureOwnerOnly(Forbidden):
    code = "measure_owner_only"
    detail = Text(
        ru="Сообщить о выполнении может только ответственный за мероприятие.",
        en="Only the owner of the measure may report it done.",
    )


class MeasureVerifiersOnly(Forbidden):
    code = "measure_verifiers_only"
    detail = Text(
        ru="Принять или вернуть мероприятие может автор несоответствия или проверяющий отделения.",
        en="Only the author of the nonconformity or a verifier of the branch may accept or return a measure.",
    )


class MeasureExtendersOnly(Forbidden):
    code = "measure_extenders_only"
    detail = Text(
        ru="Продлить мероприятие может тот, кто разбирает или проверяет несоответствия отделения.",
        en="Only those who triage or verify the branch's nonconformities may extend a measure.",
    )


class OwnMeasure(Forbidden):
    """Two-sided: nobody accepts what they reported themselves."""

    code = "own_measure"
    title = Text(ru="Свою работу принимает другой", en="Somebody else has to accept your work")
    detail = Text(
        ru="О выполнении сообщили вы сами. Принять мероприятие может автор несоответствия или другой проверяющий.",
        en="You reported this measure done yourself. The author or another verifier has to accept it.",
    )


class WrongMeasureState(Conflict):
    """`state`: where the measure is; `allowed`: the states from which the act is possible."""

    code = "wrong_measure_state"
    detail = Text(
        ru="Сейчас состояние мероприятия — «{state}». Это действие возможно из состояний: {allowed}.",
        en="The measure is now “{state}”. This act is possible from: {allowed}.",
    )


class MeasuresFrozen(Conflict):
    code = "measures_frozen"
    detail = Text(
        ru="Несоответствие закрыто, отклонено или отмечено как дубликат: мероприятия по нему больше не ведутся. "
        "Автор может оспорить решение.",
        en="The nonconformity is closed, rejected or a duplicate: its measures do not go on. Its author may dispute "
        "that.",
    )


class NotCompensating(Conflict):
    code = "not_compensating"
    detail = Text(
        ru="Продлевают только компенсирующие мероприятия. У этого измените срок.",
        en="Only compensating measures are extended. Move the due date of this one.",
    )


class MeasuresOpen(Conflict):
    """No closure while a measure is open; `errors` lists what is."""

    code = "measures_open"
    title = Text(ru="Мероприятия ещё не закончены", en="There are open measures")
    detail = Text(
        ru="Сначала примите или отмените мероприятия: {numbers}.",
        en="First accept or cancel these measures: {numbers}.",
    )


class MeasuresOpenElsewhere(MeasuresOpen):
    """No merge into a closed record either: there nobody would owe them any more."""

    detail = Text(
        ru="{into} закрыта, туда открытые мероприятия не перенести: {numbers}. Примите или отмените их, а если работа "
        "не закончена — оспорьте закрытие {into}.",
        en="{into} is closed, and open measures cannot go there: {numbers}. Accept or cancel them first, or, if the "
        "work is not done, have the closure of {into} disputed.",
    )


_PLANNED = Text(ru="{number} ещё не выполнено, срок — {due}", en="{number} is not done yet, due on {due}")
_COMPLETED = Text(ru="{number} выполнено и ждёт проверки", en="{number} is done and waits to be verified")


def measures_open(lines: Sequence[tuple[str, int, bool, date]], *, into: str | None = None) -> MeasuresOpen:
    """`lines`: (number, position within the record, whether it was reported done, due date) of each open measure.

    `into`: the number of the closed record that it was to be merged into.
    """
    listed = [
        FieldError(
            ("measures", position),
            "measure_unverified" if done else "measure_undone",
            _COMPLETED if done else _PLANNED,
            {"number": number, "due": due.strftime("%d.%m.%Y")},
        )
        for number, position, done, due in lines
    ]
    numbers = ", ".join(number for number, *_ in lines)
    if into is not None:
        return MeasuresOpenElsewhere(errors=listed, numbers=numbers, into=into)
    return MeasuresOpen(errors=listed, numbers=numbers)


def _field(code: str, loc: str, *, ru: str, en: str, **params: object) -> InvalidInput:
    return InvalidInput(errors=[FieldError(("body", loc), code, Text(ru=ru, en=en), params)])


def expiry_needed() -> InvalidInput:
    return _field(
        "expiry_needed",
        "expires_on",
        ru="Укажите, до какого дня действует компенсирующее мероприятие.",
        en="Say until which day the compensating measure holds.",
    )


def expiry_out_of_place() -> InvalidInput:
    return _field(
        "expiry_out_of_place",
        "expires_on",
        ru="Срок действия бывает только у компенсирующих мероприятий. Уберите его или смените вид.",
        en="Only compensating measures expire. Remove the date, or choose the other kind.",
    )


def due_after_expiry(*, expires: str) -> InvalidInput:
    return _field(
        "due_after_expiry",
        "due_on",
        ru="Мероприятие действует до {expires}: выполнить его нужно не позже.",
        en="The measure holds until {expires}: it has to be done by then.",
        expires=expires,
    )


def expiry_not_later(*, present: str) -> InvalidInput:
    return _field(
        "expiry_not_later",
        "expires_on",
        ru="Мероприятие и так действует до {present}. Укажите более поздний день.",
        en="The measure holds until {present} already. Give a later day.",
        present=present,
    )


def expiry_past(*, today: str) -> InvalidInput:
    return _field(
        "expiry_past",
        "expires_on",
        ru="Этот день уже прошёл: в отделении сегодня {today}.",
        en="This day has passed: in the branch it is {today}.",
        today=today,
    )


def expiry_far(*, latest: str) -> InvalidInput:
    return _field(
        "expiry_far",
        "expires_on",
        ru="Слишком далёкий день: не позже {latest}. Проверьте год.",
        en="The day is too far away: {latest} at the latest. Check the year.",
        latest=latest,
    )


def owner_elsewhere(person_id: UUID) -> InvalidInput:
    return _field(
        "owner_elsewhere",
        "owner_id",
        ru="Этот человек из другого отделения и в записи не участвует. Сначала назначьте его соисполнителем или "
        "наблюдающим.",
        en="This person is of another branch and takes no part in the record. Make them a co-executor or an observer "
        "first.",
        person_id=str(person_id),
    )
