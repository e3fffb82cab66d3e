"""What a register's spreadsheet may hold, and by which headings it is recognised."""

from datetime import date

from services.people.domain.persons import MOST_CHILDREN
from services.people.domain.structure import branch_key, name_key
from shared.i18n import Text
from shared.importing import (
    DateRules,
    FieldSpec,
    TableSpec,
    canonical_number,
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

YOUNGEST = 14  #: years: a union takes members from this age, so «12.05.25» was born in 1925


def register_table(today: date) -> TableSpec:
    """The table as of `today`: no fact of a register lies in the future."""
    born, past = date_parser(DateRules.past(today, youngest=YOUNGEST)), date_parser(DateRules.past(today))
    return TableSpec(
        fields=(
            FieldSpec("personnel_number", Text(ru="Табельный номер", en="Personnel number"), personnel_number,
                      synonyms=("таб. №", "табель", "т/н", "№ работника", "employee number"), compare=canonical_number),
            FieldSpec("full_name", Text(ru="ФИО", en="Full name"), full_name,
                      synonyms=("Фамилия, имя, отчество", "Фамилия Имя Отчество", "Ф.И.О. работника",
                                "ФИО члена профсоюза", "член профсоюза ФИО", "Сотрудник", "Name"),
                      compare=lambda name: name.key),
            FieldSpec("last_name", Text(ru="Фамилия", en="Last name"), name_part, synonyms=("Surname",)),
            FieldSpec("first_name", Text(ru="Имя", en="First name"), name_part, synonyms=("Имя, отчество",)),
            FieldSpec("middle_name", Text(ru="Отчество", en="Middle name"), name_part, synonyms=("Patronymic",)),
            FieldSpec("sex", Text(ru="Пол", en="Sex"), sex, synonyms=("Gender",)),
            FieldSpec("birth_date", Text(ru="Дата рождения", en="Date of birth"), born,
                      synonyms=("Д.р.", "Родился", "День рождения", "Born", "Birth date")),
            FieldSpec("branch", Text(ru="Отделение", en="Branch"), text(200),
                      synonyms=("Первичка", "Профорганизация", "ППО", "Первичная профсоюзная организация", "Филиал"),
                      compare=branch_key),
            FieldSpec("unit", Text(ru="Подразделение", en="Unit"), text(200),
                      synonyms=("Цех", "Участок", "Цех, участок", "Отдел", "Структурное подразделение", "Department"),
                      compare=name_key),
            FieldSpec("position", Text(ru="Должность", en="Position"), text(200),
                      synonyms=("Профессия", "Должность, профессия", "Job title")),
            FieldSpec("city", Text(ru="Город", en="City"), text(200), synonyms=("Населённый пункт",)),
            FieldSpec("is_member", Text(ru="Член профсоюза", en="Member"), yes_no(),
                      synonyms=("Членство", "Членство в профсоюзе", "Состоит в профсоюзе")),
            FieldSpec("joined_on", Text(ru="Дата вступления", en="Joined on"), past,
                      synonyms=("Вступил", "Дата вступления в профсоюз", "Член профсоюза с", "В профсоюзе с")),
            FieldSpec("phone", Text(ru="Телефон", en="Phone"), phone(),
                      synonyms=("Мобильный телефон", "Моб. тел.", "Сотовый", "Контактный телефон", "Номер телефона")),
            FieldSpec("email", Text(ru="Электронная почта", en="E-mail"), email, synonyms=("Почта", "Эл. адрес")),
            FieldSpec("children", Text(ru="Детей", en="Children"), integer(0, MOST_CHILDREN),
                      synonyms=("Количество детей", "Дети", "Число детей")),
            FieldSpec("assignment_site", Text(ru="В командировке", en="On assignment"), text(200),
                      synonyms=("Командировка", "Место командировки", "Площадка")),
            FieldSpec("subscribed_to_news", Text(ru="Подписка на новости", en="News"), yes_no(),
                      synonyms=("Новости", "Подписан на новости", "Рассылка")),
        ),
        key=("personnel_number",),
        one_of=(("full_name", "last_name"),),
        section="branch",
        finish=join_name,
    )  # fmt: skip
