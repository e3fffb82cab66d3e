"""What is refused about segments."""

from shared.errors import Forbidden
from shared.i18n import Text


class PrivateFacts(Forbidden):
    code = "private_facts"
    title = Text(ru="Нужно право видеть личные данные", en="This asks private facts")
    detail = Text(
        ru="В условии есть личные данные (возраст, пол, дети), а вам они не видны. Уберите эти поля из условия или "
        "обратитесь к тому, кому они видны.",
        en="The condition asks private facts (age, sex, children), which you may not see. Remove those fields, or ask "
        "somebody who may see them.",
    )


class CannotShare(Forbidden):
    code = "cannot_share_segment"
    title = Text(ru="Так поделиться нельзя", en="You may not share it so")
    detail = Text(
        ru="Сегментом можно делиться в тех отделениях, где у вас есть право на сегменты. Сохраните его для себя.",
        en="Segments are shared in branches where you may edit segments. Save it for yourself.",
    )
