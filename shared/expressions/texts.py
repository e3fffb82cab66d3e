"""What is wrong with an expression, in words that say what to write instead."""

from collections.abc import Mapping

from shared.expressions.vocabulary import Kind
from shared.i18n import Text

NOT_A_CONDITION = Text(
    ru="Здесь нужно условие (field, op, value) или группа условий: all, any либо none.",
    en="This must be a comparison (field, op, value) or a group of them: all, any or none.",
)
EMPTY_GROUP = Text(
    ru="В группе нет ни одного условия. Добавьте условие или уберите группу.",
    en="The group is empty. Add a comparison, or remove the group.",
)
TOO_DEEP = Text(
    ru="Слишком много вложенных групп: можно не больше {most}. Разбейте условие на два сегмента.",
    en="Groups are nested too deeply: at most {most}. Split the condition in two.",
)
TOO_MANY = Text(
    ru="Слишком много условий: можно не больше {most}. Перечислите значения в одном условии «одно из».",
    en="Too many comparisons: at most {most}. List the values in one comparison with `in`.",
)
UNKNOWN_NAME = Text(
    ru="Такого поля нет. Все поля есть в списке полей.", en="There is no such field. See the list of fields."
)
UNKNOWN_NAME_LIKE = Text(
    ru="Такого поля нет. Может быть, {name} ({label})?", en="There is no such field. Did you mean {name} ({label})?"
)
UNKNOWN_OP = Text(
    ru="Поле «{label}» так не сравнивают. Можно: {known}.", en="“{label}” cannot be compared so. Use one of: {known}."
)
NEEDLESS_VALUE = Text(ru="Здесь значение не нужно: уберите его.", en="No value is needed here: remove it.")
NOT_A_LIST = Text(
    ru="Здесь нужен список: от одного до {most} значений.", en="This must be a list of one to {most} values."
)
NOT_A_PAIR = Text(
    ru="Здесь нужны два значения: сначала меньшее, потом большее.", en="Two values are needed: the smaller one first."
)
UNKNOWN_CHOICE = Text(ru="Такого значения нет. Выберите одно из: {known}.", en="Choose one of: {known}.")
WRONG_VALUE: Mapping[Kind, Text] = {
    Kind.FLAG: Text(ru="Для поля «{label}» нужно «да» или «нет» (true или false).", en="“{label}” is true or false."),
    Kind.NUMBER: Text(ru="Для поля «{label}» нужно целое число.", en="“{label}” is a whole number."),
    Kind.TEXT: Text(
        ru="Для поля «{label}» нужен текст в одну строку, не длиннее 200 знаков.",
        en="“{label}” is one line of at most 200 characters.",
    ),
    Kind.DATE: Text(ru="Для поля «{label}» нужна дата вида 2026-11-23.", en="“{label}” is a date like 2026-11-23."),
    Kind.CHOICE: Text(
        ru="Для поля «{label}» нужно одно из его значений.", en="“{label}” takes one of its listed values."
    ),
    Kind.CHOICES: Text(
        ru="Для поля «{label}» нужно одно из его значений.", en="“{label}” takes one of its listed values."
    ),
    Kind.REFERENCE: Text(
        ru="Для поля «{label}» нужен идентификатор записи (UUID).", en="“{label}” takes a record's id (UUID)."
    ),
}

EMPTY = Text(ru="Выражение пустое.", en="The expression is empty.")
TOO_LONG = Text(
    ru="Выражение длиннее {most} знаков. Разделите его на несколько.",
    en="The expression is longer than {most} characters. Split it.",
)
CEL_TOO_DEEP = Text(
    ru="Слишком много вложенных скобок. Упростите выражение.", en="Too many nested brackets. Simplify the expression."
)
UNDECLARED = Text(
    ru="Имени «{name}» нет. Проверьте его по списку полей.", en="There is no name “{name}”. See the list of fields."
)
UNDECLARED_LIKE = Text(
    ru="Имени «{name}» нет. Может быть, {nearest} ({label})?", en="There is no “{name}”. Did you mean {nearest}?"
)
NO_OVERLOAD = Text(
    ru="Действие «{operator}» не подходит к таким значениям: {types}.",
    en="“{operator}” does not fit these values: {types}.",
)
SYNTAX_END = Text(ru="Выражение оборвано: допишите его.", en="The expression ends too early.")
SYNTAX = Text(
    ru="Здесь лишний или неверный знак. «И» пишется &&, «или» — ||, «не» — !, «равно» — ==, тексты — в кавычках.",
    en="A wrong sign here. Write && for “and”, || for “or”, ! for “not”, == for “equals”, and texts in quotes.",
)
WRONG_RESULT = Text(
    ru="Выражение должно давать значение вида «{wanted}», а даёт «{given}».",
    en="The expression must give “{wanted}”, but gives “{given}”.",
)
NOT_COMPILED = Text(ru="Выражение не читается. Проверьте его запись.", en="The expression cannot be read.")

UNKNOWN_VALUE = Text(ru="Значение «{name}» неизвестно.", en="The value of “{name}” is unknown.")
DIVIDED_BY_ZERO = Text(ru="Деление на ноль.", en="Division by zero.")
OVERFLOW = Text(ru="Число слишком большое.", en="The number is too large.")
BUDGET = Text(
    ru="Вычисление слишком долгое. Упростите перебор списков.",
    en="The evaluation takes too long. Simplify the loops over lists.",
)
NOT_EVALUATED = Text(ru="Выражение не вычислено: проверьте значения.", en="The expression could not be evaluated.")

#: CEL's types and operators as people call them.
TYPES: Mapping[str, Text] = {
    "bool": Text(ru="да или нет", en="true or false"),
    "int": Text(ru="целое число", en="whole number"),
    "uint": Text(ru="целое число", en="whole number"),
    "double": Text(ru="дробное число", en="decimal number"),
    "string": Text(ru="текст", en="text"),
    "timestamp": Text(ru="дата", en="date"),
    "duration": Text(ru="промежуток времени", en="span of time"),
    "list": Text(ru="список", en="list"),
    "map": Text(ru="набор полей", en="map"),
    "null": Text(ru="пусто", en="null"),
    "bytes": Text(ru="байты", en="bytes"),
}
OPERATORS: Mapping[str, str] = {
    "_==_": "==", "_!=_": "!=", "_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">=", "_+_": "+", "_-_": "-", "_*_": "*",
    "_/_": "/", "_%_": "%", "_&&_": "&&", "_||_": "||", "!_": "!", "-_": "-", "@in": "in", "_?_:_": "?:", "_[_]": "[]",
}  # fmt: skip
