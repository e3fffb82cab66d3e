"""What the second factor refuses."""

from shared.errors import AppError, Conflict
from shared.i18n import Text

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="profkom"'}


class SecondFactorRequired(AppError):
    """The password is right, and a code is asked for: send the same again with `otp`."""

    status = 401
    code = "second_factor_required"
    title = Text(ru="Введите код из приложения", en="Enter the code of your app")
    detail = Text(
        ru="Откройте приложение с кодами на телефоне и введите шесть цифр. Телефона нет под рукой — введите один из "
        "запасных кодов.",
        en="Open the app with codes on your telephone and enter the six digits. Without the telephone, enter one of "
        "your recovery codes.",
    )

    def __init__(self) -> None:
        super().__init__(headers=_CHALLENGE)


class WrongCode(AppError):
    status = 401
    code = "wrong_second_factor"
    title = Text(ru="Код не подошёл", en="The code did not fit")
    detail = Text(
        ru="Каждый код действует полминуты и только один раз: дождитесь следующего. Если не подходит и он, проверьте, "
        "точно ли идут часы на телефоне.",
        en="A code works for half a minute, and once: wait for the next one. If that fails too, check that the "
        "telephone's clock is right.",
    )

    def __init__(self) -> None:
        super().__init__(headers=_CHALLENGE)


class SecondFactorOn(Conflict):
    code = "second_factor_on"
    title = Text(ru="Вход с кодом уже включён", en="The second factor is on already")
    detail = Text(
        ru="Чтобы перейти на другой телефон, сначала отключите вход с кодом.",
        en="To change the telephone, switch it off first.",
    )


class SecondFactorOff(Conflict):
    code = "second_factor_off"
    title = Text(ru="Вход с кодом не включён", en="The second factor is off")
    detail = Text(
        ru="Начните с подключения приложения с кодами.", en="Begin with adding the account to an app with codes."
    )


class SecondFactorUnavailable(Conflict):
    code = "second_factor_unavailable"
    title = Text(ru="Вход с кодом не настроен", en="The second factor is not set up")
    detail = Text(
        ru="На сервере не задан ключ SECOND_FACTOR_KEY. Обратитесь к тому, кто его обслуживает.",
        en="The server has no SECOND_FACTOR_KEY. Ask its operator.",
    )


WRONG_CODE = Text(ru="Код не подошёл. Дождитесь следующего.", en="The code did not fit. Wait for the next one.")
