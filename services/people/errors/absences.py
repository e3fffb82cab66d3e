"""What is refused about absences and substitutes."""

from shared.errors import Conflict
from shared.i18n import Text


class AbsencesOverlap(Conflict):
    code = "absences_overlap"
    title = Text(ru="Даты пересекаются", en="The dates overlap")
    detail = Text(
        ru="На эти дни уже записано отсутствие: с {first} по {last}. Измените его или выберите другие дни.",
        en="There is an absence on these days already: {first} to {last}. Change it, or choose other days.",
    )


class SubstitutesInACircle(Conflict):
    code = "substitutes_in_a_circle"
    title = Text(ru="Замещение по кругу", en="Substitutes in a circle")
    detail = Text(
        ru="В эти дни замещающий сам отсутствует, и его дела приходят обратно. Выберите другого человека.",
        en="The substitute is absent on these days too, and their work would come back. Choose somebody else.",
    )


class OwnSubstitute(Conflict):
    code = "own_substitute"
    title = Text(ru="Нельзя замещать самого себя", en="Nobody substitutes themselves")
    detail = Text(ru="Выберите замещающим другого человека.", en="Choose somebody else.")


class AbsenceIsCancelled(Conflict):
    code = "absence_cancelled"
    title = Text(ru="Отсутствие отменено", en="The absence was cancelled")
    detail = Text(ru="Его уже отменили. Заведите новое.", en="It was cancelled. Enter a new one.")
