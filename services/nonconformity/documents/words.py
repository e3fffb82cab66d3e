"""What stands on paper around the facts."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from services.nonconformity.domain.measures import Kind
from services.nonconformity.history.wording import long_date
from shared.documents import typeset
from shared.i18n import Locale, Text

CARD = Text(ru="Несоответствие", en="Nonconformity")
REGISTER = Text(ru="Реестр несоответствий", en="Register of nonconformities")
OVERDUE = Text(ru="Просрочено", en="Overdue")
REPEAT = Text(ru="Повторное", en="Repeat")
PAGE = Text(ru="стр. {page} из {pages}", en="page {page} of {pages}")
PRINTED = Text(ru="Напечатано {when}", en="Printed on {when}")
QR = Text(ru="открыть запись", en="open the record")
UNKNOWN = Text(ru="имя неизвестно", en="name unknown")
NAMELESS = Text(ru="имя не указано", en="no name given")

FACTS: Mapping[str, Text] = {
    "site": Text(ru="Площадка", en="Site"),
    "place": Text(ru="Место", en="Place"),
    "category": Text(ru="Категория", en="Category"),
    "severity": Text(ru="Тяжесть", en="Severity"),
    "branch": Text(ru="Отделение", en="Branch"),
    "external_number": Text(ru="№ в прежнем журнале", en="No. in the former journal"),
    "found_at": Text(ru="Обнаружено", en="Found"),
    "registered_at": Text(ru="Зарегистрировано", en="Filed"),
    "author": Text(ru="Автор", en="Author"),
    "responsible": Text(ru="Ответственный", en="Responsible"),
    "co_executors": Text(ru="Соисполнители", en="Co-executors"),
    "observers": Text(ru="Наблюдающие", en="Observers"),
    "first_due_on": Text(ru="Первоначальный срок", en="First due date"),
    "due_on": Text(ru="Срок устранения", en="Due date"),
    "duplicate_of": Text(ru="Дубликат записи", en="Duplicate of"),
    "merged": Text(ru="Присоединены дубликаты", en="Merged duplicates"),
}
DESCRIPTION = Text(ru="Описание", en="Description")
PROPOSAL = Text(ru="Предложение", en="Proposal")
HISTORY = Text(ru="История", en="History")

MEASURES = Text(ru="Мероприятия", en="Measures")
MEASURE_HEADINGS = (
    Text(ru="№", en="No."),
    Text(ru="Вид", en="Kind"),
    Text(ru="Что сделать", en="What"),
    Text(ru="Исполнитель", en="Owner"),
    Text(ru="Срок", en="Due"),
    Text(ru="Состояние", en="State"),
)
MEASURE_KINDS: Mapping[Kind, Text] = {
    Kind.COMPENSATING: Text(ru="компенсирующее", en="compensating"),
    Kind.CORRECTIVE: Text(ru="корректирующее", en="corrective"),
    Kind.PREVENTIVE: Text(ru="предупреждающее", en="preventive"),
}
HOLDS_UNTIL = Text(ru="{due}, действует до {until}", en="{due}, holds until {until}")
DONE = Text(ru="{what} Сделано: {evidence}", en="{what} Done: {evidence}")
DUE_DATES = Text(ru="Переносы срока", en="Moves of the due date")
DUE_LEAD = Text(ru="Первоначальный срок — {first}, перенесён {times}.", en="First due on {first}, moved {times}.")
DUE_HEADINGS = (
    Text(ru="Когда", en="When"),
    Text(ru="Было", en="From"),
    Text(ru="Стало", en="To"),
    Text(ru="Кто", en="Who"),
    Text(ru="Почему", en="Why"),
)
WAY = Text(ru="Путь", en="Way")
WAY_HEADINGS = (
    Text(ru="С какого времени", en="Since"),
    Text(ru="Состояние", en="State"),
    Text(ru="Кто", en="Who"),
    Text(ru="Основание", en="Reason"),
)
SIGNATURES = (Text(ru="Ответственный", en="Responsible"), Text(ru="Проверил", en="Verified by"))
REGISTER_HEADINGS = (
    Text(ru="Номер", en="Number"),
    Text(ru="Обнаружено", en="Found"),
    Text(ru="Площадка, место", en="Site, place"),
    Text(ru="Категория", en="Category"),
    Text(ru="Описание", en="Description"),
    Text(ru="Ответственный", en="Responsible"),
    Text(ru="Срок", en="Due"),
    Text(ru="Состояние", en="State"),
)
NOTHING = Text(ru="По этому отбору записей нет.", en="Nothing matches these filters.")


def moment(at: datetime, zone: ZoneInfo, locale: Locale) -> str:
    """«12 декабря 2026 г., 14:05» by the branch's clock."""
    here = at.astimezone(zone)
    return typeset(f"{long_date(here.date(), locale)}, {here:%H:%M}")


def short_moment(at: datetime, zone: ZoneInfo) -> str:
    """«12.12.2026 14:05», in a table."""
    return f"{at.astimezone(zone):%d.%m.%Y\u00a0%H:%M}"


def paragraphs(text: str) -> list[str]:
    """What somebody typed, line by line, without the empty ones."""
    return [typeset(" ".join(line.split())) for line in text.splitlines() if line.strip()]
