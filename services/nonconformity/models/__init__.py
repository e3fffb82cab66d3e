"""Tables of the journal. Plain tables, no mapped classes: records are read by columns and written in few statements.

A moment is timestamptz; a due date is a date in the zone of the record's branch.

One file a noun; a new one is imported here, so that the migrations see its tables.
"""

from services.nonconformity.models.attachments import attachments
from services.nonconformity.models.base import metadata
from services.nonconformity.models.categories import categories
from services.nonconformity.models.comments import comment_texts, comments, mentions
from services.nonconformity.models.imports import import_effects, import_links, status_words
from services.nonconformity.models.measures import measure_expiries, measure_history, measures
from services.nonconformity.models.news import EVERYTHING, news_read
from services.nonconformity.models.observers import observer_moves
from services.nonconformity.models.options import options
from services.nonconformity.models.projections import branches, persons, sites
from services.nonconformity.models.public import contacts, places, report_codes, used_proofs, wrong_codes
from services.nonconformity.models.records import (
    CO_EXECUTOR,
    NUMBERS_A_YEAR,
    OBSERVER,
    counters,
    due_date_moves,
    history,
    nonconformities,
    participants,
    way,
    words,
)
from services.nonconformity.models.severities import severities, severity_terms
from services.nonconformity.models.views import views

__all__ = [
    "CO_EXECUTOR",
    "EVERYTHING",
    "NUMBERS_A_YEAR",
    "OBSERVER",
    "attachments",
    "branches",
    "categories",
    "comment_texts",
    "comments",
    "contacts",
    "counters",
    "due_date_moves",
    "history",
    "import_effects",
    "import_links",
    "measure_expiries",
    "measure_history",
    "measures",
    "mentions",
    "metadata",
    "news_read",
    "nonconformities",
    "observer_moves",
    "options",
    "participants",
    "persons",
    "places",
    "report_codes",
    "severities",
    "severity_terms",
    "sites",
    "status_words",
    "used_proofs",
    "views",
    "way",
    "words",
    "wrong_codes",
]
