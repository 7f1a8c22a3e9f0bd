"""The tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column(
            "attempt_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column(
            "check", sa.String(length=20), nullable=False, comment="phone|email|visit|website"
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False, comment="evidence.Outcome"),
        sa.Column("evidence", sa.JSON(), nullable=True, comment="fields confirmed and set"),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_listing_id"), "attempt", ["listing_id"], unique=False)
    op.create_index(op.f("ix_attempt_task_id"), "attempt", ["task_id"], unique=False)
    op.create_table(
        "cycle",
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "vote_key",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="keys vote_hash; destroyed with the cycle, so that no vote "
            "can be tied to a person afterwards",
        ),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_cycle")),
        comment="the time between two checks of a listing; one vote per reporter and field in it",
    )
    op.create_table(
        "field_check",
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.Text(), nullable=False, comment="evidence.Field"),
        sa.Column("value", sa.JSON(), nullable=True, comment="the value that was confirmed or set"),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False, comment="phone, email, visit, website"),
        sa.Column("actor", sa.Text(), nullable=False, comment="who, a task force member's name"),
        sa.PrimaryKeyConstraint("listing_id", "field", name=op.f("pk_field_check")),
        comment="the last verification of each field of a listing",
    )
    op.create_table(
        "listing",
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column(
            "location_id",
            sa.String(length=36),
            nullable=True,
            comment="NULL: a service without a place",
        ),
        sa.Column("is_public", sa.Boolean(), nullable=False, comment="false: withheld or gone"),
        sa.Column(
            "anchored_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="belief.BeliefState, all seven",
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("change_rate", sa.Float(), nullable=False, comment="per year"),
        sa.Column("silent_rate", sa.Float(), nullable=False, comment="per year"),
        sa.Column("anchor_doubt", sa.Float(), nullable=False),
        sa.Column("signal_doubt", sa.Float(), nullable=False),
        sa.Column("signals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing")),
    )
    op.create_index(op.f("ix_listing_service_id"), "listing", ["service_id"], unique=False)
    op.create_table(
        "listing_change",
        sa.Column(
            "change_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_listing_change")),
        comment="news for the index, written in the transaction of the "
        "change; deleted when applied",
        sqlite_autoincrement=True,
    )
    op.create_table(
        "listing_view",
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="UTC"),
        sa.Column("views", sa.Integer(), nullable=False, comment="counted without people"),
        sa.PrimaryKeyConstraint("listing_id", "day", name=op.f("pk_listing_view")),
    )
    op.create_table(
        "location",
        sa.Column("location_id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=True),
        sa.Column(
            "document", sa.JSON(), nullable=False, comment="HSDS location, confidential ones too"
        ),
        sa.Column("visibility", sa.String(length=20), nullable=False, comment="listing.Visibility"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_row_id", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True, comment="degrees WGS84; NULL: no usable point"),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column(
            "precision", sa.String(length=10), nullable=False, comment="geodata.shapes.Precision"
        ),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("location_id", name=op.f("pk_location")),
    )
    op.create_index(
        op.f("ix_location_organization_id"), "location", ["organization_id"], unique=False
    )
    op.create_table(
        "observation",
        sa.Column(
            "observation_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entity_type", sa.String(length=20), nullable=False),
        sa.Column("entity_id", sa.String(length=36), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False, comment="when the source said so"),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "statement", sa.JSON(), nullable=False, comment="the HSDS document as the source says"
        ),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_observation")),
        comment="what a source said about an entity; the newest as_of per "
        "source is what it says now",
    )
    op.create_index(
        "uq_observation_said",
        "observation",
        ["source", "entity_type", "entity_id", "as_of"],
        unique=True,
    )
    op.create_table(
        "organization",
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False, comment="HSDS organization"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=20), nullable=False, comment="listing.Visibility"),
        sa.Column(
            "source", sa.Text(), nullable=False, comment="name of the source that brought it"
        ),
        sa.Column("source_row_id", sa.Text(), nullable=True, comment="its id there"),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name=op.f("pk_organization")),
    )
    op.create_table(
        "raw_record",
        sa.Column(
            "content_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of source and row",
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False, comment="1 = first data row"),
        sa.Column(
            "body", sa.JSON(), nullable=False, comment="as read, internal columns too: never public"
        ),
        sa.Column(
            "rejected_for",
            sa.Text(),
            nullable=True,
            comment="why it could not be used; NULL: it was used",
        ),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_raw_record")),
    )
    op.create_table(
        "report",
        sa.Column(
            "report_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="of /report/<token>"),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column(
            "task_id", sa.BigInteger(), nullable=True, comment="the task that it raised or joined"
        ),
        sa.Column("field", sa.Text(), nullable=False, comment="evidence.Field"),
        sa.Column("assertion", sa.String(length=10), nullable=False, comment="wrong|right"),
        sa.Column(
            "suggested",
            sa.Text(),
            nullable=True,
            comment="the right value, as the visitor knows it",
        ),
        sa.Column(
            "words", sa.Text(), nullable=True, comment="the visitor's own words; never the verdict"
        ),
        sa.Column(
            "state",
            sa.String(length=10),
            nullable=False,
            comment="received|linked|resolved|dismissed",
        ),
        sa.Column(
            "verdict", sa.Text(), nullable=True, comment="what was found, in words for the reporter"
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_report_token_hash")),
    )
    op.create_index(op.f("ix_report_listing_id"), "report", ["listing_id"], unique=False)
    op.create_index(op.f("ix_report_task_id"), "report", ["task_id"], unique=False)
    op.create_table(
        "revision",
        sa.Column(
            "revision_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "entity_type",
            sa.String(length=20),
            nullable=False,
            comment="organization|service|location",
        ),
        sa.Column("entity_id", sa.String(length=36), nullable=False),
        sa.Column(
            "field_path", sa.Text(), nullable=False, comment='"phones[0].number"; "" = created'
        ),
        sa.Column("previous", sa.JSON(), nullable=True),
        sa.Column("new", sa.JSON(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False, comment="who, or import:SOURCE"),
        sa.Column(
            "observation_id",
            sa.BigInteger(),
            nullable=True,
            comment="on which observation it rests",
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_revision")),
    )
    op.create_index("ix_revision_entity", "revision", ["entity_type", "entity_id"], unique=False)
    op.create_table(
        "service",
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column(
            "organization_id",
            sa.String(length=36),
            nullable=True,
            comment="no foreign key: real exports dangle",
        ),
        sa.Column(
            "document", sa.JSON(), nullable=False, comment="HSDS service, locations by id only"
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "status", sa.Text(), nullable=False, comment="HSDS status, or the source's own code"
        ),
        sa.Column("visibility", sa.String(length=20), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_row_id", sa.Text(), nullable=True),
        sa.Column(
            "assured_on", sa.Date(), nullable=True, comment="HSDS assured_date: last verification"
        ),
        sa.Column(
            "last_modified",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="last edit; not a check",
        ),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_service")),
    )
    op.create_index(
        op.f("ix_service_organization_id"), "service", ["organization_id"], unique=False
    )
    op.create_table(
        "service_at_location",
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("location_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("service_id", "location_id", name=op.f("pk_service_at_location")),
        comment="which services are at a location; derived from service.document in the same write",
    )
    op.create_index(
        op.f("ix_service_at_location_location_id"),
        "service_at_location",
        ["location_id"],
        unique=False,
    )
    op.create_table(
        "sign_in_link",
        sa.Column(
            "token_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the token"
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "used_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="NULL: not used yet; a link works once",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_link")),
    )
    op.create_table(
        "source",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True, comment="date of the newest import"),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_source")),
    )
    op.create_table(
        "suggestion",
        sa.Column(
            "suggestion_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("entity_type", sa.String(length=20), nullable=False),
        sa.Column("entity_id", sa.String(length=36), nullable=False),
        sa.Column("field_path", sa.Text(), nullable=False),
        sa.Column("current", sa.JSON(), nullable=True),
        sa.Column("suggested", sa.JSON(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False, comment="open|accepted|refused"),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("suggestion_id", name=op.f("pk_suggestion")),
    )
    op.create_index(
        "ix_suggestion_entity", "suggestion", ["entity_type", "entity_id"], unique=False
    )
    op.create_table(
        "task",
        sa.Column(
            "task_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column(
            "state",
            sa.String(length=10),
            nullable=False,
            comment="open|claimed|waiting|done|abandoned",
        ),
        sa.Column("fields", sa.JSON(), nullable=False, comment="doubted fields, evidence.Field"),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "not_before",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="waiting: when to try again",
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_task")),
        comment="work to settle one listing; the partial unique index keeps "
        "it to one unsettled task",
    )
    op.create_index(
        "uq_task_open",
        "task",
        ["listing_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('open', 'claimed', 'waiting')"),
        postgresql_where=sa.text("state IN ('open', 'claimed', 'waiting')"),
    )
    op.create_table(
        "task_event",
        sa.Column(
            "event_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "event",
            sa.String(length=20),
            nullable=False,
            comment="opened|claimed|released|lapsed|...",
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_task_event")),
    )
    op.create_index(op.f("ix_task_event_task_id"), "task_event", ["task_id"], unique=False)
    op.create_table(
        "user_account",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column(
            "role",
            sa.String(length=20),
            nullable=False,
            comment="viewer|verifier|editor|administrator",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_user_account")),
    )
    op.create_table(
        "vote",
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column(
            "vote_hash", sa.String(length=64), nullable=False, comment="keyed hash of the reporter"
        ),
        sa.PrimaryKeyConstraint("listing_id", "field", "vote_hash", name=op.f("pk_vote")),
    )
