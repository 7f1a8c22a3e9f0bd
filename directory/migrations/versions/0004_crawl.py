"""Sites, pages, snapshots, runs and findings of the crawl."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "crawl_site",
        sa.Column("url", sa.Text(), nullable=False, comment="site.Site.url"),
        sa.Column(
            "listing_ids", sa.JSON(), nullable=False, comment="of its last visit that was read"
        ),
        sa.Column(
            "begun_at",
            sa.DateTime(timezone=True),
            comment="of a visit that is not over; NULL: none",
        ),
        sa.Column("visited_at", sa.DateTime(timezone=True), comment="end of the last visit"),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(12), comment="finding.SiteState of the last visit"),
        sa.Column("reason", sa.Text()),
        sa.Column("moved_to", sa.Text()),
        sa.Column(
            "failures", sa.Integer(), nullable=False, comment="visits in a row without a page"
        ),
        sa.Column(
            "unchanged", sa.Integer(), nullable=False, comment="visits in a row without news"
        ),
        sa.Column(
            "reads_again",
            sa.Boolean(),
            nullable=False,
            comment="also if unchanged: a run was held back",
        ),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_crawl_site")),
        comment="sites that listings name, and when each is read again",
    )
    op.create_index(op.f("ix_crawl_site_due_at"), "crawl_site", ["due_at"])
    op.create_table(
        "crawled_page",
        sa.Column("site_url", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="as asked for"),
        sa.Column(
            "final_url", sa.Text(), nullable=False, comment="where redirects led; empty: nowhere"
        ),
        sa.Column("status", sa.Integer(), nullable=False, comment="of HTTP; 0 without an answer"),
        sa.Column("digest", sa.String(64), nullable=False, comment="of its snapshot; empty: none"),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False, comment="as the server writes it"),
        sa.Column(
            "links", sa.JSON(), nullable=False, comment="[[address, score]], likeliest first"
        ),
        sa.Column(
            "fetched_at", sa.DateTime(timezone=True), nullable=False, comment="or found unchanged"
        ),
        sa.PrimaryKeyConstraint("site_url", "url", name=op.f("pk_crawled_page")),
        comment="each page as it was when it last came, or was last missing",
    )
    op.create_table(
        "snapshot",
        sa.Column("digest", sa.String(64), nullable=False, comment="SHA-256 of the bytes"),
        sa.Column("url", sa.Text(), nullable=False, comment="where it was found first"),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_snapshot")),
        comment="what was fetched; the bytes are files in WELLKEPT_HOME/snapshots",
    )
    op.create_table(
        "crawl_run",
        sa.Column("run_id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "finished_at",
            sa.DateTime(timezone=True),
            comment="NULL: it goes on, or its process died",
        ),
        sa.Column("sites", sa.JSON(), nullable=False, comment="finding.SiteState -> number"),
        sa.Column(
            "fields", sa.JSON(), nullable=False, comment="field -> finding.Verdict -> number"
        ),
        sa.Column("pages", sa.Integer(), nullable=False, comment="asked for"),
        sa.Column("new_pages", sa.Integer(), nullable=False, comment="that were not there before"),
        sa.Column("held_for", sa.Text(), comment="why nobody hears of it; NULL: it is heard"),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_crawl_run")),
    )
    op.create_table(
        "crawl_visit",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("site_url", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False, comment="finding.SiteState"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("new_pages", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "site_url", name=op.f("pk_crawl_visit")),
        comment="what became of each site in each run",
    )
    op.create_table(
        "crawl_finding",
        sa.Column("finding_id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("site_url", sa.Text(), nullable=False),
        sa.Column("listing_id", sa.String(36), nullable=False),
        sa.Column("field", sa.Text(), nullable=False, comment="evidence.Field"),
        sa.Column("verdict", sa.String(12), nullable=False, comment="finding.Verdict"),
        sa.Column("value", sa.Text(), nullable=False, comment="as the listing had it"),
        sa.Column(
            "new_value", sa.Text(), nullable=False, comment="of contradicts: what the site says"
        ),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False, comment="0 to 1"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, comment="of the snapshot of the page"),
        sa.Column("state", sa.String(10), nullable=False, comment="new|news|heard|repeated|held"),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_crawl_finding")),
        comment="what the organization's own site says of a field of a listing",
    )
    op.create_index(op.f("ix_crawl_finding_listing"), "crawl_finding", ["listing_id", "field"])
    op.create_index(op.f("ix_crawl_finding_run_id"), "crawl_finding", ["run_id"])


def downgrade() -> None:
    for table in (
        "crawl_finding",
        "crawl_visit",
        "crawl_run",
        "snapshot",
        "crawled_page",
        "crawl_site",
    ):
        op.drop_table(table)
