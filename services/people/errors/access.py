"""What roles and grants refuse."""

from shared.errors import Conflict
from shared.i18n import Text


class GrantWithdrawn(Conflict):
    code = "grant_withdrawn"
    title = Text(ru="Роль уже отозвана", en="The role is withdrawn already")
    detail = Text(
        ru="Отозванная роль больше не меняется. Если она снова нужна, выдайте её заново.",
        en="A withdrawn role does not change any more. Grant it anew if it is needed again.",
    )


class GrantBegun(Conflict):
    code = "grant_begun"
    title = Text(ru="Роль уже действует", en="The role holds already")
    detail = Text(
        ru="Первый день можно перенести, только пока он не наступил, и не в прошлое. Отзовите роль и выдайте заново.",
        en="The first day can be moved only while it is still to come, and not into the past. Withdraw the role and "
        "grant it anew.",
    )
