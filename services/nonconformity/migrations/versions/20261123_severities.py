"""Severities: their names, and the terms by which a fix is due."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "nonconformity_severities"
down_revision: str | None = "nonconformity_measures"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# What a union begins with; administrators change all but the codes.
SEVERITIES = (
    ("low", 1, "Низкая", "Low", 30),
    ("medium", 2, "Средняя", "Medium", 14),
    ("high", 3, "Высокая", "High", 7),
    ("critical", 4, "Критическая", "Critical", 1),
)


def upgrade() -> None:
    table = op.create_table(
        "severities",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("due_days", sa.SmallInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint("code IN ('low', 'medium', 'high', 'critical')", name=op.f("ck_severities_code")),
        sa.CheckConstraint("due_days BETWEEN 0 AND 3653", name=op.f("ck_severities_due_days")),
        sa.CheckConstraint("active OR code <> 'medium'", name=op.f("ck_severities_default_stays")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_severities")),
    )
    names = ("code", "position", "name_ru", "name_en", "due_days")
    op.bulk_insert(table, [dict(zip(names, row, strict=True)) for row in SEVERITIES])
    op.create_table(
        "severity_terms",
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("due_days", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("due_days BETWEEN 0 AND 3653", name=op.f("ck_severity_terms_due_days")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_severity_terms_category_id")),
        sa.ForeignKeyConstraint(["severity"], ["severities.code"], name=op.f("fk_severity_terms_severity")),
        sa.PrimaryKeyConstraint("category_id", "severity", name=op.f("pk_severity_terms")),
    )
