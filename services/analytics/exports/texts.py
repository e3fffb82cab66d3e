"""What the tables, their columns and their sums are called."""

from collections.abc import Mapping

from services.analytics.domain import Grouping
from shared.i18n import Text

TOTAL = Text(ru="Всего", en="Total")
TREND = Text(ru="Динамика журнала", en="Trend of the journal")
FIGURES = Text(ru="Показатели журнала", en="Figures of the journal")
INSPECTORS = Text(ru="Уполномоченные", en="Inspectors")
RESPONSIBLES = Text(ru="Ответственные", en="Responsible persons")

#: What a row of the figures is.
GROUPS: Mapping[Grouping, Text] = {
    "none": Text(ru="Записи", en="Records"),
    "week": Text(ru="Неделя обнаружения", en="Week found"),
    "month": Text(ru="Месяц обнаружения", en="Month found"),
    "closed_week": Text(ru="Неделя закрытия", en="Week closed"),
    "closed_month": Text(ru="Месяц закрытия", en="Month closed"),
    "branch": Text(ru="Отделение", en="Branch"),
    "site": Text(ru="Площадка", en="Site"),
    "category": Text(ru="Категория", en="Category"),
    "responsible": Text(ru="Ответственный", en="Responsible"),
    "inspector": Text(ru="Уполномоченный", en="Inspector"),
    "severity": Text(ru="Тяжесть", en="Severity"),
    "state": Text(ru="Состояние", en="State"),
    "source": Text(ru="Источник", en="Source"),
}
PERIOD = Text(ru="Период", en="Period")
FIRST_DAY = Text(ru="Первый день", en="First day")
LAST_DAY = Text(ru="Последний день", en="Last day")
PERSON = Text(ru="Фамилия, имя, отчество", en="Name")
RANK = Text(ru="Место", en="Rank")
FILED = Text(ru="Выявлено", en="Found")
ASSIGNED = Text(ru="Назначено", en="Assigned")
OPEN = Text(ru="Открыто", en="Open")
OPEN_AT_END = Text(ru="Открыто на конец", en="Open at the end")
OVERDUE = Text(ru="Просрочено", en="Overdue")
CLOSED = Text(ru="Закрыто", en="Closed")
VERIFIED = Text(ru="Устранение подтверждено", en="Verified")
REJECTED = Text(ru="Отклонено", en="Rejected")
DUPLICATE = Text(ru="Дубликаты", en="Duplicates")
CONFIRMED_SHARE = Text(ru="Подтвердилось, доля", en="Confirmed, share")
IN_TIME_FIRST = Text(ru="В первоначальный срок, доля", en="By the first due date, share")
IN_TIME_LAST = Text(ru="В последний срок, доля", en="By the last due date, share")
REPEATS = Text(ru="Повторилось", en="Repeats")
REPEAT_SHARE = Text(ru="Повторилось, доля", en="Repeats, share")
RETURNED = Text(ru="Возвращено", en="Returned")
FIXING = Text(ru="Устранение, дней (медиана)", en="Fixing, days (median)")
FIXING_WORKING = Text(ru="Устранение, рабочих дней (медиана)", en="Fixing, working days (median)")
CYCLE = Text(ru="От обнаружения до закрытия, дней (медиана)", en="Found to closed, days (median)")
CYCLE_WORKING = Text(
    ru="От обнаружения до закрытия, рабочих дней (медиана)", en="Found to closed, working days (median)"
)
