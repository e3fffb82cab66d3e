"""The journal, its categories, imports and projections, and the mechanism's tables."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.installation import install_imports, install_jobs, install_mechanism

revision: str = "nonconformity_0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# What a union begins with; administrators rename, add and retire.
CATEGORIES = (
    "Работы на высоте",
    "СИЗ",
    "Инструмент и оборудование",
    "Пожарная безопасность",
    "Пешеходные пути",
    "Грузоподъёмные работы",
    "Электробезопасность",
    "Санитарно-бытовые условия",
    "Рабочее место",
    "Освещение и микроклимат",
    "Радиационная безопасность",
    "Опасные вещества",
    "Транспорт",
    "Обучение и инструктажи",
    "Документация",
    "Прочее",
)

# Every stem of a record's text goes into `words`, in one order, so that two transactions cannot wait crosswise.
REMEMBER_WORDS = """
    CREATE FUNCTION remember_words(searches tsvector[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO words (word)
        SELECT DISTINCT lexeme
        FROM unnest(searches) AS search CROSS JOIN LATERAL unnest(tsvector_to_array(search)) AS lexeme
        WHERE length(lexeme) >= 4 AND lexeme !~ '[0-9]' AND NOT EXISTS (SELECT FROM words WHERE word = lexeme)
        ORDER BY lexeme
        ON CONFLICT DO NOTHING;
    END $$
"""
REMEMBER_WORDS_OF_A_RECORD = """
    CREATE FUNCTION nonconformities_remember_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM remember_words(ARRAY[NEW.search]);
        RETURN NULL;
    END $$
"""
WHEN_A_TEXT_IS_WRITTEN = """
    CREATE TRIGGER nonconformities_remember_words AFTER INSERT OR UPDATE OF description, place, proposal
    ON nonconformities FOR EACH ROW EXECUTE FUNCTION nonconformities_remember_words()
"""


def upgrade() -> None:
    install_mechanism()
    install_jobs()
    install_imports()
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "branches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branches")),
    )
    op.create_table(
        "categories",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "sort_key",
            sa.Text(),
            sa.Computed("replace(lower(name), 'ё', 'е') || chr(1) || lower(name)", persisted=True),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
    )
    op.create_index(
        "uq_categories_name", "categories", [sa.literal_column("replace(lower(name), 'ё', 'е')")], unique=True
    )
    op.create_table(
        "counters",
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_counters")),
        postgresql_with={"fillfactor": 10},
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("personnel_number", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("middle_name", sa.Text(), nullable=True),
        sa.Column(
            "full_name",
            sa.Text(),
            sa.Computed("last_name || ' ' || first_name || coalesce(' ' || middle_name, '')", persisted=True),
            nullable=False,
        ),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("removed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_table(
        "sites",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
    )
    op.create_table(
        "status_words",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('registered', 'assigned', 'in_progress', 'fixed', 'closed', 'rejected', 'duplicate')",
            name=op.f("ck_status_words_state"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_status_words")),
    )
    op.create_table(
        "words", sa.Column("word", sa.Text(), nullable=False), sa.PrimaryKeyConstraint("word", name=op.f("pk_words"))
    )
    op.create_index(
        "ix_words_word",
        "words",
        ["word"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )
    op.create_table(
        "nonconformities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column(
            "number_order",
            sa.BigInteger(),
            sa.Computed("year::bigint * 10000000 + serial", persisted=True),
            nullable=False,
        ),
        sa.Column("external_number", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("responsible_id", sa.Uuid(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "due_order", sa.Date(), sa.Computed("coalesce(due_on, DATE '2999-12-31')", persisted=True), nullable=False
        ),
        sa.Column("due_date_moves", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fixed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duplicate_of_id", sa.Uuid(), nullable=True),
        sa.Column("imported", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "setweight(to_tsvector('russian', replace(lower(coalesce(description, '')), 'ё', 'е')), 'A') || setweight(to_tsvector('russian', replace(lower(coalesce(place, '')), 'ё', 'е')), 'B') || setweight(to_tsvector('russian', replace(lower(coalesce(proposal, '')), 'ё', 'е')), 'C')",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(state = 'duplicate') = (duplicate_of_id IS NOT NULL)", name=op.f("ck_nonconformities_duplicate_of")
        ),
        sa.CheckConstraint(
            "severity IN ('low', 'medium', 'high', 'critical')", name=op.f("ck_nonconformities_severity")
        ),
        sa.CheckConstraint(
            "state IN ('registered', 'assigned', 'in_progress', 'fixed', 'closed', 'rejected', 'duplicate')",
            name=op.f("ck_nonconformities_state"),
        ),
        sa.CheckConstraint(
            "due_on IS NULL OR first_due_on IS NOT NULL", name=op.f("ck_nonconformities_first_due_on_kept")
        ),
        sa.CheckConstraint("duplicate_of_id <> id", name=op.f("ck_nonconformities_not_of_itself")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_nonconformities_category_id")),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"], ["nonconformities.id"], name=op.f("fk_nonconformities_duplicate_of_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nonconformities")),
    )
    op.create_index("ix_nonconformities_author", "nonconformities", ["author_id", "registered_at", "id"], unique=False)
    op.create_index("ix_nonconformities_branch", "nonconformities", ["branch_id", "registered_at", "id"], unique=False)
    op.create_index("ix_nonconformities_due", "nonconformities", ["due_order", "id"], unique=False)
    op.create_index(
        "ix_nonconformities_duplicate_of",
        "nonconformities",
        ["duplicate_of_id"],
        unique=False,
        postgresql_where=sa.text("duplicate_of_id IS NOT NULL"),
    )
    op.create_index(
        "ix_nonconformities_external",
        "nonconformities",
        ["external_number"],
        unique=False,
        postgresql_where=sa.text("external_number IS NOT NULL"),
    )
    op.create_index("ix_nonconformities_found_at", "nonconformities", ["found_at", "id"], unique=False)
    op.create_index("ix_nonconformities_registered_at", "nonconformities", ["registered_at", "id"], unique=False)
    op.create_index(
        "ix_nonconformities_responsible",
        "nonconformities",
        ["responsible_id", "state", "registered_at", "id"],
        unique=False,
    )
    op.create_index("ix_nonconformities_search", "nonconformities", ["search"], unique=False, postgresql_using="gin")
    op.create_index("ix_nonconformities_site", "nonconformities", ["site_id", "registered_at", "id"], unique=False)
    op.create_index("ix_nonconformities_state", "nonconformities", ["state", "registered_at", "id"], unique=False)
    op.create_index("uq_nonconformities_number_order", "nonconformities", ["number_order"], unique=True)
    op.create_table(
        "due_date_moves",
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("old", sa.Date(), nullable=False),
        sa.Column("new", sa.Date(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"], ["nonconformities.id"], name=op.f("fk_due_date_moves_nonconformity_id")
        ),
        sa.PrimaryKeyConstraint("nonconformity_id", "position", name=op.f("pk_due_date_moves")),
    )
    op.create_table(
        "history",
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("changed", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(["nonconformity_id"], ["nonconformities.id"], name=op.f("fk_history_nonconformity_id")),
        sa.PrimaryKeyConstraint("nonconformity_id", "version", name=op.f("pk_history")),
    )
    op.create_table(
        "import_effects",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("digest_before", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"], ["nonconformities.id"], name=op.f("fk_import_effects_nonconformity_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "nonconformity_id", name=op.f("pk_import_effects")),
    )
    op.create_table(
        "import_links",
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"], ["nonconformities.id"], name=op.f("fk_import_links_nonconformity_id")
        ),
        sa.PrimaryKeyConstraint("nonconformity_id", name=op.f("pk_import_links")),
    )
    op.create_index("uq_import_links_key", "import_links", ["key"], unique=True)
    op.create_table(
        "participants",
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('co_executor', 'observer')", name=op.f("ck_participants_role")),
        sa.ForeignKeyConstraint(
            ["nonconformity_id"], ["nonconformities.id"], name=op.f("fk_participants_nonconformity_id")
        ),
        sa.PrimaryKeyConstraint("nonconformity_id", "person_id", name=op.f("pk_participants")),
    )
    op.create_index("ix_participants_person_id", "participants", ["person_id", "nonconformity_id"], unique=False)
    op.create_table(
        "way",
        sa.Column("nonconformity_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('registered', 'assigned', 'in_progress', 'fixed', 'closed', 'rejected', 'duplicate')",
            name=op.f("ck_way_state"),
        ),
        sa.ForeignKeyConstraint(["nonconformity_id"], ["nonconformities.id"], name=op.f("fk_way_nonconformity_id")),
        sa.PrimaryKeyConstraint("nonconformity_id", "position", name=op.f("pk_way")),
    )
    for statement in (REMEMBER_WORDS, REMEMBER_WORDS_OF_A_RECORD, WHEN_A_TEXT_IS_WRITTEN):
        op.execute(statement)
    names = sa.table("categories", sa.column("id", sa.Uuid()), sa.column("name", sa.Text()))
    # The same ids everywhere, so that a restored copy and a fresh installation agree on them.
    op.bulk_insert(
        names, [{"id": uuid5(NAMESPACE_URL, f"profkom/categories/{name}"), "name": name} for name in CATEGORIES]
    )
