"""Signals become doubt and tasks; a visitor's report is the signal that people see.

A report is kept whole, with the visitor's words apart from the verdict. Any signal moves belief
only when it is its raiser's first one about the field in this cycle of the listing, and by as much
as its source has earned: over the directory, and about this listing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from directory.belief import doubt_of_signal, with_signal
from directory.evidence import Field
from directory.store import StoredListing, Transaction
from verification import store
from verification.errors import ReportTooLongError, UnknownListingError, VerificationError
from verification.pool import pool_of, track_record
from verification.rows import TaskRow
from verification.signals import BY_MACHINE, Signal, Source
from verification.tables import signal as signals
from verification.task_queue import rank_of

Assertion = Literal["wrong", "right"]

MAX_WORDS = 2_000
"""Characters that a visitor may write: a screenful."""

MAX_SUGGESTED = 500
"""Characters of a right value; the longest hours text of real exports has some 400."""

NEWS_RACES = 3
"""How often a task may be settled just as news for it comes, before that is an error."""


@dataclass(frozen=True)
class HeardSignal:
    """What a signal did."""

    task_id: int | None
    """None: it opens no task by itself (signals.BY_MACHINE), and none was open."""
    is_counted: bool
    """False: its raiser had said so before in this cycle."""
    precision: float
    """What it was believed, 0 .. 1."""


@dataclass(frozen=True)
class ReceivedReport:
    token: str
    """Secret of the status page /report/<token>; only its hash is stored."""
    report_id: int
    rank: int | None
    """Place in the list of checks, 1 = next; None: it was right, nothing to check."""
    is_counted: bool
    """False: this reporter had said so before in this cycle."""


def raise_signal(tx: Transaction, signal: Signal, *, actor: str, now: datetime) -> HeardSignal:
    """Stores the signal, lets it doubt the listing, and opens or joins its task.

    Raises UnknownListingError.
    """
    connection, listing_id = tx.connection, signal.listing_id
    stored = _public(tx, listing_id)
    is_counted = _is_first_vote(tx, signal, now)
    precision = track_record(tx, signal.source, listing_id, pool_of(tx)).precision
    if is_counted:
        tx.set_belief(listing_id, with_signal(stored.belief, precision))
    row = {
        "listing_id": listing_id,
        "source": signal.source.value,
        "field": signal.field.value,
        "is_counted": is_counted,
        "doubt": doubt_of_signal(precision) if is_counted else 0.0,
        "detail": dict(signal.detail) if signal.detail else None,
        "raised_at": now,
    }
    store.add(connection, signals, [row])
    task_id = None
    if signal.source not in BY_MACHINE or store.unsettled_task(connection, listing_id):
        task_id = open_or_join_task(tx, listing_id, (signal.field,), actor=actor, now=now)
    return HeardSignal(task_id, is_counted, precision)


def receive_report(
    tx: Transaction,
    listing_id: str,
    field: Field,
    assertion: Assertion,
    *,
    suggested: str = "",
    words: str = "",
    reporter: bytes | None,
    now: datetime,
) -> ReceivedReport:
    """Stores the report; one that says that something is wrong is a signal too.

    reporter: what tells reporters apart within one cycle; never stored, only a keyed hash whose
    key is destroyed when the listing is checked. None: nobody to tell apart (staff).
    Raises UnknownListingError, ReportTooLongError.
    """
    suggested = _kept(suggested, MAX_SUGGESTED, "the right value")
    words = _kept(words, MAX_WORDS, "what you write")
    task_id, is_counted = None, True
    if assertion == "wrong":
        signal = Signal(listing_id, Source.REPORT, field, reporter)
        heard = raise_signal(tx, signal, actor="report", now=now)
        task_id, is_counted = heard.task_id, heard.is_counted
    else:
        _public(tx, listing_id)
    token = secrets.token_urlsafe(24)
    report_id = store.insert_report(
        tx.connection,
        token_hash=token_hash(token),
        listing_id=listing_id,
        task_id=task_id,
        field=field.value,
        assertion=assertion,
        suggested=suggested or None,
        words=words or None,
        is_counted=is_counted,
        state="linked" if task_id else "received",
        received_at=now,
    )
    rank = rank_of(tx, task_id, now=now) if task_id else None
    return ReceivedReport(token, report_id, rank, is_counted)


def _public(tx: Transaction, listing_id: str) -> StoredListing:
    """The listing, locked until the end of the transaction. Raises UnknownListingError."""
    store.lock_listing(tx.connection, listing_id)
    stored = tx.listing(listing_id)
    if stored is None or not stored.is_public:
        raise UnknownListingError(f"there is no listing {listing_id}")
    return stored


def _kept(text: str, most: int, what: str) -> str:
    """The text as it is stored. NUL is dropped: no database text holds it."""
    text = text.replace("\x00", "").strip()
    if len(text) > most:
        raise ReportTooLongError(
            f"{what} may have {most:,} characters and has {len(text):,}: shorten it"
        )
    return text


def token_hash(token: str) -> str:
    """What is stored of a status token: SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_first_vote(tx: Transaction, signal: Signal, now: datetime) -> bool:
    if signal.voter is None:
        return True
    key = store.vote_key(tx.connection, signal.listing_id, secrets.token_bytes(32), now)
    said = b"\x00".join((signal.source.encode(), signal.field.encode(), signal.voter))
    vote_hash = hmac.new(key, said, hashlib.sha256).hexdigest()
    return store.cast_vote(tx.connection, signal.listing_id, signal.field.value, vote_hash)


def open_or_join_task(
    tx: Transaction, listing_id: str, fields: tuple[Field, ...], *, actor: str, now: datetime
) -> int:
    """The listing's one unsettled task, opened now if there is none, with these fields in doubt.

    A waiting task becomes open again: there is news.
    """
    names = [field.value for field in fields]
    for _ in range(NEWS_RACES):
        task_id = store.insert_task(tx.connection, listing_id, names, now)
        if task_id is not None:
            store.add_event(tx.connection, task_id, "opened", actor, now, {"fields": names})
            return task_id
        task = store.unsettled_task(tx.connection, listing_id)
        if task is not None:
            return _join(tx, task, names, actor, now)
    raise VerificationError(f"the task of listing {listing_id} is changing: try again")


def _join(tx: Transaction, task: TaskRow, names: list[str], actor: str, now: datetime) -> int:
    values: dict[str, object] = {"fields": list(dict.fromkeys((*task.fields, *names)))}
    if task.state == "waiting":
        values |= {"state": "open", "not_before": None}
    store.update_task(tx.connection, task.task_id, **values)
    store.add_event(tx.connection, task.task_id, "joined", actor, now, {"fields": names})
    return task.task_id
