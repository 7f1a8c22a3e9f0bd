"""The tables of the record. One MetaData for all rooms; one migration history (`migrations/`).

Times are aware UTC datetimes (stored as UTC). Documents are HSDS JSON without empty properties.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC, also on SQLite, which has no time zones. Refuses naive ones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: times are aware and in UTC")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id(name: str, **options: Any) -> sa.Column[str]:
    """A UUID as text of 36 characters."""
    return sa.Column(name, sa.String(36), **options)


def _serial(name: str) -> sa.Column[int]:
    """A number that the database gives out; INTEGER on SQLite, so that it is the rowid."""
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column(name, kind, primary_key=True, autoincrement=True)


organization = sa.Table(
    "organization",
    metadata,
    _id("organization_id", primary_key=True),
    sa.Column("document", sa.JSON, nullable=False, comment="HSDS organization"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("visibility", sa.String(20), nullable=False, comment="listing.Visibility"),
    sa.Column("source", sa.Text, nullable=False, comment="name of the source that brought it"),
    sa.Column("source_row_id", sa.Text, comment="its id there"),
    sa.Column("last_modified", UtcDateTime, nullable=False),
)

location = sa.Table(
    "location",
    metadata,
    _id("location_id", primary_key=True),
    _id("organization_id", index=True),
    sa.Column("document", sa.JSON, nullable=False, comment="HSDS location, confidential ones too"),
    sa.Column("visibility", sa.String(20), nullable=False, comment="listing.Visibility"),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("source_row_id", sa.Text),
    sa.Column("lat", sa.Float, comment="degrees WGS84; NULL: no usable point"),
    sa.Column("lon", sa.Float),
    sa.Column("precision", sa.String(10), nullable=False, comment="geodata.shapes.Precision"),
    sa.Column("postal_code", sa.Text),
    sa.Column("last_modified", UtcDateTime, nullable=False),
)

service = sa.Table(
    "service",
    metadata,
    _id("service_id", primary_key=True),
    _id("organization_id", index=True, comment="no foreign key: real exports dangle"),
    sa.Column("document", sa.JSON, nullable=False, comment="HSDS service, locations by id only"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False, comment="HSDS status, or the source's own code"),
    sa.Column("visibility", sa.String(20), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("source_row_id", sa.Text),
    sa.Column("assured_on", sa.Date, comment="HSDS assured_date: last verification"),
    sa.Column("last_modified", UtcDateTime, nullable=False, comment="last edit; not a check"),
)

service_at_location = sa.Table(
    "service_at_location",
    metadata,
    _id("service_id", primary_key=True),
    _id("location_id", primary_key=True, index=True),
    comment="which services are at a location; derived from service.document in the same write",
)

listing = sa.Table(
    "listing",
    metadata,
    _id("listing_id", primary_key=True),
    _id("service_id", nullable=False, index=True),
    _id("location_id", comment="NULL: a service without a place"),
    sa.Column("is_public", sa.Boolean, nullable=False, comment="false: withheld or gone"),
    sa.Column("anchored_at", UtcDateTime, nullable=False, comment="belief.BeliefState, all seven"),
    sa.Column("checked_at", UtcDateTime),
    sa.Column("checked_by", sa.Text),
    sa.Column("change_rate", sa.Float, nullable=False, comment="per year"),
    sa.Column("silent_rate", sa.Float, nullable=False, comment="per year"),
    sa.Column("anchor_doubt", sa.Float, nullable=False),
    sa.Column("signal_doubt", sa.Float, nullable=False),
    sa.Column("signals", sa.Integer, nullable=False),
)

field_check = sa.Table(
    "field_check",
    metadata,
    _id("listing_id", primary_key=True),
    sa.Column("field", sa.Text, primary_key=True, comment="evidence.Field"),
    sa.Column("value", sa.JSON, comment="the value that was confirmed or set"),
    sa.Column("checked_at", UtcDateTime, nullable=False),
    sa.Column("checked_by", sa.Text, nullable=False, comment="phone, email, visit, website"),
    sa.Column("actor", sa.Text, nullable=False, comment="who, a task force member's name"),
    comment="the last verification of each field of a listing",
)

revision = sa.Table(
    "revision",
    metadata,
    _serial("revision_id"),
    sa.Column(
        "entity_type", sa.String(20), nullable=False, comment="organization|service|location"
    ),
    _id("entity_id", nullable=False),
    sa.Column("field_path", sa.Text, nullable=False, comment='"phones[0].number"; "" = created'),
    sa.Column("previous", sa.JSON),
    sa.Column("new", sa.JSON),
    sa.Column("actor", sa.Text, nullable=False, comment="who, or import:SOURCE"),
    sa.Column("observation_id", sa.BigInteger, comment="on which observation it rests"),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index("ix_revision_entity", "entity_type", "entity_id"),
)

source = sa.Table(
    "source",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("as_of", sa.Date, comment="date of the newest import"),
    sa.Column("imported_at", UtcDateTime),
)

raw_record = sa.Table(
    "raw_record",
    metadata,
    sa.Column("content_hash", sa.String(64), primary_key=True, comment="SHA-256 of source and row"),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("row", sa.Integer, nullable=False, comment="1 = first data row"),
    sa.Column(
        "body", sa.JSON, nullable=False, comment="as read, internal columns too: never public"
    ),
    sa.Column("rejected_for", sa.Text, comment="why it could not be used; NULL: it was used"),
    sa.Column("first_seen_at", UtcDateTime, nullable=False),
)

observation = sa.Table(
    "observation",
    metadata,
    _serial("observation_id"),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("entity_type", sa.String(20), nullable=False),
    _id("entity_id", nullable=False),
    sa.Column("as_of", sa.Date, nullable=False, comment="when the source said so"),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("statement", sa.JSON, nullable=False, comment="the HSDS document as the source says"),
    sa.Column("observed_at", UtcDateTime, nullable=False),
    sa.Index("uq_observation_said", "source", "entity_type", "entity_id", "as_of", unique=True),
    comment="what a source said about an entity; the newest as_of per source is what it says now",
)

suggestion = sa.Table(
    "suggestion",
    metadata,
    _serial("suggestion_id"),
    sa.Column("entity_type", sa.String(20), nullable=False),
    _id("entity_id", nullable=False),
    sa.Column("field_path", sa.Text, nullable=False),
    sa.Column("current", sa.JSON),
    sa.Column("suggested", sa.JSON),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("state", sa.String(10), nullable=False, comment="open|accepted|refused"),
    sa.Column("suggested_at", UtcDateTime, nullable=False),
    sa.Index("ix_suggestion_entity", "entity_type", "entity_id"),
)

listing_change = sa.Table(
    "listing_change",
    metadata,
    _serial("change_id"),
    _id("listing_id", nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
    comment="news for the index, written in the transaction of the change; deleted when applied",
    sqlite_autoincrement=True,  # the number of a deleted row must not come back as other news
)

geocode = sa.Table(
    "geocode",
    metadata,
    sa.Column("address_key", sa.Text, primary_key=True, comment="geodata AskedAddress.key"),
    sa.Column("geocoder", sa.Text, primary_key=True, comment="who was asked, with its address"),
    sa.Column("agreement", sa.String(10), nullable=False, comment="accepted|suggested|nothing"),
    sa.Column("lat", sa.Float, comment="degrees WGS84; NULL: nothing was found"),
    sa.Column("lon", sa.Float),
    sa.Column("precision", sa.String(10), comment="geodata.shapes.Precision"),
    sa.Column("label", sa.Text, comment="what the geocoder calls it"),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    comment="what geocoders answered about public addresses of listings; never of visitors",
)
