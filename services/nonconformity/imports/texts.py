"""What can be wrong with a row of a journal, beside what `shared.importing.texts` says of cells."""

from collections.abc import Mapping

from shared.i18n import Text

FROM_THE_REGISTER = frozenset(
    {
        "register_unknown",
        "person_not_found",
        "number_not_found",
        "unknown_site",
        "unknown_branch",
        "author_without_branch",
    }
)
"""What is wrong with a row only because the journal does not know, or not yet, what stands in the register."""

PROBLEMS: Mapping[str, Text] = {
    "register_unknown": Text(
        ru="Журнал ещё не знает людей из реестра. Загрузите реестр, подождите минуту и проверьте файл ещё раз.",
        en="The journal does not know the register yet. Import it, wait a minute and check the file again.",
    ),
    "person_not_found": Text(
        ru="«{value}» нет в реестре. Исправьте имя; если карточку завели только что, проверьте файл ещё раз.",
        en="“{value}” is not in the register. Correct the name; if the record is brand new, check the file again.",
    ),
    "number_not_found": Text(
        ru="Табельного номера {value} нет в реестре. Исправьте его; если карточку завели только что, проверьте файл "
        "ещё раз.",
        en="The personnel number {value} is not in the register. Correct it; if the record is brand new, check the "
        "file again.",
    ),
    "person_ambiguous": Text(
        ru="«{value}» подходит нескольким людям: {names}. Впишите имя полностью или табельный номер.",
        en="“{value}” fits several persons: {names}. Write the name in full or give the personnel number.",
    ),
    "person_mismatch": Text(
        ru="Табельный номер {value} в реестре у другого человека: {known}. Исправьте номер или имя.",
        en="The personnel number {value} belongs to somebody else: {known}. Correct the number or the name.",
    ),
    "person_unreadable": Text(
        ru="«{value}» не похоже на имя человека. Впишите фамилию и инициалы или имя полностью.",
        en="“{value}” does not look like a person's name. Write the last name with initials, or the full name.",
    ),
    "unknown_site": Text(
        ru="Площадка «{value}» не найдена или подходит нескольким. Исправьте название или добавьте его площадке как "
        "другое написание.",
        en="The site “{value}” was not found, or fits several. Correct the name, or add it to the site as an alias.",
    ),
    "unknown_branch": Text(
        ru="Отделения «{value}» нет. Исправьте название.",
        en="There is no branch “{value}”. Correct the name.",
    ),
    "author_without_branch": Text(
        ru="В карточке выявившего ({value}) нет отделения. Укажите отделение в реестре или добавьте столбец "
        "«Отделение».",
        en="The finder's record ({value}) names no branch. Add it in the register, or add a “Branch” column.",
    ),
    "foreign_branch": Text(
        ru="У вас нет права загружать записи отделения «{value}».",
        en="You may not import records of the branch “{value}”.",
    ),
    "unknown_status": Text(
        ru="Статус «{value}» не распознан. Замените его или добавьте в словарь статусов. Известны: {known}.",
        en="The status “{value}” is not known. Replace it or add it to the words for states. Known are: {known}.",
    ),
    "fixed_date_missing": Text(
        ru="Статус — «{state}», а даты устранения нет. Впишите её.",
        en="The status is “{state}”, but there is no date of the fix. Enter it.",
    ),
    "fixed_but_open": Text(
        ru="Дата устранения есть, а статус — «{state}». Исправьте одно из двух.",
        en="There is a date of the fix, but the status is “{state}”. Correct one of them.",
    ),
    "fixed_before_found": Text(
        ru="Дата устранения раньше даты выявления. Исправьте одну из них.",
        en="It was fixed before it was found. Correct one of the dates.",
    ),
    "due_before_found": Text(
        ru="Срок устранения раньше даты выявления. Исправьте одно из двух.",
        en="It was due before it was found. Correct one of the dates.",
    ),
    "number_twice": Text(
        ru="Запись № {number} за тот же год есть и в строке {other}, но с другими данными. Исправьте номер или "
        "оставьте одну строку.",
        en="Row {other} has the No. {number} of the same year with other data. Correct the number or keep one row.",
    ),
    "finding_twice": Text(
        ru="То же несоответствие есть и в строке {other}, но с другими данными. Оставьте одну верную строку.",
        en="Row {other} tells of the same finding with other data. Keep the row that is right.",
    ),
    "changed_here": Text(
        ru="{number} после загрузки изменили в журнале, поэтому строка не применена. Внесите правку в саму запись.",
        en="{number} was changed here after its import, so the row was not applied. Edit the record itself.",
    ),
}
