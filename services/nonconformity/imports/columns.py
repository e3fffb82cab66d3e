"""What a journal's spreadsheet may hold, and by which headings it is recognised."""

from datetime import timedelta

from services.nonconformity.domain import FARTHEST_DUE, Severity
from shared import clock
from shared.i18n import Text
from shared.importing import (
    DateRules,
    FieldSpec,
    Parser,
    TableSpec,
    choice,
    date_parser,
    moment_parser,
    personnel_number,
    text,
)

_SEVERITIES = choice(
    {
        Severity.LOW: ("низкая", "низкий", "незначительная", "незначительное", "малозначительное", "low"),
        Severity.MEDIUM: ("средняя", "средний", "значительная", "значительное", "обычная", "medium"),
        Severity.HIGH: ("высокая", "высокий", "грубое", "серьёзная", "серьёзное", "high"),
        Severity.CRITICAL: ("критическая", "критический", "критичное", "угроза жизни", "critical"),
    }
)


def journal_table() -> TableSpec:
    """The table as of today: what was found or fixed lies in the past, a due date may lie ahead."""
    today = clock.now().date() + timedelta(days=1)  # it is tomorrow already in the easternmost branch
    happened = moment_parser(DateRules.past(today))
    promised = date_parser(DateRules(pivot=(today.year + 10) % 100, latest=today + FARTHEST_DUE))
    return TableSpec(
        fields=(*_finding(happened), *_people(), *_course(happened, promised)),
        one_of=(("author", "author_number"),),
    )


def _finding(happened: Parser) -> tuple[FieldSpec, ...]:
    """What was found, where and when."""
    return (
        FieldSpec(
            "number",
            Text(ru="№", en="No."),
            text(100),
            synonyms=("№ п/п", "п/п", "номер записи", "рег. №", "№ несоответствия", "№ нарушения", "№ акта", "id"),
        ),
        FieldSpec(
            "found_at",
            Text(ru="Дата выявления", en="Found on"),
            happened,
            synonyms=(
                "дата обнаружения", "дата", "выявлено", "обнаружено", "дата нарушения", "дата регистрации",
                "дата проверки", "дата записи", "дата замечания", "когда выявлено", "дата несоответствия",
            ),
            required=True,
        ),
        FieldSpec(
            "site",
            Text(ru="Площадка", en="Site"),
            text(200),
            synonyms=("АЭС", "объект", "станция", "предприятие", "место командирования", "наименование объекта"),
            required=True,
        ),
        FieldSpec(
            "place",
            Text(ru="Место", en="Place"),
            text(200),
            synonyms=(
                "место выявления", "место нарушения", "место обнаружения", "помещение", "рабочее место",
                "участок работ", "место проведения работ", "локация",
            ),
        ),
        FieldSpec(
            "category",
            Text(ru="Категория", en="Category"),
            text(200),
            synonyms=("вид несоответствия", "вид нарушения", "тип несоответствия", "тип нарушения", "направление"),
        ),
        FieldSpec(
            "severity",
            Text(ru="Тяжесть", en="Severity"),
            _SEVERITIES,
            synonyms=("критичность", "степень тяжести", "степень опасности", "приоритет", "опасность", "риск"),
        ),
        FieldSpec(
            "description",
            Text(ru="Описание несоответствия", en="Description"),
            text(10_000, lines=True),
            synonyms=(
                "описание", "описание нарушения", "несоответствие", "нарушение", "замечание", "содержание",
                "суть нарушения", "выявленное несоответствие", "выявленное нарушение", "что выявлено",
            ),
            required=True,
        ),
        FieldSpec(
            "proposal",
            Text(ru="Предложение", en="Proposal"),
            text(10_000, lines=True),
            synonyms=(
                "предложения", "предлагаемые меры", "мероприятие", "мероприятия", "меры по устранению",
                "мероприятия по устранению", "рекомендация", "рекомендации", "что сделать",
            ),
        ),
    )  # fmt: skip


def _people() -> tuple[FieldSpec, ...]:
    """Who found it, and who is to fix it."""
    return (
        FieldSpec(
            "author",
            Text(ru="Выявил", en="Found by"),
            text(200),
            synonyms=(
                "кто выявил", "выявивший", "обнаружил", "автор", "уполномоченный", "инспектор", "заявитель",
                "фио выявившего", "фио уполномоченного", "уполномоченный по охране труда",
            ),
        ),
        FieldSpec(
            "author_number",
            Text(ru="Таб. № выявившего", en="Personnel number of the finder"),
            personnel_number,
            synonyms=(
                "таб. №", "табельный номер", "таб. № уполномоченного", "таб. № автора", "таб. № инспектора",
            ),
        ),
        FieldSpec(
            "branch",
            Text(ru="Отделение", en="Branch"),
            text(200),
            synonyms=("отделение профсоюза", "филиал", "первичная организация", "ппо"),
        ),
        FieldSpec(
            "responsible",
            Text(ru="Ответственный", en="Responsible"),
            text(200),
            synonyms=(
                "ответственный за устранение", "ответственное лицо", "ответственный исполнитель", "исполнитель",
                "кому поручено", "фио ответственного", "кто устраняет",
            ),
        ),
        FieldSpec(
            "co_executors",
            Text(ru="Соисполнители", en="Co-executors"),
            text(1_000, lines=True),
            synonyms=("соисполнитель", "соответственные", "совместно с", "участники"),
        ),
    )  # fmt: skip


def _course(happened: Parser, promised: Parser) -> tuple[FieldSpec, ...]:
    """What became of it."""
    return (
        FieldSpec(
            "due_on",
            Text(ru="Срок устранения", en="Due date"),
            promised,
            synonyms=(
                "срок", "срок исполнения", "срок выполнения", "устранить до", "плановая дата устранения",
                "плановый срок", "контрольный срок", "дедлайн",
            ),
        ),
        FieldSpec(
            "fixed_at",
            Text(ru="Дата устранения", en="Fixed on"),
            happened,
            synonyms=(
                "фактическая дата устранения", "факт устранения", "дата выполнения", "дата исполнения",
                "устранено фактически", "дата закрытия", "фактический срок",
            ),
        ),
        FieldSpec(
            "status",
            Text(ru="Статус", en="Status"),
            text(100),
            synonyms=("состояние", "отметка о выполнении", "отметка об устранении", "стадия", "результат"),
        ),
        FieldSpec(
            "note",
            Text(ru="Примечание", en="Note"),
            text(10_000, lines=True),
            synonyms=("примечания", "комментарий", "комментарии", "особые отметки"),
        ),
    )  # fmt: skip
