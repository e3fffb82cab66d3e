"""What the gateway itself refuses, in the words of the person who is refused."""

from typing import Any

from shared.errors import AppError, NotAuthenticated, NotFound, TooManyRequests
from shared.i18n import Text


class UnknownPath(NotFound):
    code = "unknown_path"
    title = Text(ru="Такого адреса нет", en="There is no such address")
    detail = Text(
        ru="Проверьте адрес: список всех адресов — в справочнике /api/docs.",
        en="Check the address: all of them are listed in the reference at /api/docs.",
    )


class MalformedRequest(AppError):
    status = 400
    code = "malformed_request"
    title = Text(ru="Запрос составлен неверно", en="The request is malformed")
    detail = Text(
        ru="Заголовки запроса не соответствуют HTTP. Исправьте программу, которая его отправила.",
        en="The request's headers do not follow HTTP. Correct the program that sent it.",
    )


class HeadTooLarge(AppError):
    status = 431
    code = "head_too_large"
    title = Text(ru="Слишком длинные заголовки", en="The headers are too long")
    detail = Text(
        ru="Предел — {limit_kib} КиБ. Исправьте программу, которая отправила запрос.",
        en="The limit is {limit_kib} KiB. Correct the program that sent the request.",
    )


class CrossSite(AppError):
    status = 403
    code = "cross_site_request"
    title = Text(ru="Запрос пришёл с другого сайта", en="The request came from another site")
    detail = Text(
        ru="Откройте Профком в браузере и повторите действие там. Программам нужен заголовок Authorization.",
        en="Open Profkom in the browser and repeat the action there. Programs send an Authorization header.",
    )


class SessionEnded(NotAuthenticated):
    code = "session_ended"
    title = Text(ru="Войдите снова", en="Sign in again")
    detail = Text(
        ru="Сеанс завершён или его срок истёк. Войдите снова.",
        en="The session has ended or expired. Sign in again.",
    )


class SlowRequest(AppError):
    status = 408
    code = "slow_request"
    title = Text(ru="Запрос передавался слишком долго", en="The request took too long to arrive")
    detail = Text(
        ru="Связь прервалась или слишком медленная. Повторите, когда связь станет лучше.",
        en="The connection broke off or is too slow. Try again when it is better.",
    )


class RateLimited(TooManyRequests):
    """`policy` is the limit's name, `burst` requests within `window` seconds."""

    def __init__(self, *, policy: str, burst: int, window: int, retry_after: int) -> None:
        super().__init__(retry_after=retry_after)
        self.headers["RateLimit-Policy"] = f'"{policy}";q={burst};w={window}'
        self.headers["RateLimit"] = f'"{policy}";r=0;t={retry_after}'


class TooManyViewers(TooManyRequests):
    code = "too_many_viewers"
    title = Text(ru="Слишком много открытых окон", en="Too many open windows")
    detail = Text(
        ru="Обновления уже идут в другие окна. Закройте лишние и повторите через {retry_after} с.",
        en="Other windows already receive live updates. Close some and try again in {retry_after} s.",
    )


class _AboutPart(AppError):
    """A refusal that names the part of the platform that could not answer; `part` is a whole sentence."""

    title = Text(ru="{part}", en="{part}")

    def __init__(self, *, part: Text, retry_after: int = 0, **params: Any) -> None:
        headers = {"Retry-After": str(retry_after)} if retry_after else None
        super().__init__(headers=headers, part=part, retry_after=retry_after, **params)


class PartAway(_AboutPart):
    status = 503
    code = "part_unavailable"
    detail = Text(
        ru="{part}. Остальные разделы работают. Повторите через {retry_after} с.",
        en="{part}. The other parts work. Try again in {retry_after} s.",
    )


class PartBusy(_AboutPart):
    status = 503
    code = "part_busy"
    detail = Text(
        ru="Сейчас слишком много обращений к этому разделу. Повторите через {retry_after} с.",
        en="This part has too many requests at the moment. Try again in {retry_after} s.",
    )


class PartSilent(_AboutPart):
    status = 504
    code = "part_timeout"
    detail = Text(
        ru="Ответа не было слишком долго. Проверьте, выполнено ли действие, и при необходимости повторите его.",
        en="There was no answer for too long. Check whether the action took effect and repeat it if it did not.",
    )


class PartLost(_AboutPart):
    status = 502
    code = "part_lost"
    detail = Text(
        ru="Связь с сервером прервалась до ответа. Проверьте, выполнено ли действие, или повторите запрос "
        "с тем же Idempotency-Key.",
        en="The connection broke off before the answer. Check whether the action took effect, or repeat the "
        "request with the same Idempotency-Key.",
    )
