"""How often a step of an import was begun, so that one that never ends is given up."""

from collections.abc import Sequence

from shared.installation import count_tries_of_imports

revision: str = "nonconformity_import_tries"
down_revision: str | None = "nonconformity_news"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    count_tries_of_imports()
