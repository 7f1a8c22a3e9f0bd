"""The tables of this room, in the record's MetaData and migration history."""

from __future__ import annotations

import sqlalchemy as sa

from directory.tables import UtcDateTime, metadata


def _serial(name: str) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column(name, kind, primary_key=True, autoincrement=True)


report = sa.Table(
    "report",
    metadata,
    _serial("report_id"),
    sa.Column(
        "token_hash", sa.String(64), nullable=False, unique=True, comment="of /report/<token>"
    ),
    sa.Column("listing_id", sa.String(36), nullable=False, index=True),
    sa.Column("task_id", sa.BigInteger, index=True, comment="the task that it raised or joined"),
    sa.Column("field", sa.Text, nullable=False, comment="evidence.Field"),
    sa.Column("assertion", sa.String(10), nullable=False, comment="wrong|right"),
    sa.Column("suggested", sa.Text, comment="the right value, as the visitor knows it"),
    sa.Column("words", sa.Text, comment="the visitor's own words; never the verdict"),
    sa.Column(
        "is_counted", sa.Boolean, nullable=False, comment="false: its reporter said so before"
    ),
    sa.Column("state", sa.String(10), nullable=False, comment="received|linked|resolved|dismissed"),
    sa.Column("verdict", sa.Text, comment="what was found, in words for the reporter"),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("resolved_at", UtcDateTime),
)

cycle = sa.Table(
    "cycle",
    metadata,
    sa.Column("listing_id", sa.String(36), primary_key=True),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("vote_key", sa.LargeBinary(32), nullable=False, comment="keys vote_hash; destroyed "
              "with the cycle, so that no vote can be tied to a person afterwards"),
    comment="the time between two checks of a listing; one vote per reporter and field in it",
)  # fmt: skip

vote = sa.Table(
    "vote",
    metadata,
    sa.Column("listing_id", sa.String(36), primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("vote_hash", sa.String(64), primary_key=True, comment="keyed hash of the reporter"),
)

task = sa.Table(
    "task",
    metadata,
    _serial("task_id"),
    sa.Column("listing_id", sa.String(36), nullable=False),
    sa.Column(
        "state", sa.String(10), nullable=False, comment="open|claimed|waiting|done|abandoned"
    ),
    sa.Column("fields", sa.JSON, nullable=False, comment="doubted fields, evidence.Field"),
    sa.Column("language", sa.String(8), comment="whoever checks must speak it; NULL: any"),
    sa.Column("claimed_by", sa.Text),
    sa.Column("lease_until", UtcDateTime),
    sa.Column("not_before", UtcDateTime, comment="waiting: when to try again"),
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("closed_at", UtcDateTime),
    sa.Index(
        "uq_task_open",
        "listing_id",
        unique=True,
        sqlite_where=sa.text("state IN ('open', 'claimed', 'waiting')"),
        postgresql_where=sa.text("state IN ('open', 'claimed', 'waiting')"),
    ),
    comment="work to settle one listing; the partial unique index keeps it to one unsettled task",
)

task_event = sa.Table(
    "task_event",
    metadata,
    _serial("event_id"),
    sa.Column("task_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("event", sa.String(20), nullable=False, comment="opened|claimed|released|lapsed|..."),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("detail", sa.JSON),
    sa.Column("at", UtcDateTime, nullable=False),
)

attempt = sa.Table(
    "attempt",
    metadata,
    _serial("attempt_id"),
    sa.Column("task_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("listing_id", sa.String(36), nullable=False, index=True),
    sa.Column("check", sa.String(20), nullable=False, comment="phone|email|visit|website"),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("outcome", sa.String(20), nullable=False, comment="evidence.Outcome"),
    sa.Column("evidence", sa.JSON, comment="fields confirmed and set"),
    sa.Column("note", sa.Text),
    sa.Column("at", UtcDateTime, nullable=False),
)

listing_view = sa.Table(
    "listing_view",
    metadata,
    sa.Column("listing_id", sa.String(36), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True, comment="UTC"),
    sa.Column("views", sa.Integer, nullable=False, comment="counted without people"),
)

signal = sa.Table(
    "signal",
    metadata,
    _serial("signal_id"),
    sa.Column("listing_id", sa.String(36), nullable=False, index=True),
    sa.Column("source", sa.Text, nullable=False, comment="signals.Source"),
    sa.Column("field", sa.Text, nullable=False, comment="evidence.Field"),
    sa.Column("is_counted", sa.Boolean, nullable=False, comment="false: a repetition"),
    sa.Column("doubt", sa.Float, nullable=False, comment="what it added to the belief's doubt"),
    sa.Column("detail", sa.JSON, comment="evidence in the source's own shape, never a person"),
    sa.Column("raised_at", UtcDateTime, nullable=False),
    sa.Column("judged_at", UtcDateTime, comment="NULL: no check has said yet"),
    sa.Column("credit", sa.Float, comment="how right it was, 0 to 1 (precision.right_signals)"),
    comment="dated hints that a listing may not hold, of all sources, in one shape",
)

listing_rate = sa.Table(
    "listing_rate",
    metadata,
    sa.Column("listing_id", sa.String(36), primary_key=True),
    sa.Column("class_key", sa.Text, nullable=False, index=True, comment="classes.class_of"),
    sa.Column("rate", sa.Float, nullable=False, comment="expected changes a year"),
    sa.Column("watched_years", sa.Float, nullable=False, comment="between its judged checks"),
    comment="class and learned rate of change of each listing",
)

class_start = sa.Table(
    "class_start",
    metadata,
    sa.Column("class_key", sa.Text, primary_key=True),
    sa.Column("weights", sa.JSON, nullable=False, comment="rates.class_starts, over rates.GRID"),
    sa.Column("rate", sa.Float, nullable=False, comment="their mean"),
    sa.Column("checks", sa.Integer, nullable=False, comment="that taught it"),
    comment="what is believed of a listing of a class before its own first check",
)

check_interval = sa.Table(
    "check_interval",
    metadata,
    _serial("interval_id"),
    sa.Column("listing_id", sa.String(36), nullable=False, index=True),
    sa.Column("class_key", sa.Text, nullable=False),
    sa.Column("years", sa.Float, nullable=False, comment="since the check before, by share"),
    sa.Column("changed", sa.Float, nullable=False, comment="1 found a change, 0 none"),
    sa.Column("hinted", sa.Float, nullable=False, comment="signals, over those that come anyway"),
    sa.Column("changed_fields", sa.JSON, nullable=False, comment="evidence.Field of each change"),
    sa.Column("ended_at", UtcDateTime, nullable=False),
    comment="what each check found since the one before: the teacher of all rates",
)

source_precision = sa.Table(
    "source_precision",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("listing_id", sa.String(36), primary_key=True),
    sa.Column("right", sa.Float, nullable=False, comment="credit of its judged signals"),
    sa.Column("judged", sa.Float, nullable=False, comment="signals that checks judged"),
    comment="track record of a source about a listing",
)

learned = sa.Table(
    "learned",
    metadata,
    sa.Column("name", sa.Text, primary_key=True, comment="learning.py names them"),
    sa.Column("value", sa.Float, nullable=False),
    sa.Column("learned_at", UtcDateTime, nullable=False),
    comment="numbers pooled over the directory: recall, precision of each source, views ...",
)

member = sa.Table(
    "member",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("languages", sa.JSON, nullable=False, comment="spoken, ISO 639-1"),
    sa.Column("tasks_a_day", sa.Integer, comment="NULL: no limit"),
    comment="what a task force member can do",
)
