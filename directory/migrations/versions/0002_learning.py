"""What verification learns: signals, rates, precisions; repeated reports; members."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("task", sa.Column("language", sa.String(8)))
    op.add_column(
        "report",
        sa.Column("is_counted", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.create_table(
        "signal",
        sa.Column("signal_id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("listing_id", sa.String(36), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("doubt", sa.Float(), nullable=False),
        sa.Column("detail", sa.JSON()),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True)),
        sa.Column("credit", sa.Float()),
        sa.PrimaryKeyConstraint("signal_id", name=op.f("pk_signal")),
    )
    op.create_index(op.f("ix_signal_listing_id"), "signal", ["listing_id"])
    op.create_table(
        "listing_rate",
        sa.Column("listing_id", sa.String(36), nullable=False),
        sa.Column("class_key", sa.Text(), nullable=False),
        sa.Column("rate", sa.Float(), nullable=False),
        sa.Column("watched_years", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_listing_rate")),
    )
    op.create_index(op.f("ix_listing_rate_class_key"), "listing_rate", ["class_key"])
    op.create_table(
        "class_start",
        sa.Column("class_key", sa.Text(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("rate", sa.Float(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("class_key", name=op.f("pk_class_start")),
    )
    op.create_table(
        "check_interval",
        sa.Column("interval_id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("listing_id", sa.String(36), nullable=False),
        sa.Column("class_key", sa.Text(), nullable=False),
        sa.Column("years", sa.Float(), nullable=False),
        sa.Column("changed", sa.Float(), nullable=False),
        sa.Column("hinted", sa.Float(), nullable=False),
        sa.Column("changed_fields", sa.JSON(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("interval_id", name=op.f("pk_check_interval")),
    )
    op.create_index(op.f("ix_check_interval_listing_id"), "check_interval", ["listing_id"])
    op.create_table(
        "source_precision",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("listing_id", sa.String(36), nullable=False),
        sa.Column("right", sa.Float(), nullable=False),
        sa.Column("judged", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("source", "listing_id", name=op.f("pk_source_precision")),
    )
    op.create_table(
        "learned",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_learned")),
    )
    op.create_table(
        "member",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("tasks_a_day", sa.Integer()),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_member")),
    )


def downgrade() -> None:
    for table in (
        "member", "learned", "source_precision", "check_interval", "class_start", "listing_rate",
        "signal",
    ):  # fmt: skip
        op.drop_table(table)
    with op.batch_alter_table("report") as batch:
        batch.drop_column("is_counted")
    with op.batch_alter_table("task") as batch:
        batch.drop_column("language")
