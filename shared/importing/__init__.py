"""Reading spreadsheets of strangers: the mechanism behind every import, with no business of any service.

A service says what its table is, and adds only the matching with its own data and the writing::

    REGISTER = TableSpec(
        fields=(
            FieldSpec("personnel_number", Text(ru="Табельный номер", en="Personnel number"), personnel_number,
                      synonyms=("таб. №", "т/н"), required=True, compare=canonical_number),
            FieldSpec("full_name", Text(ru="ФИО", en="Full name"), full_name, compare=lambda name: name.key),
            FieldSpec("last_name", Text(ru="Фамилия", en="Last name"), name_part),  # and first_name, middle_name
            FieldSpec("born_on", Text(ru="Дата рождения", en="Born on"), date_parser(DateRules.past(today))),
        ),
        key=("personnel_number",), one_of=(("full_name", "last_name"),), finish=join_name,
    )

    with open_table(path, REGISTER, synonyms=administrators_table, mapping=correction) as table:
        log = ImportLog(table)
        if table.ready:                                  # every needed field has its column
            for row in table.rows(progress):
                if log.accept(row):                      # a record; totals, headings and repeats are told apart
                    branch = branches.get(fold(row.values.get("branch") or ""))
                    if branch is None:
                        log.refuse(row, "unknown_branch", field="branch", value=row.values.get("branch"))
                    else:
                        log.count(compare_with_ours(row.values))   # "new", "changed" or "unchanged"
    stored = log.report()                                # a pydantic model: keep it as JSON
    answer = stored.render(locale, id=import_id, state="checked", texts=OUR_PROBLEMS)

All of it is synchronous and bound to the processor (a second for 5,000 rows): call it in a thread or a process. A
file that cannot be read raises a subclass of `UnreadableWorkbook`, each with its own code; what is wrong with a cell or
a row is listed and never guessed. `values` hold None for an empty cell, and no key for a field that has no column or
whose cell is bad: such a field must be left as it is. Persons named in a cell are found by `PersonIndex`.

Rooms: `workbook` (`archive`, `xlsx`, `csvfile`) reads files; `layout` (`headings`, `normalise`) finds the
table; `cells`, `dates`, `phones`, `person_names` read cells; `rows`, `repeats` tell rows apart; `names` finds persons;
`table` is the loop; `report` and `texts` are the answer.
"""

from shared.importing.archive import Limits
from shared.importing.cells import (
    MISSING,
    BrokenCell,
    Cell,
    CellProblem,
    Formula,
    Parser,
    canonical_number,
    choice,
    email,
    integer,
    personnel_number,
    sex,
    shown,
    text,
    written,
    yes_no,
)
from shared.importing.dates import DateRules, date_parser, moment_parser
from shared.importing.errors import MappingRefused, UnreadableWorkbook
from shared.importing.layout import Column, Correction, Layout
from shared.importing.names import (
    Ambiguous,
    KnownPerson,
    Match,
    Matched,
    Mismatch,
    NotFound,
    PersonIndex,
    Unreadable,
    split_list,
)
from shared.importing.normalise import clean, fold, heading_key, word_key
from shared.importing.person_names import PersonName, full_name, join_name, name_part
from shared.importing.phones import phone
from shared.importing.repeats import ParsedRow
from shared.importing.report import (
    ImportColumn,
    ImportCounts,
    ImportProblem,
    ImportReport,
    Outcome,
    Problem,
    StoredReport,
)
from shared.importing.rows import RowKind
from shared.importing.spec import FieldSpec, TableSpec, Values
from shared.importing.table import ImportLog, Progress, Table, open_table

__all__ = [
    "MISSING", "Ambiguous", "BrokenCell", "Cell", "CellProblem", "Column", "Correction", "DateRules", "FieldSpec",
    "Formula", "ImportColumn", "ImportCounts", "ImportLog", "ImportProblem", "ImportReport", "KnownPerson", "Layout",
    "Limits", "MappingRefused", "Match", "Matched", "Mismatch", "NotFound", "Outcome", "ParsedRow", "Parser",
    "PersonIndex", "PersonName", "Problem", "Progress", "RowKind", "StoredReport", "Table", "TableSpec", "Unreadable",
    "UnreadableWorkbook", "Values", "canonical_number", "choice", "clean", "date_parser", "email", "fold",
    "full_name", "heading_key", "integer", "join_name", "moment_parser", "name_part", "open_table",
    "personnel_number", "phone", "sex", "shown", "split_list", "text", "word_key", "written", "yes_no",
]  # fmt: skip
