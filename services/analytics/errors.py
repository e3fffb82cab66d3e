"""Refusals that only analytics knows."""

from shared.errors import Conflict
from shared.i18n import Text

INVALID_PERIOD = Text(
    ru="Конец периода раньше его начала. Поменяйте даты местами.",
    en="The period ends before it begins. Swap the dates.",
)
GROUP_WITHOUT_GROUPING = Text(
    ru="Группу можно указать только вместе с group_by.",
    en="A group can be given together with group_by only.",
)
UNKNOWN_GROUP = Text(
    ru="Такой группы нет. Возьмите значение key из ответа с показателями.",
    en="There is no such group. Take a key from the figures' answer.",
)


class NoRebuildRunning(Conflict):
    code = "no_rebuild_running"
    title = Text(ru="Останавливать нечего", en="There is nothing to stop")
    detail = Text(
        ru="Перестроение сейчас не идёт: оно уже закончилось или ещё не начиналось.",
        en="No rebuild is under way: it has ended, or was never begun.",
    )
