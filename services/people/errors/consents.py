"""What is refused about consents."""

from shared.errors import Conflict
from shared.i18n import Text


class ConsentStands(Conflict):
    code = "consent_stands"
    title = Text(ru="Согласие уже есть", en="The consent stands already")
    detail = Text(
        ru="Это согласие уже дано на ту же редакцию текста. Записывать его ещё раз не нужно.",
        en="This consent was already given to the same wording. There is nothing to record.",
    )


class ConsentNotGiven(Conflict):
    code = "consent_not_given"
    title = Text(ru="Согласия нет", en="There is no consent")
    detail = Text(
        ru="Отозвать нечего: такого согласия человек не давал или уже отозвал его.",
        en="There is nothing to withdraw: the person did not give this consent, or has withdrawn it.",
    )
