"""What the journal refuses, and what the caller can do about it: in Russian and in English."""

from shared.errors import AppError, Conflict, FieldError, Forbidden, InvalidInput
from shared.i18n import Text


class TriageOnly(Forbidden):
    code = "triage_only"
    detail = Text(
        ru="Это делает тот, кто разбирает несоответствия отделения: обратитесь к нему.",
        en="This is for those who triage the branch's nonconformities: ask one of them.",
    )


class ExecutorsOnly(Forbidden):
    code = "executors_only"
    detail = Text(
        ru="Это делает ответственный или соисполнитель. Если исполняете вы, попросите назначить вас.",
        en="This is for the responsible person or a co-executor. If the work is yours, ask to be assigned.",
    )


class VerifiersOnly(Forbidden):
    code = "verifiers_only"
    detail = Text(
        ru="Принять или вернуть устранение может автор несоответствия или проверяющий отделения.",
        en="Only the author or a verifier of the branch may accept or return a fix.",
    )


class OwnFix(Forbidden):
    """Two-sided closure: nobody accepts what they reported themselves."""

    code = "own_fix"
    title = Text(ru="Свою работу принимает другой", en="Somebody else has to accept your work")
    detail = Text(
        ru="Об устранении сообщили вы сами. Принять его может автор несоответствия или другой проверяющий.",
        en="You reported this fix yourself. The author or another verifier has to accept it.",
    )


class AuthorOnly(Forbidden):
    code = "author_only"
    detail = Text(
        ru="Оспорить решение может только автор несоответствия.",
        en="Only the author of the nonconformity may dispute the decision.",
    )


class EditorsOnly(Forbidden):
    code = "editors_only"
    detail = Text(
        ru="Автор правит запись, пока она не назначена; потом это делает редактор журнала отделения.",
        en="The author may edit the record until it is assigned; afterwards an editor of the branch's journal does.",
    )


class WrongState(Conflict):
    """`state`: where the record is; `allowed`: the states from which the act is possible."""

    code = "wrong_state"
    detail = Text(
        ru="Сейчас состояние несоответствия — «{state}». Это действие возможно из состояний: {allowed}.",
        en="The nonconformity is now “{state}”. This act is possible from: {allowed}.",
    )


class NoDueDate(Conflict):
    code = "no_due_date"
    detail = Text(
        ru="Переносить нечего: срок ещё не назначен. Назначьте ответственного и срок.",
        en="There is no due date to move yet: assign a responsible person and a due date.",
    )


class CategoryNameTaken(Conflict):
    code = "category_name_taken"
    detail = Text(
        ru="Категория «{name}» уже есть. Возьмите её или назовите новую иначе.",
        en="There is a category “{name}” already. Use it, or choose another name.",
    )


class FilingElsewhere(Forbidden):
    code = "filing_elsewhere"
    detail = Text(
        ru="В этом отделении у вас нет права подавать несоответствия. Укажите своё или обратитесь к администратору.",
        en="You may not file nonconformities in this branch. Name your own one, or ask an administrator.",
    )


class PersonsOnly(Forbidden):
    code = "persons_only"
    detail = Text(
        ru="У несоответствия должен быть автор — человек. Войдите под своим именем, а не ключом программы.",
        en="A nonconformity needs a person as its author. Sign in as a person, not with a program's key.",
    )


class CallerUnknown(AppError):
    """The caller's own record in people has not been heard of yet."""

    status = 409
    code = "caller_unknown"
    title = Text(ru="Ваша карточка ещё не готова", en="Your record is not ready yet")
    detail = Text(
        ru="Журнал ещё не получил вашу карточку из реестра. Повторите через несколько секунд.",
        en="The journal has not received your record from the register yet. Try again in a few seconds.",
    )


_UNKNOWN = {
    "person": Text(
        ru="Такого человека в реестре нет. Если карточку только что завели, повторите через несколько секунд.",
        en="There is no such person in the register. If the record is brand new, try again in a few seconds.",
    ),
    "site": Text(
        ru="Такой площадки нет. Если её только что завели, повторите через несколько секунд.",
        en="There is no such site. If it is brand new, try again in a few seconds.",
    ),
    "branch": Text(
        ru="Такого отделения нет. Если его только что завели, повторите через несколько секунд.",
        en="There is no such branch. If it is brand new, try again in a few seconds.",
    ),
    "category": Text(ru="Такой категории нет. Выберите из списка категорий.", en="There is no such category."),
    "nonconformity": Text(
        ru="Такого несоответствия нет или оно вам недоступно. Проверьте номер.",
        en="There is no such nonconformity, or you may not see it. Check the number.",
    ),
}


def unknown(kind: str, *loc: str | int) -> FieldError:
    """An id in the body that names nothing; `kind`: person, site, branch, category or nonconformity."""
    return FieldError(("body", *loc), f"unknown_{kind}", _UNKNOWN[kind])


def _field(code: str, *loc: str | int, ru: str, en: str, **params: object) -> InvalidInput:
    return InvalidInput(errors=[FieldError(("body", *loc), code, Text(ru=ru, en=en), params)])


def inactive_category() -> FieldError:
    return FieldError(
        ("body", "category_id"),
        "inactive_category",
        Text(
            ru="Эта категория больше не используется. Выберите другую из списка.",
            en="This category is no longer used. Choose another one from the list.",
        ),
    )


def branch_needed() -> FieldError:
    return FieldError(
        ("body", "branch_id"),
        "branch_needed",
        Text(
            ru="В вашей карточке нет отделения: укажите, в какое отделение подать несоответствие.",
            en="Your record names no branch: say which branch to file the nonconformity in.",
        ),
    )


def found_in_future() -> FieldError:
    return FieldError(
        ("body", "found_at"),
        "found_in_future",
        Text(ru="Это время ещё не наступило. Проверьте дату и часовой пояс.", en="This time has not come yet."),
    )


def due_date_past(*, today: str) -> InvalidInput:
    return _field(
        "due_date_past",
        "due_on",
        ru="Срок уже прошёл: в отделении сегодня {today}. Укажите сегодняшнюю дату или более позднюю.",
        en="The due date is in the past: in the branch it is {today}. Give today or a later date.",
        today=today,
    )


def due_date_far(*, latest: str) -> InvalidInput:
    return _field(
        "due_date_far",
        "due_on",
        ru="Слишком далёкий срок: не позже {latest}. Проверьте год.",
        en="The due date is too far away: {latest} at the latest. Check the year.",
        latest=latest,
    )


def due_date_same() -> InvalidInput:
    return _field(
        "due_date_same",
        "due_on",
        ru="Срок и так стоит на этот день. Укажите другой.",
        en="The due date is that day already. Give another one.",
    )


def due_date_needed() -> InvalidInput:
    return _field("due_date_needed", "due_on", ru="Укажите срок устранения.", en="Give a due date.")


def evidence_needed() -> InvalidInput:
    return _field(
        "evidence_needed",
        "comment",
        ru="Напишите, что сделано, или приложите фото: по ним работу примут.",
        en="Say what was done, or attach a photo: the work is accepted by it.",
    )


def move_reason_needed() -> InvalidInput:
    return _field(
        "move_reason_needed",
        "reason",
        ru="Срок переносится: напишите почему.",
        en="This moves the due date: say why.",
    )


def two_parts(*loc: str | int) -> InvalidInput:
    return _field(
        "person_twice",
        *loc,
        ru="Один человек указан дважды. Оставьте его в одной роли.",
        en="A person is named twice. Leave them in one role.",
    )
