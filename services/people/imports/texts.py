"""What the register's import says about rows that it cannot take as they are."""

from collections.abc import Mapping

from shared.i18n import Text

PROBLEMS: Mapping[str, Text] = {
    "person_unidentified": Text(
        ru="Без табельного номера и даты рождения человека не отличить от однофамильца. Впишите одно из двух.",
        en="Without a personnel number or a date of birth this may be anybody of that name. Enter one of them.",
    ),
    "person_ambiguous": Text(
        ru="В реестре несколько человек с этим именем и датой рождения. Впишите табельный номер.",
        en="The register has several persons of this name and date of birth. Enter the personnel number.",
    ),
    "person_maybe_known": Text(
        ru="В реестре уже есть «{name}», но неясно, тот ли это человек: {lacking}. Дополните карточку или строку.",
        en="The register has a “{name}”, but it is unclear whether it is the same person: {lacking}. Complete either.",
    ),
    "number_of_another": Text(
        ru="Табельный номер {number} в реестре у другого человека: {name}. Проверьте номер и имя.",
        en="In the register the personnel number {number} belongs to {name}. Check the number and the name.",
    ),
    "person_twice": Text(
        ru="Это тот же человек, что и в строке {other}. Оставьте одну из строк.",
        en="This is the same person as in row {other}. Keep one of the rows.",
    ),
    "several_numbers": Text(
        ru="С этим именем и датой рождения в файле несколько табельных номеров: {numbers}. Впишите нужный.",
        en="The file has several personnel numbers for this name and date of birth: {numbers}. Enter the right one.",
    ),
    "outside_your_branches": Text(
        ru="Строка относится к отделению, в котором у вас нет права на импорт. Передайте её тому, у кого оно есть.",
        en="The row concerns a branch in which you may not import. Pass it on to somebody who may.",
    ),
    "branch_closed": Text(
        ru="Отделение закрыто и никого не принимает. Впишите действующее или откройте отделение снова.",
        en="The branch is closed and takes nobody. Enter one that is open, or open the branch again.",
    ),
    "unit_closed": Text(
        ru="Подразделение «{value}» закрыто и не записано. Впишите действующее или откройте его снова.",
        en="The unit “{value}” is closed and was left out. Enter one that is open, or open it again.",
    ),
    "assignment_site_closed": Text(
        ru="Площадка «{value}» закрыта и не записана. Впишите действующую или откройте её снова.",
        en="The site “{value}” is closed and was left out. Enter one that is open, or open it again.",
    ),
    "unit_without_branch": Text(
        ru="Подразделение не записано: у человека не указано отделение. Впишите отделение.",
        en="The unit was left out: the person has no branch. Enter the branch.",
    ),
    "site_ambiguous": Text(
        ru="Площадок с названием «{value}» несколько, ни одна не взята. Впишите название полностью.",
        en="Several sites are called “{value}”; none was taken. Write the name in full.",
    ),
    "site_unknown": Text(
        ru="Площадки «{value}» нет, а заводить их вы не можете. Попросите администратора.",
        en="There is no site “{value}”, and you may not create one. Ask an administrator.",
    ),
    "place_resembles": Text(
        ru="Будет заведено новое: «{value}». Оно похоже на «{known}» — если это опечатка, исправьте её в файле.",
        en="“{value}” will be created. It resembles “{known}”: if that is a typo, correct it in the file.",
    ),
}

#: For `person_maybe_known`: what would tell them apart.
NO_NUMBER = Text(ru="нет табельного номера", en="there is no personnel number")
NO_BIRTH_DATE = Text(ru="нет даты рождения", en="there is no date of birth")
