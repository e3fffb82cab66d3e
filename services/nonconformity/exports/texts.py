"""What the columns of an exported journal are called, and what stands in them."""

from collections.abc import Mapping

from shared.i18n import Text

SHEET = Text(ru="Журнал несоответствий", en="Nonconformities")
OVERDUE = Text(ru="просрочено", en="overdue")
REPEAT = Text(ru="да", en="yes")
NAMELESS = Text(ru="аноним", en="anonymous")

#: What is found in the order of the columns; the keys are those that `workbook.py` writes by.
HEADINGS: Mapping[str, Text] = {
    "number": Text(ru="Номер", en="Number"),
    "external_number": Text(ru="№ в прежнем журнале", en="No. in the former journal"),
    "state": Text(ru="Состояние", en="State"),
    "overdue": Text(ru="Просрочка", en="Overdue"),
    "branch": Text(ru="Отделение", en="Branch"),
    "site": Text(ru="Площадка", en="Site"),
    "place": Text(ru="Место", en="Place"),
    "category": Text(ru="Категория", en="Category"),
    "severity": Text(ru="Тяжесть", en="Severity"),
    "description": Text(ru="Описание", en="Description"),
    "proposal": Text(ru="Предложение", en="Proposal"),
    "found_at": Text(ru="Обнаружено", en="Found"),
    "registered_at": Text(ru="Зарегистрировано", en="Filed"),
    "author": Text(ru="Автор", en="Author"),
    "responsible": Text(ru="Ответственный", en="Responsible"),
    "co_executors": Text(ru="Соисполнители", en="Co-executors"),
    "first_due_on": Text(ru="Первоначальный срок", en="First due date"),
    "due_on": Text(ru="Срок", en="Due date"),
    "due_date_moves": Text(ru="Переносов срока", en="Due date moves"),
    "fixed_at": Text(ru="Об устранении сообщено", en="Reported fixed"),
    "closed_at": Text(ru="Закрыто", en="Closed"),
    "repeat": Text(ru="Повторное", en="Repeat"),
}
