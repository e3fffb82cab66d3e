"""What people refuses, in words that say what to do next."""

from shared.errors import AppError, Conflict, FieldError, Forbidden
from shared.i18n import Text


class NameTaken(Conflict):
    code = "name_taken"
    title = Text(ru="Такое название уже есть", en="The name is taken")
    detail = Text(
        ru="Запись с этим названием уже заведена. Откройте её или возьмите другое название.",
        en="There is a record of this name already. Open it, or choose another name.",
    )


class PersonnelNumberTaken(Conflict):
    code = "personnel_number_taken"
    title = Text(ru="Табельный номер занят", en="The personnel number is taken")
    detail = Text(
        ru="Этот табельный номер уже у другого человека. Найдите его в реестре или исправьте номер.",
        en="Somebody else has this personnel number. Find them in the register, or correct the number.",
    )


class AlreadyMember(Conflict):
    code = "already_member"
    detail = Text(ru="Человек уже состоит в профсоюзе.", en="The person is a member already.")


class NotMember(Conflict):
    code = "not_member"
    detail = Text(ru="Человек не состоит в профсоюзе.", en="The person is not a member.")


class LoginTaken(Conflict):
    code = "login_taken"
    title = Text(ru="Логин занят", en="The login is taken")
    detail = Text(ru="Придумайте другой логин.", en="Choose another login.")


class AccountExists(Conflict):
    code = "account_exists"
    title = Text(ru="Учётная запись уже есть", en="There is an account already")
    detail = Text(
        ru="У человека уже есть учётная запись. Откройте её: там можно сменить пароль.",
        en="The person has an account already. Open it to set a new password.",
    )


class GrantExists(Conflict):
    code = "grant_exists"
    title = Text(ru="Роль уже выдана", en="The role is granted already")
    detail = Text(
        ru="У человека уже есть эта роль в этом отделении. Измените её срок или отзовите её.",
        en="The person holds this role in this branch already. Change its dates, or withdraw it.",
    )


class CodeTaken(Conflict):
    code = "role_code_taken"
    title = Text(ru="Код роли занят", en="The role's code is taken")
    detail = Text(ru="Роль с этим кодом уже есть. Придумайте другой код.", en="There is a role of this code already.")


class LastAdministrator(Conflict):
    code = "last_administrator"
    title = Text(ru="Это последний администратор", en="This is the last administrator")
    detail = Text(
        ru="Без администратора в систему никто не попадёт. Сначала выдайте эту роль кому-нибудь ещё.",
        en="Nobody could manage access any more. Give the role to somebody else first.",
    )


class ProtectedRole(Conflict):
    code = "role_protected"
    detail = Text(
        ru="Роль администратора всегда содержит все права, поэтому её нельзя изменить.",
        en="The administrator's role always holds every permission and cannot be changed.",
    )


class BeyondOwnRights(Forbidden):
    code = "beyond_own_rights"
    title = Text(ru="Нельзя распоряжаться правами, которых нет у вас", en="You cannot manage rights you do not hold")
    detail = Text(
        ru="В этой роли есть права шире ваших. Обратитесь к администратору, у которого они есть.",
        en="This goes beyond your own rights. Ask an administrator who holds them.",
    )


class OwnAccess(Forbidden):
    code = "own_access"
    title = Text(ru="Свой доступ менять нельзя", en="You cannot change your own access")
    detail = Text(
        ru="Свои роли и свою учётную запись меняет другой администратор.",
        en="Your own roles and account are managed by another administrator.",
    )


class WrongCredentials(AppError):
    """One answer for a wrong password, an unknown login, a locked and a disabled account: nothing to learn from it."""

    status = 401
    code = "wrong_credentials"
    title = Text(ru="Неверный логин или пароль", en="Wrong login or password")
    detail = Text(
        ru="Проверьте раскладку и Caps Lock. После пяти неудач подряд вход закрывается на минуту, затем на всё дольше.",
        en="Check your keyboard layout and Caps Lock. Five failures in a row close sign-in for a minute, then longer.",
    )

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer realm="profkom"'})


LAST_DAY_FIRST = Text(ru="Последний день раньше первого.", en="The last day is before the first one.")

_UNKNOWN = {
    "person": Text(ru="Такого человека нет в реестре.", en="There is no such person in the register."),
    "branch": Text(ru="Такого отделения нет.", en="There is no such branch."),
    "unit": Text(ru="Такого подразделения в этом отделении нет.", en="There is no such unit in this branch."),
    "site": Text(ru="Такой площадки нет.", en="There is no such site."),
    "role": Text(ru="Такой роли нет.", en="There is no such role."),
    "permission": Text(ru="Такого права нет.", en="There is no such permission."),
}


def unknown(kind: str, *loc: str | int) -> FieldError:
    """An input that names nothing; `kind`: person, branch, unit, site, role or permission."""
    return FieldError(("body", *loc), f"unknown_{kind}", _UNKNOWN[kind])
