"""What is refused about observing."""

from shared.errors import Conflict
from shared.i18n import Text


class InvolvedOtherwise(Conflict):
    """An author, a responsible person or a co-executor cannot leave: the record counts on them."""

    code = "involved_otherwise"
    title = Text(ru="Выйти нельзя", en="You cannot leave")
    detail = Text(
        ru="Вы — {role} этого несоответствия. Выйти могут только наблюдающие; снять с вас работу может тот, кто "
        "разбирает несоответствия отделения.",
        en="You are the {role} of this nonconformity. Only observers leave; those who triage the branch's "
        "nonconformities can take the work off you.",
    )


AUTHOR = Text(ru="автор", en="author")
RESPONSIBLE = Text(ru="ответственный", en="responsible person")
CO_EXECUTOR = Text(ru="соисполнитель", en="co-executor")
