"""Forgetting a person: why, what stands in the way, and what is left."""

from typing import Final, Literal

from shared.i18n import Text

Reason = Literal["request", "consent_withdrawn", "retention_over", "entered_by_mistake"]

REASONS: Final[dict[Reason, Text]] = {
    "request": Text(ru="просьба человека", en="the person's request"),
    "consent_withdrawn": Text(ru="отозвано согласие на обработку данных", en="consent was withdrawn"),
    "retention_over": Text(ru="истёк срок хранения", en="the term of keeping is over"),
    "entered_by_mistake": Text(ru="внесён по ошибке", en="entered by mistake"),
}

Blocker = Literal["member", "roles", "oneself"]

BLOCKERS: Final[dict[Blocker, Text]] = {
    "member": Text(
        ru="Человек состоит в профсоюзе: без данных членство вести нельзя. Сначала оформите выход.",
        en="The person is a member, and membership needs the data. Let them leave first.",
    ),
    "roles": Text(
        ru="У человека есть действующие роли. Сначала отзовите их.",
        en="The person holds roles. Withdraw them first.",
    ),
    "oneself": Text(
        ru="Себя удалить нельзя: попросите другого администратора.",
        en="Nobody erases themselves: ask another administrator.",
    ),
}

#: What a forgotten person is called, in the register and in every record that names them.
LAST_NAME: Final = "Удалённый участник"


def first_name(number: int) -> str:
    return f"№ {number}"


def is_confirmed(typed: str, last_name: str) -> bool:
    """Whether the last name was typed as it stands in the card; case and ё do not matter."""
    return _plain(typed) == _plain(last_name)


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("ё", "е").split())
