"""The SQL on this room's tables. Everything takes the connection of a unit of work that its caller
opened, so that an outcome, its edits and its reports are one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from directory.tables import listing
from verification.rows import AttemptRow, RankRow, ReportRow, TaskRow
from verification.tables import attempt, cycle, listing_view, report, task, task_event, vote

Row = TypeVar("Row", TaskRow, ReportRow, AttemptRow)

UNSETTLED = ["open", "claimed", "waiting"]
ANSWERED = ["confirmed", "changed", "gone"]
"""Outcomes of attempts that settled something."""


def _insert(connection: sa.Connection, table: sa.Table) -> Any:
    """An INSERT that knows ON CONFLICT, in the dialect of the connection."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def _as(kind: type[Row], row: sa.Row[Any]) -> Row:
    """The columns of the row that the value has."""
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind)})


def _task_row(row: sa.Row[Any]) -> TaskRow:
    return replace(_as(TaskRow, row), fields=tuple(row.fields))


# -- any table


def find(connection: sa.Connection, table: sa.Table, **wanted: Any) -> list[sa.Row[Any]]:
    """Rows whose columns have these values, by primary key; a list means any of its values, None
    means NULL."""
    query = sa.select(table).where(*_where(table, wanted)).order_by(*table.primary_key.columns)
    return list(connection.execute(query))


def drop(connection: sa.Connection, table: sa.Table, **wanted: Any) -> None:
    """Deletes the rows that `find` would answer."""
    connection.execute(sa.delete(table).where(*_where(table, wanted)))


def change(
    connection: sa.Connection, table: sa.Table, values: Mapping[str, Any], **wanted: Any
) -> None:
    """Sets columns of the rows that `find` would answer."""
    connection.execute(sa.update(table).where(*_where(table, wanted)).values(**values))


def count_since(
    connection: sa.Connection, column: sa.Column[Any], since: datetime, **wanted: Any
) -> int:
    """How many of the rows that `find` would answer have a time in the column from `since` on."""
    conditions = _where(column.table, wanted)
    query = sa.select(sa.func.count()).where(column >= since, *conditions)
    return int(connection.execute(query).scalar_one())


def _where(table: sa.FromClause, wanted: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    columns = ((table.c[name], value) for name, value in wanted.items())
    return [c.in_(value) if isinstance(value, list) else c == value for c, value in columns]


def add(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), [dict(row) for row in rows])


def put(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds rows; one with the primary key of a row that is there takes its place."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key.columns]
    insert = _insert(connection, table)
    others = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    statement = insert.on_conflict_do_update(index_elements=keys, set_=others)
    connection.execute(statement, [dict(row) for row in rows])


# -- tasks


def tasks(connection: sa.Connection, **wanted: Any) -> list[TaskRow]:
    """The tasks that `find` would answer."""
    return list(map(_task_row, find(connection, task, **wanted)))


def task_by_id(connection: sa.Connection, task_id: int) -> TaskRow | None:
    return next(iter(tasks(connection, task_id=task_id)), None)


def unsettled_task(connection: sa.Connection, listing_id: str) -> TaskRow | None:
    return next(iter(tasks(connection, listing_id=listing_id, state=UNSETTLED)), None)


def lock_listing(connection: sa.Connection, listing_id: str) -> None:
    """Makes others wait who would change its belief or tasks, until the transaction ends: two
    reports of one moment must not add to the same old belief. (SQLite has one writer anyway.)"""
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
    change(connection, task, values, task_id=task_id)


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


def tasks_past(connection: sa.Connection, state: str, until: str, now: datetime) -> list[TaskRow]:
    """Tasks in this state whose time, in the column `until`, is over."""
    query = sa.select(task).where(task.c.state == state, task.c[until] <= now)
    return list(map(_task_row, connection.execute(query)))


def rank_rows(
    connection: sa.Connection, now: datetime, since: date, tried_since: datetime
) -> list[RankRow]:
    """Every task that can be worked on or is being worked on, with what ranking needs."""
    mine, tried = attempt.c.listing_id == task.c.listing_id, attempt.c.at >= tried_since
    tries = sa.select(sa.func.count()).where(mine, tried, attempt.c.outcome != "crashed")
    looked = sa.select(sa.func.coalesce(sa.func.sum(listing_view.c.views), 0)).where(
        listing_view.c.listing_id == task.c.listing_id, listing_view.c.day >= since
    )
    counts = (looked, tries, tries.where(attempt.c.outcome.in_(ANSWERED)))
    due = sa.or_(
        task.c.state.in_(("open", "claimed")),
        sa.and_(task.c.state == "waiting", task.c.not_before <= now),
    )
    query = (
        sa.select(*_RANKED, *(count.scalar_subquery() for count in counts))
        .join(listing, listing.c.listing_id == task.c.listing_id)
        .where(due, listing.c.is_public.is_(True))
        .order_by(task.c.task_id)
    )
    return [RankRow(*values) for values in map(tuple, connection.execute(query))]


_RANKED = (
    task.c.task_id, task.c.listing_id, task.c.state, task.c.language, task.c.lease_until,
    listing.c.anchored_at, listing.c.change_rate, listing.c.silent_rate, listing.c.anchor_doubt,
    listing.c.signal_doubt,
)  # fmt: skip


def add_event(
    connection: sa.Connection,
    task_id: int,
    event: str,
    actor: str,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    row = {"task_id": task_id, "event": event, "actor": actor, "at": at, "detail": detail}
    add(connection, task_event, [row])


def attempts_of(connection: sa.Connection, task_id: int) -> list[AttemptRow]:
    """Oldest first."""
    return [_as(AttemptRow, row) for row in find(connection, attempt, task_id=task_id)]


# -- reports and votes


def insert_report(connection: sa.Connection, **values: Any) -> int:
    insert = sa.insert(report).values(**values).returning(report.c.report_id)
    return int(connection.execute(insert).scalar_one())


def report_by_token(connection: sa.Connection, token_hash: str) -> ReportRow | None:
    found = find(connection, report, token_hash=token_hash)
    return _as(ReportRow, found[0]) if found else None


def reports_of(connection: sa.Connection, listing_ids: Iterable[str]) -> list[ReportRow]:
    """Reports that are not settled yet, oldest first."""
    found = find(connection, report, listing_id=list(listing_ids), state=["received", "linked"])
    return [_as(ReportRow, row) for row in found]


def settle_report(
    connection: sa.Connection, report_id: int, state: str, verdict: str, now: datetime
) -> None:
    values = {"state": state, "verdict": verdict, "resolved_at": now}
    change(connection, report, values, report_id=report_id)


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


def end_cycle(connection: sa.Connection, listing_id: str) -> None:
    """Destroys the votes and their key."""
    drop(connection, vote, listing_id=listing_id)
    drop(connection, cycle, listing_id=listing_id)


# -- views


def add_views(connection: sa.Connection, listing_id: str, day: date, views: int) -> None:
    insert = _insert(connection, listing_view).values(listing_id=listing_id, day=day, views=views)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["listing_id", "day"],
            set_={"views": listing_view.c.views + insert.excluded.views},
        )
    )


def views_since(
    connection: sa.Connection, since: date, listing_ids: Sequence[str] | None = None
) -> dict[str, int]:
    """Views by listing, of these or all; those that nobody looked at are absent."""
    query = (
        sa.select(listing_view.c.listing_id, sa.func.sum(listing_view.c.views))
        .where(listing_view.c.day >= since)
        .group_by(listing_view.c.listing_id)
    )
    if listing_ids is not None:
        query = query.where(listing_view.c.listing_id.in_(listing_ids))
    return {key: int(views) for key, views in connection.execute(query)}


def mean_views(connection: sa.Connection, since: date) -> float:
    """Views per public listing since `since`; 0.0 for an empty directory."""
    total = sa.select(sa.func.sum(listing_view.c.views)).where(listing_view.c.day >= since)
    public = sa.select(sa.func.count()).select_from(listing).where(listing.c.is_public)
    views = float(connection.execute(total).scalar() or 0)
    return views / max(1, int(connection.execute(public).scalar_one()))
