"""The tables of this room, in the record's MetaData and migration history."""

from __future__ import annotations

import sqlalchemy as sa

from directory.tables import UtcDateTime, metadata


def _serial(name: str) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column(name, kind, primary_key=True, autoincrement=True)


crawl_site = sa.Table(
    "crawl_site",
    metadata,
    sa.Column("url", sa.Text, primary_key=True, comment="site.Site.url"),
    sa.Column("listing_ids", sa.JSON, nullable=False, comment="of its last visit that was read"),
    sa.Column("begun_at", UtcDateTime, comment="of a visit that is not over; NULL: none"),
    sa.Column("visited_at", UtcDateTime, comment="end of the last visit"),
    sa.Column("due_at", UtcDateTime, nullable=False, index=True),
    sa.Column("state", sa.String(12), comment="finding.SiteState of the last visit"),
    sa.Column("reason", sa.Text),
    sa.Column("moved_to", sa.Text),
    sa.Column("failures", sa.Integer, nullable=False, comment="visits in a row without a page"),
    sa.Column("unchanged", sa.Integer, nullable=False, comment="visits in a row without news"),
    sa.Column(
        "reads_again", sa.Boolean, nullable=False, comment="also if unchanged: a run was held back"
    ),
    comment="sites that listings name, and when each is read again",
)

crawled_page = sa.Table(
    "crawled_page",
    metadata,
    sa.Column("site_url", sa.Text, primary_key=True),
    sa.Column("url", sa.Text, primary_key=True, comment="as asked for"),
    sa.Column("final_url", sa.Text, nullable=False, comment="where redirects led; empty: nowhere"),
    sa.Column("status", sa.Integer, nullable=False, comment="of HTTP; 0 without an answer"),
    sa.Column("digest", sa.String(64), nullable=False, comment="of its snapshot; empty: none"),
    sa.Column("content_type", sa.Text, nullable=False),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("last_modified", sa.Text, nullable=False, comment="as the server writes it"),
    sa.Column("links", sa.JSON, nullable=False, comment="[[address, score]], likeliest first"),
    sa.Column("fetched_at", UtcDateTime, nullable=False, comment="or found unchanged"),
    comment="each page as it was when it last came, or was last missing",
)

snapshot = sa.Table(
    "snapshot",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True, comment="SHA-256 of the bytes"),
    sa.Column("url", sa.Text, nullable=False, comment="where it was found first"),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("headers", sa.JSON, nullable=False),
    sa.Column("bytes", sa.Integer, nullable=False),
    sa.Column("fetched_at", UtcDateTime, nullable=False),
    comment="what was fetched; the bytes are files in WELLKEPT_HOME/snapshots",
)

crawl_run = sa.Table(
    "crawl_run",
    metadata,
    _serial("run_id"),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("finished_at", UtcDateTime, comment="NULL: it goes on, or its process died"),
    sa.Column("sites", sa.JSON, nullable=False, comment="finding.SiteState -> number"),
    sa.Column("fields", sa.JSON, nullable=False, comment="field -> finding.Verdict -> number"),
    sa.Column("pages", sa.Integer, nullable=False, comment="asked for"),
    sa.Column("new_pages", sa.Integer, nullable=False, comment="that were not there before"),
    sa.Column("held_for", sa.Text, comment="why nobody hears of it; NULL: it is heard"),
)

crawl_visit = sa.Table(
    "crawl_visit",
    metadata,
    sa.Column("run_id", sa.BigInteger, primary_key=True),
    sa.Column("site_url", sa.Text, primary_key=True),
    sa.Column("state", sa.String(12), nullable=False, comment="finding.SiteState"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("new_pages", sa.Integer, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    comment="what became of each site in each run",
)

crawl_finding = sa.Table(
    "crawl_finding",
    metadata,
    _serial("finding_id"),
    sa.Column("run_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("site_url", sa.Text, nullable=False),
    sa.Column("listing_id", sa.String(36), nullable=False),
    sa.Column("field", sa.Text, nullable=False, comment="evidence.Field"),
    sa.Column("verdict", sa.String(12), nullable=False, comment="finding.Verdict"),
    sa.Column("value", sa.Text, nullable=False, comment="as the listing had it"),
    sa.Column("new_value", sa.Text, nullable=False, comment="of contradicts: what the site says"),
    sa.Column("page", sa.Text, nullable=False),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False, comment="0 to 1"),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, comment="of the snapshot of the page"),
    sa.Column(
        "state", sa.String(10), nullable=False, comment="new|news|heard|repeated|held"
    ),
    sa.Column("found_at", UtcDateTime, nullable=False),
    sa.Index("ix_crawl_finding_listing", "listing_id", "field"),
    comment="what the organization's own site says of a field of a listing",
)  # fmt: skip
