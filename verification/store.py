"""The SQL on this room's tables. Everything takes the connection of a unit of work that its caller
opened, so that an outcome, its edits and its reports are one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from directory.tables import listing
from verification.rows import AttemptRow as AttemptRow
from verification.rows import RankRow as RankRow
from verification.rows import ReportRow as ReportRow
from verification.rows import TaskRow as TaskRow
from verification.tables import attempt, cycle, listing_view, report, task, task_event, vote

UNSETTLED = ("open", "claimed", "waiting")


def _insert(connection: sa.Connection, table: sa.Table) -> Any:
    """An INSERT that knows ON CONFLICT, in the dialect of the connection."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def _task_row(row: Any) -> TaskRow:
    return TaskRow(
        row.task_id, row.listing_id, row.state, tuple(row.fields), row.claimed_by,
        row.lease_until, row.not_before, row.opened_at, row.closed_at,
    )  # fmt: skip


def _report_row(row: Any) -> ReportRow:
    return ReportRow(
        row.report_id, row.listing_id, row.task_id, row.field, row.assertion, row.suggested,
        row.words, row.is_counted, row.state, row.verdict, row.received_at, row.resolved_at,
    )  # fmt: skip


# -- tasks


def task_by_id(connection: sa.Connection, task_id: int) -> TaskRow | None:
    row = connection.execute(sa.select(task).where(task.c.task_id == task_id)).first()
    return _task_row(row) if row else None


def unsettled_task(connection: sa.Connection, listing_id: str) -> TaskRow | None:
    query = sa.select(task).where(task.c.listing_id == listing_id, task.c.state.in_(UNSETTLED))
    row = connection.execute(query).first()
    return _task_row(row) if row else None


def lock_listing(connection: sa.Connection, listing_id: str) -> None:
    """Makes others wait who would change the listing's belief or tasks, until the transaction ends.

    Without it two reports of one moment would each add their doubt to the same old belief. (SQLite
    has one writer anyway and ignores it.)
    """
    query = sa.select(listing.c.listing_id).where(listing.c.listing_id == listing_id)
    connection.execute(query.with_for_update())


def insert_task(
    connection: sa.Connection, listing_id: str, fields: Sequence[str], now: datetime
) -> int | None:
    """The new task's id; None when the listing has an unsettled task already (unique index)."""
    insert = _insert(connection, task).values(
        listing_id=listing_id, state="open", fields=list(fields), opened_at=now
    )
    return connection.execute(insert.on_conflict_do_nothing().returning(task.c.task_id)).scalar()


def update_task(connection: sa.Connection, task_id: int, **values: Any) -> None:
    connection.execute(sa.update(task).where(task.c.task_id == task_id).values(**values))


def take_task(
    connection: sa.Connection, task_id: int, by: str, now: datetime, lease_until: datetime
) -> bool:
    """Whether the task is now `by`'s: it was open, due to be tried again, lapsed, or theirs."""
    free = sa.or_(
        task.c.state == "open",
        sa.and_(task.c.state == "waiting", task.c.not_before <= now),
        sa.and_(task.c.state == "claimed", task.c.lease_until <= now),
        sa.and_(task.c.state == "claimed", task.c.claimed_by == by),
    )
    update = (
        sa.update(task)
        .where(task.c.task_id == task_id, free)
        .values(state="claimed", claimed_by=by, lease_until=lease_until, not_before=None)
    )
    return connection.execute(update).rowcount == 1


def listings_with_task(connection: sa.Connection) -> set[str]:
    """Of the unsettled tasks."""
    query = sa.select(task.c.listing_id).where(task.c.state.in_(UNSETTLED))
    return set(connection.execute(query).scalars())


def withdrawn_tasks(connection: sa.Connection) -> list[TaskRow]:
    """Unsettled tasks of listings that nobody is shown any more."""
    query = (
        sa.select(task)
        .outerjoin(listing, listing.c.listing_id == task.c.listing_id)
        .where(task.c.state.in_(UNSETTLED), sa.func.coalesce(listing.c.is_public, False).is_(False))
    )
    return [_task_row(row) for row in connection.execute(query)]


def lapsed_tasks(connection: sa.Connection, now: datetime) -> list[TaskRow]:
    query = sa.select(task).where(task.c.state == "claimed", task.c.lease_until <= now)
    return [_task_row(row) for row in connection.execute(query)]


def waited_tasks(connection: sa.Connection, now: datetime) -> list[TaskRow]:
    query = sa.select(task).where(task.c.state == "waiting", task.c.not_before <= now)
    return [_task_row(row) for row in connection.execute(query)]


def claimed_tasks(connection: sa.Connection, by: str) -> list[TaskRow]:
    query = sa.select(task).where(task.c.state == "claimed", task.c.claimed_by == by)
    return [_task_row(row) for row in connection.execute(query.order_by(task.c.task_id))]


def count_closed(connection: sa.Connection, since: datetime) -> int:
    query = sa.select(sa.func.count()).select_from(task)
    return connection.execute(query.where(task.c.closed_at >= since)).scalar_one()


def rank_rows(connection: sa.Connection, now: datetime, since: date) -> list[RankRow]:
    """Every task that can be worked on or is being worked on, with what ranking needs."""
    views = (
        sa.select(sa.func.sum(listing_view.c.views))
        .where(listing_view.c.listing_id == task.c.listing_id, listing_view.c.day >= since)
        .scalar_subquery()
    )
    due = sa.or_(
        task.c.state.in_(("open", "claimed")),
        sa.and_(task.c.state == "waiting", task.c.not_before <= now),
    )
    query = (
        sa.select(task, *_BELIEF, sa.func.coalesce(views, 0).label("views"))
        .join(listing, listing.c.listing_id == task.c.listing_id)
        .where(due, listing.c.is_public.is_(True))
        .order_by(task.c.task_id)
    )
    return [_rank_row(row) for row in connection.execute(query)]


_BELIEF = (
    listing.c.anchored_at,
    listing.c.change_rate,
    listing.c.silent_rate,
    listing.c.anchor_doubt,
    listing.c.signal_doubt,
)


def _rank_row(row: Any) -> RankRow:
    return RankRow(
        _task_row(row), row.anchored_at, row.change_rate, row.silent_rate, row.anchor_doubt,
        row.signal_doubt, int(row.views),
    )  # fmt: skip


def add_event(
    connection: sa.Connection,
    task_id: int,
    event: str,
    actor: str,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    connection.execute(
        sa.insert(task_event).values(
            task_id=task_id, event=event, actor=actor, at=at, detail=detail
        )
    )


def insert_attempt(connection: sa.Connection, **values: Any) -> None:
    connection.execute(sa.insert(attempt).values(**values))


def attempts_of(connection: sa.Connection, task_id: int) -> list[AttemptRow]:
    """Oldest first."""
    query = sa.select(attempt).where(attempt.c.task_id == task_id).order_by(attempt.c.attempt_id)
    return [
        AttemptRow(
            row.attempt_id, row.task_id, row.check, row.actor, row.outcome, row.evidence, row.note,
            row.at,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


# -- reports and votes


def insert_report(connection: sa.Connection, **values: Any) -> int:
    insert = sa.insert(report).values(**values).returning(report.c.report_id)
    return int(connection.execute(insert).scalar_one())


def report_by_token(connection: sa.Connection, token_hash: str) -> ReportRow | None:
    row = connection.execute(sa.select(report).where(report.c.token_hash == token_hash)).first()
    return _report_row(row) if row else None


def reports_of(connection: sa.Connection, listing_ids: Iterable[str]) -> list[ReportRow]:
    """Reports that are not settled yet, oldest first."""
    query = (
        sa.select(report)
        .where(report.c.listing_id.in_(list(listing_ids)))
        .where(report.c.state.in_(("received", "linked")))
        .order_by(report.c.report_id)
    )
    return [_report_row(row) for row in connection.execute(query)]


def settle_report(
    connection: sa.Connection, report_id: int, state: str, verdict: str, now: datetime
) -> None:
    connection.execute(
        sa.update(report)
        .where(report.c.report_id == report_id)
        .values(state=state, verdict=verdict, resolved_at=now)
    )


def vote_key(connection: sa.Connection, listing_id: str, fresh_key: bytes, now: datetime) -> bytes:
    """The key of the listing's cycle; `fresh_key` becomes it when there is none yet."""
    insert = _insert(connection, cycle).values(
        listing_id=listing_id, started_at=now, vote_key=fresh_key
    )
    connection.execute(insert.on_conflict_do_nothing())
    query = sa.select(cycle.c.vote_key).where(cycle.c.listing_id == listing_id)
    return bytes(connection.execute(query).scalar_one())


def cast_vote(connection: sa.Connection, listing_id: str, field: str, vote_hash: str) -> bool:
    """Whether this is the reporter's first vote on the field in this cycle."""
    insert = _insert(connection, vote).values(
        listing_id=listing_id, field=field, vote_hash=vote_hash
    )
    cast = connection.execute(insert.on_conflict_do_nothing().returning(vote.c.field))
    return cast.first() is not None  # rowcount is unknown for an INSERT on PostgreSQL


def forget_votes(connection: sa.Connection, listing_id: str, fields: Sequence[str]) -> None:
    """Whoever voted on these fields may do so again: they were checked."""
    connection.execute(
        sa.delete(vote).where(vote.c.listing_id == listing_id, vote.c.field.in_(list(fields)))
    )


def end_cycle(connection: sa.Connection, listing_id: str) -> None:
    """Destroys the votes and their key."""
    connection.execute(sa.delete(vote).where(vote.c.listing_id == listing_id))
    connection.execute(sa.delete(cycle).where(cycle.c.listing_id == listing_id))


# -- views


def add_views(connection: sa.Connection, listing_id: str, day: date, views: int) -> None:
    insert = _insert(connection, listing_view).values(listing_id=listing_id, day=day, views=views)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["listing_id", "day"],
            set_={"views": listing_view.c.views + insert.excluded.views},
        )
    )


def views_since(connection: sa.Connection, since: date) -> dict[str, int]:
    """Views by listing_id from `since` on; listings that nobody looked at are absent."""
    query = (
        sa.select(listing_view.c.listing_id, sa.func.sum(listing_view.c.views))
        .where(listing_view.c.day >= since)
        .group_by(listing_view.c.listing_id)
    )
    return {listing_id: int(views) for listing_id, views in connection.execute(query)}


def mean_views(connection: sa.Connection, since: date) -> float:
    """Views per public listing since `since`; 0.0 for an empty directory."""
    total = sa.select(sa.func.coalesce(sa.func.sum(listing_view.c.views), 0)).where(
        listing_view.c.day >= since
    )
    public = sa.select(sa.func.count()).select_from(listing).where(listing.c.is_public)
    listings = connection.execute(public).scalar_one()
    return float(connection.execute(total).scalar_one()) / listings if listings else 0.0
