"""Refusals that a caller can expect. Each knows its HTTP status, its code and its words in both languages.

A service's own refusals subclass these in its `errors.py`; `shared.web.problems` renders them as RFC 9457.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from shared.i18n import Text


class Refused(ValueError):
    """Raise in a schema's validator to refuse a value with words of your own.

    `field`: where a validator of several fields wants the words to stand.
    """

    def __init__(self, text: Text, *, field: str | None = None, **params: Any) -> None:
        super().__init__(text.en)
        self.text, self.field, self.params = text, field, params


@dataclass(frozen=True, slots=True)
class FieldError:
    """One refused input. `loc` is the path to it: ("body", "due_on")."""

    loc: tuple[str | int, ...]
    code: str
    message: Text
    params: Mapping[str, Any] = field(default_factory=dict)


class AppError(Exception):
    """An expected refusal: answered to the caller, never logged as a crash, never a 500."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    title: ClassVar[Text] = Text(ru="Запрос не выполнен", en="The request was refused")
    detail: ClassVar[Text] = Text(ru="Проверьте запрос и повторите.", en="Check the request and try again.")

    def __init__(
        self, *, errors: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None, **params: Any
    ) -> None:
        super().__init__(self.code)
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.params = params


class InvalidInput(AppError):
    status = 422
    code = "invalid_input"
    title = Text(ru="Проверьте введённые данные", en="Check the data you entered")
    detail = Text(
        ru="Часть полей заполнена неверно; что исправить, сказано у каждого поля.",
        en="Some fields are wrong; each one says what to correct.",
    )


class NotAuthenticated(AppError):
    status = 401
    code = "not_authenticated"
    title = Text(ru="Нужно войти", en="Sign in first")
    detail = Text(
        ru="Вход не выполнен или его срок истёк. Войдите и повторите.",
        en="You are not signed in, or your sign-in has expired. Sign in and try again.",
    )

    def __init__(self, **params: Any) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer realm="profkom"'}, **params)


class Forbidden(AppError):
    status = 403
    code = "forbidden"
    title = Text(ru="Недостаточно прав", en="You may not do this")
    detail = Text(
        ru="У вашей роли нет этого права. Обратитесь к администратору.",
        en="Your role does not include this permission. Ask an administrator.",
    )


class SecondFactorMissing(Forbidden):
    """The role demands a second factor, and the caller has none: they may set it up, and nothing else."""

    code = "second_factor_missing"
    title = Text(ru="Включите вход с кодом", en="Set up the second factor")
    detail = Text(
        ru="Ваша роль требует входа с кодом из приложения. Подключите его в своём профиле — остальное откроется сразу.",
        en="Your role demands a second factor. Set it up in your profile, and everything else opens at once.",
    )


class NotFound(AppError):
    """Also the answer for a record the caller may not see: its existence is not revealed."""

    status = 404
    code = "not_found"
    title = Text(ru="Не найдено", en="Not found")
    detail = Text(
        ru="Такой записи нет или она вам недоступна. Проверьте ссылку.",
        en="There is no such record, or you may not see it. Check the link.",
    )


class Conflict(AppError):
    status = 409
    code = "conflict"
    title = Text(ru="Действие сейчас невозможно", en="Not possible at the moment")
    detail = Text(
        ru="Состояние записи изменилось. Обновите её и повторите.",
        en="The record's state has changed. Reload it and try again.",
    )


class StaleVersion(AppError):
    status = 412
    code = "stale_version"
    title = Text(ru="Запись уже изменили", en="The record was changed meanwhile")
    detail = Text(
        ru="Пока вы работали, запись изменил кто-то другой. Обновите её и внесите правку ещё раз.",
        en="Somebody else changed the record meanwhile. Reload it and make your change again.",
    )


class VersionRequired(AppError):
    status = 428
    code = "version_required"
    title = Text(ru="Не указана версия записи", en="The record's version is missing")
    detail = Text(
        ru="Передайте в заголовке If-Match значение ETag, с которым вы прочитали запись.",
        en="Send the ETag you read the record with in the If-Match header.",
    )


class IdempotencyKeyReused(AppError):
    status = 422
    code = "idempotency_key_reused"
    title = Text(ru="Ключ повтора уже использован", en="The idempotency key is taken")
    detail = Text(
        ru="С этим Idempotency-Key уже выполнен другой запрос. Для нового запроса возьмите новый ключ.",
        en="Another request was made with this Idempotency-Key. Use a new key for a new request.",
    )


class TooLarge(AppError):
    status = 413
    code = "too_large"
    title = Text(ru="Слишком большой запрос", en="The request is too large")
    detail = Text(
        ru="Предел — {limit_mib} МиБ. Уменьшите файл или разделите его на части.",
        en="The limit is {limit_mib} MiB. Make the file smaller or split it.",
    )


class TooManyRequests(AppError):
    status = 429
    code = "too_many_requests"
    title = Text(ru="Слишком много запросов", en="Too many requests")
    detail = Text(
        ru="Подождите {retry_after} с и повторите.",
        en="Wait {retry_after} s and try again.",
    )

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(headers={"Retry-After": str(retry_after)}, retry_after=retry_after)


class Unavailable(AppError):
    status = 503
    code = "unavailable"
    title = Text(ru="Сервис временно недоступен", en="Temporarily unavailable")
    detail = Text(
        ru="Ничего не потеряно: повторите через {retry_after} с.",
        en="Nothing is lost: try again in {retry_after} s.",
    )

    def __init__(self, *, retry_after: int = 2, **params: Any) -> None:
        super().__init__(headers={"Retry-After": str(retry_after)}, retry_after=retry_after, **params)
