"""From rows to what will be written: pure, so that the check and the apply cannot differ."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from services.nonconformity.imports.knowledge import Known, Link
from services.nonconformity.imports.matching import RowReader
from services.nonconformity.imports.rows import Draft
from shared.importing import ImportLog, ParsedRow, fold


@dataclass(frozen=True, slots=True)
class Item:
    """A row to be written: a new record (no `link`), or the one that an earlier import made of the same finding."""

    draft: Draft
    link: Link | None


@dataclass(frozen=True, slots=True)
class JournalPlan:
    """What an import would do. `categories`: names that are not there yet."""

    items: list[Item]
    categories: list[str]


def make_plan(known: Known, rows: Iterable[ParsedRow], log: ImportLog) -> JournalPlan:
    """Match every row and count what becomes of it."""
    reader = RowReader(known)
    findings: defaultdict[bytes, list[tuple[ParsedRow, Draft]]] = defaultdict(list)
    for row in rows:
        if not log.accept(row):
            continue
        draft = reader.read(row.number, row.values)
        if draft is not None:
            findings[draft.key].append((row, draft))
            continue
        *others, last = reader.problems
        for problem in others:
            log.note(row, problem.code, field=problem.field, **problem.params)
        log.refuse(row, last.code, field=last.field, **last.params)
    items = [item for same in findings.values() if (item := _settle(known, same, log))]
    items.sort(key=lambda item: (item.draft.found_at, item.draft.row))
    return JournalPlan(items, _new_categories(known, items))


def _settle(known: Known, same: list[tuple[ParsedRow, Draft]], log: ImportLog) -> Item | None:
    """The rows of one finding: the same said twice is a repeat; two different things under one number are refused."""
    (first, draft), *repeats = same
    if any(other.digest != draft.digest for _, other in repeats):
        for place, (row, _) in enumerate(same):
            elsewhere = same[1 if place == 0 else 0][0].number
            code = "number_twice" if draft.external_number else "finding_twice"
            log.refuse(row, code, field="number", number=draft.external_number, other=elsewhere)
        return None
    for _ in repeats:
        log.count("repeated")
    link = known.links.get(draft.key)
    if link is None or link.withdrawn:
        log.count("new")
        return Item(draft, link)
    if link.digest == draft.digest:
        log.count("unchanged")
        return None
    if link.version != link.current_version:
        log.refuse(first, "changed_here", number=link.number)
        return None
    log.count("changed")
    return Item(draft, link)


def _new_categories(known: Known, items: list[Item]) -> list[str]:
    """Each once, as the first row writes it."""
    named: dict[str, str] = {}
    for item in items:
        key = fold(item.draft.category)
        if key not in known.categories:
            named.setdefault(key, item.draft.category)
    return list(named.values())
