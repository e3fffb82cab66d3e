"""What the public door refuses. Its readers are workers with a telephone: the words say what to do next."""

from datetime import timedelta
from math import ceil

from shared.errors import AppError, Conflict, FieldError, Forbidden, NotFound, TooManyRequests
from shared.i18n import Text


class PublicDoorClosed(Forbidden):
    code = "public_form_closed"
    title = Text(ru="Открытая форма закрыта", en="The public form is closed")
    detail = Text(
        ru="Профсоюз сейчас не принимает сообщения без входа. Обратитесь к уполномоченному по охране труда.",
        en="The union takes no reports without signing in at the moment. Turn to your safety inspector.",
    )


class ProofNeeded(AppError):
    status = 428
    code = "proof_needed"
    title = Text(ru="Нужна проверка, что вы не робот", en="Show that you are no robot")
    detail = Text(
        ru="Страница выполняет проверку сама. Обновите её и отправьте ещё раз; набранное не пропадёт.",
        en="The page does the check by itself. Reload it and send again; what you typed is not lost.",
    )


class ProofRefused(ProofNeeded):
    """Wrong, expired or used before: a new challenge helps."""

    code = "proof_refused"
    title = Text(ru="Проверка устарела", en="The check is out of date")


class UnknownCode(NotFound):
    code = "unknown_code"
    title = Text(ru="Такого кода нет", en="There is no such code")
    detail = Text(
        ru="Сверьте код с тем, что показала форма после отправки: в нём восемнадцать цифр.",
        en="Compare the code with the one that the form showed after sending: it has eighteen digits.",
    )


class TooManyGuesses(TooManyRequests):
    code = "too_many_guesses"
    title = Text(ru="Слишком много неверных кодов", en="Too many wrong codes")
    detail = Text(
        ru="С вашего адреса несколько раз ввели неверный код. Подождите {retry_after} с и сверьте код.",
        en="Wrong codes came from your address several times. Wait {retry_after} s and check the code.",
    )

    def __init__(self, *, wait: timedelta) -> None:
        super().__init__(retry_after=max(1, ceil(wait.total_seconds())))


class GuessingUnderWay(TooManyRequests):
    """Not this caller's fault, so there is a way past the wait: a proof of work."""

    code = "proof_needed"
    title = Text(ru="Кто-то подбирает коды", en="Somebody is guessing codes")
    detail = Text(
        ru="Поэтому страница выполнит короткую проверку; без неё придётся подождать {retry_after} с.",
        en="So the page will do a short check; without it you have to wait {retry_after} s.",
    )

    def __init__(self, *, wait: timedelta) -> None:
        super().__init__(retry_after=max(1, ceil(wait.total_seconds())))


class EnoughPhotos(Conflict):
    code = "enough_photos"
    title = Text(ru="Фотографий уже достаточно", en="There are enough photos")
    detail = Text(
        ru="К сообщению можно приложить не больше {most} фотографий. Остальное опишите словами.",
        en="A report takes at most {most} photos. Put the rest into words.",
    )


class EnoughMessages(Conflict):
    code = "enough_messages"
    title = Text(ru="Подождите ответа", en="Wait for an answer")
    detail = Text(
        ru="Вы отправили {most} сообщений подряд. Дождитесь ответа профсоюза, потом напишите ещё.",
        en="You sent {most} messages in a row. Wait for the union's answer before you write again.",
    )


_MISTYPED = Text(
    ru="В коде опечатка. Проверьте цифры: их восемнадцать, например 482-905-117-336-720-940.",
    en="There is a slip in the code. Check its eighteen digits, such as 482-905-117-336-720-940.",
)
_CODE_MISSING = Text(ru="Введите секретный код.", en="Give the secret code.")
_PICTURES_ONLY = Text(
    ru="Здесь принимают только фотографии. Остальное расскажите в сообщении.",
    en="Only photos are taken here. Tell the rest in a message.",
)
_FOR_ROBOTS = Text(
    ru="Это поле — ловушка для роботов, люди его не видят. Если его заполнил браузер, очистите поле и отправьте снова.",
    en="This field is a trap for robots that people do not see. If the browser filled it in, empty it and send again.",
)
_WHERE = Text(
    ru="Укажите либо код места с плаката, либо площадку и место.",
    en="Give either the place of a poster, or a site and a place.",
)
_PLACE_CLOSED = Text(
    ru="Плакат с этим кодом больше не действует. Выберите площадку и место сами.",
    en="The poster with this code is out of use. Choose the site and the place yourself.",
)
_BRANCH_NEEDED = Text(
    ru="У этой площадки нет своего отделения: выберите отделение.",
    en="This site has no branch of its own: choose a branch.",
)
_CONSENT = Text(
    ru="Без согласия на обработку персональных данных мы не можем сохранить имя и контакт.",
    en="We may not keep a name and a contact without your consent to the use of personal data.",
)

CODE_HEADER = ("header", "X-Report-Code")


def code_missing() -> FieldError:
    return FieldError(CODE_HEADER, "missing", _CODE_MISSING)


def code_mistyped() -> FieldError:
    return FieldError(CODE_HEADER, "mistyped_code", _MISTYPED)


def filled_by_a_robot() -> FieldError:
    return FieldError(("body", "website"), "trap_filled", _FOR_ROBOTS)


def pictures_only(position: int) -> FieldError:
    return FieldError(("body", "files", position), "pictures_only", _PICTURES_ONLY)


def where_needed() -> FieldError:
    return FieldError(("body", "site_id"), "where_needed", _WHERE)


def place_closed() -> FieldError:
    return FieldError(("body", "place_slug"), "place_closed", _PLACE_CLOSED)


def branch_of_site_needed() -> FieldError:
    return FieldError(("body", "branch_id"), "branch_needed", _BRANCH_NEEDED)


def consent_needed() -> FieldError:
    return FieldError(("body", "consent"), "consent_needed", _CONSENT)
