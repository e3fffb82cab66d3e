"""What is said about files and cells. A service adds its own problems beside these (`report.ProblemLog`)."""

from collections.abc import Mapping

from shared.i18n import Text

PROBLEMS: Mapping[str, Text] = {
    # the file and its headings
    "column_missing": Text(
        ru="В таблице не нашёлся столбец «{field}». Назовите его так или укажите вручную, какой столбец им считать.",
        en="There is no “{field}” column. Give it that heading or choose the column yourself.",
    ),
    "column_twice": Text(
        ru="Столбцы {columns} похожи на «{field}». Укажите, какой из них брать.",
        en="The columns {columns} all look like “{field}”. Choose which one to take.",
    ),
    "column_ambiguous": Text(
        ru="Столбец «{heading}» похож сразу на несколько полей: {fields}. Укажите нужное.",
        en="The column “{heading}” looks like several fields: {fields}. Choose one.",
    ),
    "other_sheets": Text(
        ru="Прочитан лист «{sheet}». Похожие таблицы есть и на других листах: {others}. Загрузите их отдельно.",
        en="The sheet “{sheet}” was read. Other sheets hold similar tables: {others}. Import them separately.",
    ),
    # rows
    "value_missing": Text(
        ru="Не заполнено: {field}. Впишите значение и загрузите файл ещё раз.",
        en="Not filled in: {field}. Enter the value and import the file again.",
    ),
    "conflicting_repeat": Text(
        ru="Та же запись стоит в строке {other}, но данные различаются: {fields}. Оставьте одну верную строку.",
        en="Row {other} holds the same record with other data: {fields}. Keep the row that is right.",
    ),
    # cells
    "formula": Text(
        ru="В ячейке формула. Замените её значением: скопируйте столбец и вставьте «только значения».",
        en="The cell holds a formula. Replace it with its value: copy the column and paste values only.",
    ),
    "broken_cell": Text(
        ru="В ячейке ошибка {value}. Исправьте её в файле.",
        en="The cell shows the error {value}. Correct it in the file.",
    ),
    "text_too_long": Text(
        ru="Слишком длинный текст: {length} зн., предел — {limit}. Сократите его.",
        en="The text is too long: {length} characters, the limit is {limit}. Shorten it.",
    ),
    "personnel_number_unreadable": Text(
        ru="«{value}» не похоже на табельный номер. Исправьте его.",
        en="“{value}” does not look like a personnel number. Correct it.",
    ),
    "not_a_whole_number": Text(
        ru="«{value}» — не целое число. Впишите число цифрами.",
        en="“{value}” is not a whole number. Enter it in digits.",
    ),
    "number_out_of_range": Text(
        ru="Число {value} вне допустимых пределов: от {minimum} до {maximum}.",
        en="The number {value} is out of range: from {minimum} to {maximum}.",
    ),
    "unknown_choice": Text(
        ru="Значение «{value}» не распознано. Известны: {known}. Замените его или добавьте в словарь.",
        en="The value “{value}” is not known. Known are: {known}. Replace it or add it to the word list.",
    ),
    "not_yes_or_no": Text(
        ru="«{value}» не читается как «да» или «нет». Впишите одно из двух.",
        en="“{value}” cannot be read as yes or no. Enter one of the two.",
    ),
    "unknown_sex": Text(
        ru="«{value}» не читается как пол. Впишите «М» или «Ж».",
        en="“{value}” cannot be read as a sex. Enter “M” or “F”.",
    ),
    "email_unreadable": Text(
        ru="«{value}» не похоже на адрес электронной почты. Исправьте его.",
        en="“{value}” does not look like an e-mail address. Correct it.",
    ),
    "several_emails": Text(
        ru="В ячейке несколько адресов почты, взят первый: {value}. Остальные впишите в карточку.",
        en="The cell holds several e-mail addresses; the first was taken: {value}. Add the others to the record.",
    ),
    "date_unreadable": Text(
        ru="«{value}» не читается как дата. Впишите её в виде 24.05.1975.",
        en="“{value}” cannot be read as a date. Write it like 24.05.1975.",
    ),
    "date_is_a_year": Text(
        ru="«{value}» — только год. Впишите дату полностью, в виде 24.05.1975.",
        en="“{value}” is only a year. Write the whole date, like 24.05.1975.",
    ),
    "date_impossible": Text(
        ru="Такой даты не бывает: «{value}». Исправьте её.",
        en="There is no such date: “{value}”. Correct it.",
    ),
    "date_in_future": Text(
        ru="Дата «{value}» ещё не наступила (позже {latest}). Исправьте её.",
        en="The date “{value}” is in the future (after {latest}). Correct it.",
    ),
    "date_too_early": Text(
        ru="Дата «{value}» слишком ранняя (раньше {earliest}). Исправьте её.",
        en="The date “{value}” is too early (before {earliest}). Correct it.",
    ),
    "phone_unreadable": Text(
        ru="«{value}» не читается как номер телефона. Впишите номер полностью, с кодом: +7 900 000-00-00.",
        en="“{value}” cannot be read as a phone number. Write it in full with its code: +7 900 000-00-00.",
    ),
    "several_phones": Text(
        ru="В ячейке несколько телефонов, взят первый: {value}. Остальные впишите в карточку.",
        en="The cell holds several phone numbers; the first was taken: {value}. Add the others to the record.",
    ),
    "phone_extension": Text(
        ru="Взят номер {value} без добавочного. Добавочный впишите в карточку.",
        en="The number {value} was taken without its extension. Add the extension to the record.",
    ),
    "name_unreadable": Text(
        ru="«{value}» не похоже на имя человека. Исправьте его.",
        en="“{value}” does not look like a person's name. Correct it.",
    ),
    "name_abbreviated": Text(
        ru="Имя сокращено: «{value}». Впишите фамилию, имя и отчество полностью.",
        en="The name is abbreviated: “{value}”. Write it in full.",
    ),
    "name_incomplete": Text(
        ru="Имя неполное: «{value}». Впишите хотя бы фамилию и имя.",
        en="The name is incomplete: “{value}”. Write at least the last and the first name.",
    ),
    "name_of_many_parts": Text(
        ru="В имени «{value}» больше трёх частей. Разнесите фамилию, имя и отчество по отдельным столбцам.",
        en="The name “{value}” has more than three parts. Put last, first and middle names into columns of their own.",
    ),
    "name_order_unclear": Text(
        ru="В имени «{value}» неясно, где фамилия. Впишите сначала фамилию, затем имя и отчество.",
        en="In “{value}” it is unclear which part is the last name. Write the last name first.",
    ),
    "name_with_brackets": Text(
        ru="Взято имя без скобок: «{value}». Прежнюю фамилию впишите в карточку.",
        en="The name was taken without its brackets: “{value}”. Add the former name to the record.",
    ),
}
