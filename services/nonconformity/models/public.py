"""What the public door needs: places with a poster, secret codes, contacts, and what keeps robots and guessers out."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)

from services.nonconformity.models.base import metadata, moment

places = Table(
    "places",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("slug", Text, nullable=False),  #: in the poster's address
    Column("site_id", Uuid, nullable=False),
    Column("branch_id", Uuid, nullable=False),  #: whose journal gets the findings
    Column("place", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    moment("created_at", nullable=False),
    Column("created_by_id", Uuid, nullable=False),
    Index("uq_places_slug", "slug", unique=True),
    Index("ix_places_branch", "branch_id", "place", "id"),
)

report_codes = Table(
    "report_codes",
    metadata,
    # Deferred: the code is stored before its record, which takes the year's counter and comes last.
    Column(
        "nonconformity_id",
        Uuid,
        ForeignKey("nonconformities.id", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    ),
    Column("digest", LargeBinary, nullable=False),  #: HMAC of the code; the code itself is nowhere
    Index("uq_report_codes_digest", "digest", unique=True),
)

contacts = Table(
    "contacts",
    metadata,
    # Who a nameless author is, when they say so later. For `nonconformity:read_contacts` only; never in an event.
    Column("nonconformity_id", Uuid, ForeignKey("nonconformities.id"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("contact", Text),  #: a telephone or an address, as typed
    moment("consented_at", nullable=False),  #: to the use of personal data, with this very form
)

used_proofs = Table(
    "used_proofs",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    moment("expires_at", nullable=False),  #: forgotten then: an expired proof is refused anyway
    Index("ix_used_proofs_expires_at", "expires_at"),
)

wrong_codes = Table(
    "wrong_codes",
    metadata,
    Column("caller", LargeBinary, primary_key=True),  #: HMAC of the household's address; of nothing: all together
    Column("wrong", Integer, nullable=False),
    moment("since", nullable=False),
    moment("last_at", nullable=False),
    Index("ix_wrong_codes_last_at", "last_at"),
)
