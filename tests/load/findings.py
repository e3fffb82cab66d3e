"""Findings as inspectors write them: any number, varied, in Russian that agrees in gender, with slips now and then.

One in twenty is a second report of an earlier one, in other words: what a search for duplicates is for.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

#: What is found, with its gender: m, f, n or p (plural).
THINGS = """
кабель переносного светильника m|удлинитель m|сварочный аппарат m|заземляющий проводник m|защитный кожух шлифмашины m
ручной электроинструмент m|строп СТ-2 m|канатный строп m|крюк тельфера m|козловой кран m|гидравлический домкрат m
огнетушитель ОП-5 m|пожарный кран m|пожарный щит m|эвакуационный проход m|трап m|настил лесов m|страховочный пояс m
тросовый анкер m|выключатель освещения m|распределительный шкаф m|баллон с пропаном m|кислородный шланг m|редуктор m
кондиционер в бытовке m|питьевой кулер m|слив в душевой m|дозиметр m|контейнер для отходов m|вилочный погрузчик m
изоляция кабеля f|стремянка f|приставная лестница f|площадка обслуживания f|тара для ветоши f|бирка допуска f
предохранительная скоба f|таль f|траверса f|перчаточная упаковка f|каска f|привязь f|розетка f|лампа аварийного света f
дверь электрощитовой f|решётка приямка f|крышка люка f|ступень маршевой лестницы f|вентиляция сварочного поста f
аптечка f|раковина f|калитка ограждения f|разметка пешеходной дорожки f|маркировка трубопровода f|инструкция f
ограждение проёма n|освещение прохода n|перекрытие канала n|заземление корпуса n|покрытие пола n|стекло кабины n
зеркало обзора n|остекление n|крепление трубопровода n|полотенце в умывальной n|место хранения инструмента n
перила p|леса p|тормозные колодки тележки p|средства защиты органов дыхания p|щупы прибора p|поддоны с крепежом p
диэлектрические перчатки p|очки защитные p|знаки безопасности p|огнезащитные шторы p|стеллажи p|журналы инструктажа p
"""
#: What is wrong with it, in the four genders.
FAULTS = (
    "повреждён|повреждена|повреждено|повреждены",
    "сломан|сломана|сломано|сломаны",
    "изношен сверх нормы|изношена сверх нормы|изношено сверх нормы|изношены сверх нормы",
    "не испытан в срок|не испытана в срок|не испытано в срок|не испытаны в срок",
    "не закреплён|не закреплена|не закреплено|не закреплены",
    "загромождён посторонними предметами|загромождена посторонними предметами"
    "|загромождено посторонними предметами|загромождены посторонними предметами",
    "залит маслом|залита маслом|залито маслом|залиты маслом",
    "покрыт ржавчиной|покрыта ржавчиной|покрыто ржавчиной|покрыты ржавчиной",
    "треснул|треснула|треснуло|треснули",
    "отсутствует|отсутствует|отсутствует|отсутствуют",
    "просрочен поверкой|просрочена поверкой|просрочено поверкой|просрочены поверкой",
    "демонтирован и не восстановлен|демонтирована и не восстановлена"
    "|демонтировано и не восстановлено|демонтированы и не восстановлены",
    "не соответствует требованиям паспорта|не соответствует требованиям паспорта"
    "|не соответствует требованиям паспорта|не соответствуют требованиям паспорта",
    "искрит при включении|искрит при включении|искрит при включении|искрят при включении",
    "не промаркирован|не промаркирована|не промаркировано|не промаркированы",
    "шатается под нагрузкой|шатается под нагрузкой|шатается под нагрузкой|шатаются под нагрузкой",
)
WHERE_EXACTLY = (
    "у входа в корпус {n}", "в проходе между насосами", "возле задвижки {n}", "на маршруте обхода",
    "под кабельной полкой",
    "рядом с постом сварщика", "у ворот ремонтного бокса", "за пультом крановщика", "в осях {n}–{m}",
    "над баком химобессоливания",
    "около теплообменника", "у компрессора", "под площадкой деаэратора", "возле раздевалки", "на участке токарей",
    "у бассейна выдержки", "в тамбуре", "напротив диспетчерской", "у лифтовой шахты", "в зоне погрузки", "",
)  # fmt: skip
CONSEQUENCES = (
    "возможно падение с высоты", "есть риск поражения током", "люди обходят по проезжей части", "работа не остановлена",
    "мастер предупреждён устно", "бригада продолжает работать", "при эвакуации будет затор", "может загореться ветошь",
    "слесарь порезал руку", "персонал жалуется неделю", "требуется вывести из эксплуатации", "замена обещана ещё летом",
    "на прошлой проверке было то же", "подрядчик не реагирует", "сигнальная лента оборвана", "ключ никому не выдан",
    "акт не составлен", "дежурный не знал", "после дождя подтекает", "ночью ничего не видно", "", "", "",
)  # fmt: skip
ASSETS = ("инв. № {a}", "бирка {a}", "щит ЩС-{n}", "насос № {n}", "кран рег. № {a}", "")
PLACES = (
    "машинный зал, отм. {n}", "реакторное отделение, блок {n}", "склад МТР № {n}", "мастерская ЦЦР, пролёт {n}",
    "эстакада трубопроводов, ось {n}", "блочная насосная станция {n}", "бытовые помещения, корпус {n}",
    "площадка ЗРУ-6 кВ, ячейка {n}", "турбинный цех, ряд {n}", "химводоочистка, этаж {n}", "гараж, бокс {n}",
    "открытая стоянка, сектор {n}", "спецкорпус, помещение {n}", "дизель-генераторная {n}", "столовая, зал {n}",
)  # fmt: skip
SAID_AGAIN = (
    "Опять: {text}", "{text}. До сих пор не устранили", "Прошу принять меры: {text}", "{text} (сообщали смене)",
    "Обратил внимание, что {text}",
)  # fmt: skip
EVERY_OF_THESE_REPEATS = 20
_LETTERS = "абвгдежзиклмнопрстуфхцчшщыьэюя"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen. `day`: days ago; `site` and `category`: places in the caller's own lists."""

    site: int
    category: int
    place: str
    description: str
    day: float
    repeats: int | None = None  #: the number of the finding that this one reports again


def findings(count: int, *, sites: int, categories: int, days: int = 1500, seed: int = 7) -> Iterator[Finding]:
    """The same ones for the same seed."""
    chance = random.Random(seed)
    things = [thing.rsplit(" ", 1) for line in THINGS.strip().splitlines() for thing in line.split("|")]
    made: list[Finding] = []
    for number in range(count):
        if made and number % EVERY_OF_THESE_REPEATS == 0:
            finding = _again(chance, made)
        else:
            finding = Finding(
                site=chance.randrange(sites),
                category=chance.randrange(categories),
                place=chance.choice(PLACES).format(n=chance.randint(1, 24)),
                description=_description(chance, things),
                day=chance.random() * days,
            )
        made.append(finding)
        yield finding


def _again(chance: random.Random, made: Sequence[Finding]) -> Finding:
    number = chance.randrange(len(made))
    first = made[number]
    text = first.description[0].lower() + first.description[1:]
    said = chance.choice(SAID_AGAIN).format(text=_slip(chance, text))
    return replace(
        first,
        description=said[0].upper() + said[1:],
        day=max(first.day - chance.random() * 6, 0.0),
        repeats=number,
    )


def _description(chance: random.Random, things: Sequence[Sequence[str]]) -> str:
    thing, gender = chance.choice(things)
    fault = chance.choice(FAULTS).split("|")["mfnp".index(gender)]
    numbers = {"n": chance.randint(1, 40), "m": chance.randint(41, 60), "a": chance.randint(1000, 99999)}
    parts = [f"{thing} {fault}", chance.choice(WHERE_EXACTLY), chance.choice(ASSETS)]
    said = " ".join(part.format(**numbers) for part in parts if part)
    after = [text for text in {chance.choice(CONSEQUENCES), chance.choice(CONSEQUENCES)} if text]
    said = ", ".join([said, *sorted(after)])
    if chance.random() < 0.05:
        said = _slip(chance, said)
    return said[0].upper() + said[1:]


def _slip(chance: random.Random, text: str) -> str:
    """One wrong letter in a longer word."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 6 and word.isalpha()]
    if long:
        place = chance.choice(long)
        word, at = words[place], chance.randrange(1, len(words[place]) - 2)
        words[place] = word[:at] + chance.choice(_LETTERS) + word[at + 1 :]
    return " ".join(words)
