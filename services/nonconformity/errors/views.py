"""What saved views refuse."""

from shared.errors import Conflict, Forbidden
from shared.i18n import Text


class ViewNameTaken(Conflict):
    code = "view_name_taken"
    detail = Text(
        ru="Подборка «{name}» у вас уже есть. Измените её или назовите новую иначе.",
        en="You have a view “{name}” already. Change that one, or choose another name.",
    )


class TooManyViews(Conflict):
    code = "too_many_views"
    detail = Text(
        ru="Подборок может быть не больше {most}. Удалите ненужные и повторите.",
        en="There can be at most {most} views. Remove those that you do not need, then try again.",
    )


class CannotShareView(Forbidden):
    code = "cannot_share_view"
    title = Text(ru="Поделиться нельзя", en="You may not share it")
    detail = Text(
        ru="Общие подборки создают те, кто назначает ответственных. Сохраните подборку для себя.",
        en="Shared views are kept by those who assign findings. Save it for yourself.",
    )
