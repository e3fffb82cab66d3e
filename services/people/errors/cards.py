"""What is refused about membership cards."""

from shared.errors import Conflict, NotFound
from shared.i18n import Text


class NoCard(NotFound):
    code = "no_card"
    title = Text(ru="Билета нет", en="There is no card")
    detail = Text(
        ru="Членский билет не выпущен или отозван. Выпустите новый.",
        en="No membership card was issued, or it was withdrawn. Issue a new one.",
    )


class CardsAreForMembers(Conflict):
    code = "not_member"
    title = Text(ru="Билет — только для членов профсоюза", en="Cards are for members")
    detail = Text(
        ru="Человек не состоит в профсоюзе. Сначала оформите вступление.",
        en="The person is not a member. Let them join first.",
    )
