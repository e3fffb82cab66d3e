"""What one-time sign-in links refuse."""

from shared.errors import AppError, Conflict
from shared.i18n import Text


class LinkUnusable(AppError):
    """One answer for an unknown, used, revoked and expired link: nothing to learn from it."""

    status = 410
    code = "link_unusable"
    title = Text(ru="Ссылка больше не действует", en="The link does not work any more")
    detail = Text(
        ru="Ссылка срабатывает один раз и до указанного срока. Попросите администратора прислать новую.",
        en="A link works once and until its time is over. Ask an administrator for a new one.",
    )


class AccountClosed(Conflict):
    code = "account_disabled"
    title = Text(ru="Учётная запись закрыта", en="The account is closed")
    detail = Text(
        ru="По ссылке в неё не войти. Сначала откройте учётную запись.",
        en="A link would not lead into it. Open the account first.",
    )


class LinkNotOpen(Conflict):
    code = "link_not_open"
    title = Text(ru="Отзывать нечего", en="There is nothing to revoke")
    detail = Text(
        ru="Ссылка уже использована, отозвана или просрочена.", en="The link has been used or revoked, or has expired."
    )
