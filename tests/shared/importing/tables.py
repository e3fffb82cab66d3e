"""Two tables as services describe them, for the tests of the mechanism."""

from datetime import date

from shared.i18n import Text
from shared.importing import (
    DateRules,
    FieldSpec,
    TableSpec,
    canonical_number,
    choice,
    date_parser,
    email,
    full_name,
    integer,
    join_name,
    name_part,
    personnel_number,
    phone,
    sex,
    text,
    yes_no,
)

TODAY = date(2023, 1, 15)
BORN = DateRules.past(TODAY, youngest=14)
PAST = DateRules.past(TODAY)
ANY = DateRules(pivot=68)

REGISTER = TableSpec(
    fields=(
        FieldSpec("personnel_number", Text(ru="Табельный номер", en="Personnel number"), personnel_number,
                  synonyms=("таб. №", "табель", "т/н", "№ работника"), required=True, compare=canonical_number),
        FieldSpec("full_name", Text(ru="ФИО", en="Full name"), full_name,
                  synonyms=("Фамилия, имя, отчество", "Фамилия Имя Отчество", "Ф.И.О. работника", "член профсоюза ФИО"),
                  compare=lambda name: name.key),
        FieldSpec("last_name", Text(ru="Фамилия", en="Last name"), name_part),
        FieldSpec("first_name", Text(ru="Имя", en="First name"), name_part, synonyms=("Имя, отчество",)),
        FieldSpec("middle_name", Text(ru="Отчество", en="Middle name"), name_part),
        FieldSpec("sex", Text(ru="Пол", en="Sex"), sex),
        FieldSpec("born_on", Text(ru="Дата рождения", en="Date of birth"), date_parser(BORN), synonyms=("Д.р.",)),
        FieldSpec("branch", Text(ru="Отделение", en="Branch"), text(200), synonyms=("Первичка", "Профорганизация")),
        FieldSpec("unit", Text(ru="Подразделение", en="Unit"), text(200), synonyms=("Цех", "Участок", "Цех, участок")),
        FieldSpec("position", Text(ru="Должность", en="Position"), text(200), synonyms=("Профессия",)),
        FieldSpec("city", Text(ru="Город", en="City"), text(200)),
        FieldSpec("is_member", Text(ru="Член профсоюза", en="Member"), yes_no(), synonyms=("Членство",)),
        FieldSpec("joined_on", Text(ru="Дата вступления", en="Joined on"), date_parser(PAST)),
        FieldSpec("phone", Text(ru="Телефон", en="Phone"), phone(), synonyms=("Мобильный телефон", "Сотовый")),
        FieldSpec("email", Text(ru="Электронная почта", en="E-mail"), email, synonyms=("Почта", "Эл. адрес")),
        FieldSpec("children", Text(ru="Детей", en="Children"), integer(0, 20), synonyms=("Количество детей",)),
        FieldSpec("assignment", Text(ru="В командировке", en="On assignment"), text(200)),
        FieldSpec("news", Text(ru="Подписка на новости", en="News"), yes_no()),
    ),
    key=("personnel_number",),
    one_of=(("full_name", "last_name"),),
    section="branch",
    finish=join_name,
)  # fmt: skip

STATES = {
    "registered": ("зарегистрировано", "новое"),
    "assigned": ("назначен ответственный", "назначено"),
    "in_progress": ("в работе", "выполняется"),
    "fixed": ("на проверке",),
    "closed": ("устранено", "закрыто", "выполнено"),
    "rejected": ("отклонено",),
}

JOURNAL = TableSpec(
    fields=(
        FieldSpec("number", Text(ru="№", en="No."), integer(1, 10**9), synonyms=("№ п/п",), required=True),
        FieldSpec("found_on", Text(ru="Дата выявления", en="Found on"), date_parser(PAST), synonyms=("Дата",),
                  required=True),
        FieldSpec("site", Text(ru="Площадка", en="Site"), text(200), synonyms=("Объект", "АЭС")),
        FieldSpec("place", Text(ru="Место", en="Place"), text(500)),
        FieldSpec("category", Text(ru="Категория", en="Category"), text(200), synonyms=("Вид нарушения",)),
        FieldSpec("description", Text(ru="Описание несоответствия", en="Description"), text(20_000, lines=True),
                  synonyms=("Описание", "Что нарушено", "Содержание"), required=True),
        FieldSpec("proposal", Text(ru="Предложение", en="Proposal"), text(20_000, lines=True)),
        FieldSpec("author", Text(ru="Выявил", en="Found by"), text(300), synonyms=("Кто выявил", "Автор")),
        FieldSpec("author_number", Text(ru="Таб. № выявившего", en="Found by, number"), personnel_number),
        FieldSpec("responsible", Text(ru="Ответственный", en="Responsible"), text(300)),
        FieldSpec("co_executors", Text(ru="Соисполнители", en="Co-executors"), text(2_000, lines=True)),
        FieldSpec("due_on", Text(ru="Срок устранения", en="Due on"), date_parser(ANY), synonyms=("Срок",)),
        FieldSpec("closed_on", Text(ru="Дата устранения", en="Closed on"), date_parser(ANY), synonyms=("Устранено",)),
        FieldSpec("state", Text(ru="Статус", en="State"), choice(STATES), synonyms=("Состояние", "Отметка")),
        FieldSpec("note", Text(ru="Примечание", en="Note"), text(20_000, lines=True)),
    ),
    key=("number",),
)  # fmt: skip
