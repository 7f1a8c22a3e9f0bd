"""Reports become doubt and tasks, on both kinds of database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from directory.belief import probability
from directory.database import Database
from directory.evidence import Field, Outcome
from directory.listing import Visibility, listing_id_of
from directory.store import Store
from tests.factories import NOW, save, service_entity
from tests.verification.conftest import Loop
from verification.errors import ReportTooLongError, UnknownListingError
from verification.findings import Finding
from verification.intake import MAX_SUGGESTED, MAX_WORDS, open_or_join_task, receive_report


def test_a_report_is_kept_whole_and_its_words_apart_from_the_verdict(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW)
    received = loop.report(
        listing_id, suggested="(202) 555-0199", words="Nobody <b>answers</b>", reporter=b"r"
    )
    (row,) = loop.rows("report")
    assert (row["field"], row["suggested"], row["words"]) == (
        "phone", "(202) 555-0199", "Nobody <b>answers</b>",
    )  # fmt: skip
    assert (row["state"], row["verdict"], row["is_counted"]) == ("linked", None, True)
    assert received.rank == 1
    assert received.token not in str(row)


def test_one_report_halves_the_belief_of_a_listing_checked_now(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW)
    loop.report(listing_id)
    assert probability(loop.stored(listing_id).belief, NOW) == pytest.approx(0.5)


def test_a_reporter_has_one_vote_for_each_field_in_a_cycle(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW)
    assert loop.report(listing_id, reporter=b"r").is_counted
    assert not loop.report(listing_id, reporter=b"r").is_counted
    assert loop.report(listing_id, Field.HOURS, reporter=b"r").is_counted
    assert loop.report(listing_id, reporter=b"other").is_counted
    assert loop.stored(listing_id).belief.signals == 3
    assert len(loop.rows("report")) == 4
    assert loop.task(listing_id).fields == ("phone", "hours")


def test_a_vote_names_nobody_and_its_key_is_destroyed_with_the_cycle(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id, reporter=b"10.0.0.7")
    (cycle,) = loop.rows("cycle")
    (vote,) = loop.rows("vote")
    assert len(cycle["vote_key"]) == 32
    assert len(vote["vote_hash"]) == 64
    loop.settle(listing_id, Finding(Outcome.CONFIRMED))
    assert loop.rows("cycle") == loop.rows("vote") == []
    assert loop.report(listing_id, reporter=b"10.0.0.7").is_counted
    (again,) = loop.rows("vote")
    assert again["vote_hash"] != vote["vote_hash"]


def test_who_says_that_a_field_is_right_raises_neither_doubt_nor_task(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW)
    received = loop.report(listing_id, assertion="right", reporter=b"r")
    assert received.rank is None
    assert loop.stored(listing_id).belief.signals == 0
    assert loop.rows("task") == []
    assert loop.rows("report")[0]["state"] == "received"


def test_news_reopens_a_task_that_waits(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    loop.settle(listing_id, Finding(Outcome.UNREACHABLE))
    assert loop.task(listing_id).state == "waiting"
    loop.report(listing_id, Field.CLOSED)
    task = loop.task(listing_id)
    assert (task.state, task.not_before, task.fields) == ("open", None, ("phone", "closed"))


@pytest.mark.parametrize(
    ("words", "suggested", "message"),
    [
        (MAX_WORDS + 1, 0, "what you write may have 2,000 characters"),
        (0, MAX_SUGGESTED + 1, "the right value may have 500 characters"),
    ],
)
def test_too_much_text_is_refused_and_nothing_of_it_kept(
    loop: Loop, words: int, suggested: int, message: str
) -> None:
    listing_id = loop.listing()
    with pytest.raises(ReportTooLongError, match=message):
        loop.report(listing_id, words="x" * words, suggested="x" * suggested)
    assert loop.rows("report") == loop.rows("task") == []


def test_text_as_long_as_may_be_is_kept_to_the_last_letter(loop: Loop) -> None:
    loop.report(loop.listing(), words="é" * MAX_WORDS)
    assert loop.rows("report")[0]["words"] == "é" * MAX_WORDS


def test_a_zero_byte_in_a_report_is_dropped(loop: Loop) -> None:
    loop.report(loop.listing(), words="No\x00 answer")
    assert loop.rows("report")[0]["words"] == "No answer"


def test_a_listing_that_is_not_public_cannot_be_reported(loop: Loop, store: Store) -> None:
    made = service_entity(visibility=Visibility.WITHHELD)
    save(store, made)
    for listing_id in (listing_id_of(made.entity_id, None), "nothing"):
        with pytest.raises(UnknownListingError, match="there is no listing"):
            loop.report(listing_id)


def test_reports_of_one_moment_each_leave_their_doubt(
    loop: Loop, second_database: Callable[[], Database]
) -> None:
    """Eight connections report the same listing at once: one task, eight signals, nothing lost."""
    listing_id = loop.listing(checked=NOW)
    start = Barrier(8)

    def report() -> None:
        database = second_database()
        start.wait()
        with Store(database).transaction(actor="visitor", now=NOW) as tx:
            receive_report(tx, listing_id, Field.PHONE, "wrong", reporter=None, now=NOW)
        database.close()

    threads = [Thread(target=report) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loop.stored(listing_id).belief.signals == 8
    assert [row["task_id"] for row in loop.rows("report")] == [loop.task(listing_id).task_id] * 8
    assert len(loop.rows("task")) == 1


def test_a_task_that_was_opened_again_joins_its_fields(loop: Loop, store: Store) -> None:
    listing_id = loop.listing()
    later = NOW + timedelta(hours=1)
    with store.transaction(actor="worker", now=NOW) as tx:
        first = open_or_join_task(tx, listing_id, (Field.HOURS,), actor="worker", now=NOW)
        again = open_or_join_task(
            tx, listing_id, (Field.PHONE, Field.HOURS), actor="worker", now=later
        )
    assert first == again
    assert loop.task(listing_id).fields == ("hours", "phone")
    assert loop.events() == ["opened", "joined"]
