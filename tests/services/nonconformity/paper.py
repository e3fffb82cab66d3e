"""A card and a list with everything that paper has to cope with: long texts, empty places, many rows."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.nonconformity.documents import cards, registers
from services.nonconformity.domain import Severity, Source, State
from services.nonconformity.domain.measures import Kind, MeasureState
from services.nonconformity.history.schemas import DueDateMove, DueDates, History, HistoryEntry
from services.nonconformity.journal.schemas import Item, JournalQuery
from services.nonconformity.measures.schemas import MeasureItem
from services.nonconformity.schemas import BranchRef, Card, NumberRef, PersonRef, Ref, StepView
from shared.contracts.nonconformity import SEVERITY_NAMES
from shared.documents import qr_svg
from shared.i18n import Locale
from shared.ids import new_id

NOW = datetime(2026, 11, 23, 17, 45, tzinfo=UTC)
UNION = "Первичная профсоюзная организация «Атомремонт»"
LONG = (
    "При обходе турбинного цеха обнаружен переносной светильник на 220 В, у которого повреждена изоляция питающего "
    "кабеля на длине около 2 м, жилы оголены. Светильником пользуются внутри металлической ёмкости — в особо опасных "
    "условиях, где допускается напряжение не выше 12 В.\n\nНаряд-допуск № 1184 выдан без проверки инструмента; "
    "бирка испытаний просрочена с 3 марта. Снимок: https://files.example.org/"
    + "a1b2c3d4e5f6/" * 9
    + 'кабель.jpg\n\nРабота остановлена, мастер предупреждён. # не разметка: *звёздочки*, $x^2$, #read("/etc/passwd")'
)


def person(name: str | None) -> PersonRef:
    return PersonRef(id=new_id(), name=name)


ANNA, OLGA, OLEG = (
    person(one) for one in ("Ёлкина Анна Петровна", "Разборова Ольга Ивановна", "Исполнев Олег Юрьевич")
)


def full_card(**values: Any) -> Card:
    """A record with all that a record may have."""
    way = [
        ("registered", 0, ANNA, None),
        ("assigned", 1, OLGA, None),
        ("in_progress", 2, OLEG, None),
        ("fixed", 9, OLEG, "Кабель заменён, светильник испытан"),
        ("in_progress", 10, ANNA, "Кабель заменён, а бирки испытаний по-прежнему нет"),
    ]
    made: dict[str, Any] = dict(  # noqa: C408
        id=new_id(),
        version=9,
        number="НС-2026-00042",
        external_number="117/ОТ",
        state=State.IN_PROGRESS,
        branch=BranchRef(id=new_id(), name="Курское отделение", time_zone="Europe/Moscow"),
        site=Ref(id=new_id(), name="Курская АЭС"),
        place="машинный зал, отм. 8, у деаэратора № 2",
        category=Ref(id=new_id(), name="Электробезопасность"),
        severity=Severity.CRITICAL,
        description=LONG,
        proposal="Заменить светильник на 12-вольтовый.\nПроверить весь переносной инструмент участка.",
        found_at=NOW - timedelta(days=40),
        registered_at=NOW - timedelta(days=40, minutes=-12),
        author=ANNA,
        source=Source.API,
        responsible=OLEG,
        co_executors=[person("Помогаев Пётр Ильич"), person("Константинопольская Александра Вячеславовна")],
        observers=[person("Смотрев Семён Семёнович"), person(None)],
        first_due_on=date(2026, 10, 21),
        due_on=date(2026, 11, 20),
        due_date_moves=2,
        overdue=True,
        fixed_at=None,
        fixed_by=None,
        closed_at=None,
        duplicate_of=None,
        merged=[NumberRef(id=new_id(), number="НС-2026-00057"), NumberRef(id=new_id(), number="НС-2026-00061")],
        repeat=True,
        imported=False,
        allowed_actions=[],
        way=[
            StepView(state=State(s), entered_at=NOW - timedelta(days=40 - d), actor=a, reason=r) for s, d, a, r in way
        ],
    )
    return Card.model_construct(**{**made, **values})


def bare_card() -> Card:
    """A record with as little as a record can have."""
    return full_card(
        external_number=None,
        author=None,
        responsible=None,
        co_executors=[],
        observers=[],
        due_on=None,
        proposal=None,
        first_due_on=None,
        due_date_moves=0,
        overdue=False,
        repeat=False,
        merged=[],
        description="Нет света",
        state=State.REGISTERED,
        way=[StepView(state=State.REGISTERED, entered_at=NOW, actor=None, reason=None)],
    )


def measure(card: Card, position: int, kind: Kind, description: str, state: MeasureState) -> MeasureItem:
    compensating = kind is Kind.COMPENSATING
    values: dict[str, Any] = {
        "number": f"{card.number}/{position}",
        "kind": kind,
        "description": description,
        "owner": OLEG,
        "due_on": date(2026, 10, 22),
        "expires_on": date(2026, 11, 30) if compensating else None,
        "evidence": "плакат вывешен, бригада под роспись предупреждена" if compensating else None,
        "state": state,
    }
    return MeasureItem.model_construct(**values)


def card_data(card: Card, *, locale: Locale = "ru", entries: int = 14) -> Mapping[str, Any]:
    said = (
        "Несоответствие зарегистрировано — Ёлкина А. П.",
        "Назначен ответственный: Исполнев О. Ю.; срок — 21 октября 2026 г. (Разборова О. И.)",
        "Комментарий — Помогаев П. И.: «кабель на складе есть, привезём в среду к обеду, если выпишут пропуск»",
        "Срок перенесён с 21 октября 2026 г. на 5 ноября 2026 г.: «ждём поставку» (Разборова О. И.)",
    )
    items = [
        HistoryEntry(
            noun="nonconformity",
            act="edit",
            subject_id=None,
            version=n,
            at=NOW - timedelta(days=40 - n),
            actor=ANNA,
            text=said[n % len(said)],
            reason=None,
            changed={},
        )
        for n in range(entries)
    ]
    moves = [
        DueDateMove(
            from_=date(2026, 10, 21),
            to=date(2026, 11, 5),
            at=NOW - timedelta(days=30),
            actor=OLGA,
            reason="Ждём поставку кабеля КГ 3×2,5 — договор подписан, отгрузка на следующей неделе",
        ),
        DueDateMove(
            from_=date(2026, 11, 5),
            to=date(2026, 11, 20),
            at=NOW - timedelta(days=15),
            actor=OLGA,
            reason="Ремонт блока",
        ),
    ]
    dues = DueDates(first_due_on=card.first_due_on, due_on=card.due_on, moves=moves if card.due_date_moves else [])
    measures = [
        measure(card, 1, Kind.COMPENSATING, "Запретить работы со светильником, вывесить плакат", MeasureState.VERIFIED),
        measure(card, 2, Kind.CORRECTIVE, "Купить 6 светильников на 12 В", MeasureState.PLANNED),
        measure(card, 3, Kind.PREVENTIVE, "Отменено", MeasureState.CANCELLED),
    ]
    sheet = cards.Sheet(
        union=UNION,
        locale=locale,
        now=NOW,
        history=History(items=items if card.proposal else items[:1]),
        due_dates=dues,
        severities=SEVERITY_NAMES,
        measures=measures if card.proposal else [],
        qr=qr_svg("https://profkom.example.org/nonconformities/" + str(card.id)),
    )
    return cards.data_of(card, sheet)


def register_data(count: int, *, locale: Locale = "ru") -> Mapping[str, Any]:
    branch, site = str(new_id()), new_id()
    places = ("машинный зал, отм. 8", "эстакада трубопроводов, ось 12, под площадкой обслуживания", "столовая")
    texts = ("Нет света", LONG[:240], "Повреждена изоляция переносного кабеля длиной 2 м")
    states = list(State)
    items: list[Item] = [
        {
            "id": str(new_id()),
            "version": 1,
            "number": f"НС-2026-{n + 1:05}",
            "external_number": None,
            "state": states[n % 5],
            "branch": {"id": branch, "name": "Курское"},
            "site": {"id": str(site), "name": "Курская АЭС"},
            "place": places[n % 3],
            "category": {"id": branch, "name": ("Электробезопасность", "Санитарно-бытовые условия")[n % 2]},
            "severity": Severity.HIGH,
            "description": texts[n % 3],
            "found_at": NOW - timedelta(days=n),
            "registered_at": NOW,
            "author": None,
            "source": Source.API,
            "responsible": {"id": branch, "name": "Исполнев Олег Юрьевич"} if n % 4 else None,
            "first_due_on": None,
            "due_on": date(2026, 11, 20) if n % 4 else None,
            "due_date_moves": 0,
            "overdue": n % 5 in (1, 2) and n % 4 != 0,
            "fixed_at": None,
            "closed_at": None,
            "repeat": False,
        }
        for n in range(count)
    ]
    query = JournalQuery(site_id=site, q="кабель", overdue=True, found_from=date(2026, 10, 1))
    zones = {UUID(branch): ZoneInfo("Europe/Moscow")}
    return registers.data_of(
        items,
        query=query if count else JournalQuery(),
        names={site: "Курская АЭС"},
        severities=SEVERITY_NAMES,
        zones=zones,
        union=UNION,
        now=NOW,
        home=ZoneInfo("Europe/Moscow"),
        locale=locale,
    )
