"""The product learns from what it does: who is right, and what changes how fast."""

from __future__ import annotations

from datetime import timedelta

import pytest

from directory.belief import PRIOR_CHANGE_RATE, doubt_of_signal, probability
from directory.evidence import Field, Outcome
from tests.factories import NOW, make_listing
from tests.verification.conftest import Loop
from verification.explain import why
from verification.findings import Finding
from verification.intake import HeardSignal, raise_signal
from verification.pool import pool_of
from verification.relearning import classify, relearn
from verification.signals import BY_MACHINE, PRIOR_PRECISION, Signal, Source

WRONG_PHONE = Finding(Outcome.CHANGED, set_values={Field.PHONE: "(202) 555-0199"})
ALL_RIGHT = Finding(Outcome.CONFIRMED)
YEAR = timedelta(days=365)


def hear(loop: Loop, signal: Signal) -> HeardSignal:
    with loop.store.transaction(actor="worker", now=loop.now) as tx:
        return raise_signal(tx, signal, actor="worker", now=loop.now)


def rate(loop: Loop, listing_id: str) -> float:
    return loop.stored(listing_id).belief.change_rate


@pytest.mark.parametrize("source", list(Source))
def test_every_source_signals_in_one_shape(loop: Loop, source: Source) -> None:
    listing_id = loop.listing(checked=NOW)
    heard = hear(loop, Signal(listing_id, source, Field.WEBSITE, detail={"page": "/contact"}))
    (row,) = loop.rows("signal")
    assert (row["source"], row["field"], row["detail"]) == (
        source.value, "website", {"page": "/contact"},
    )  # fmt: skip
    assert heard.precision == pytest.approx(PRIOR_PRECISION[source])
    assert row["doubt"] == pytest.approx(doubt_of_signal(PRIOR_PRECISION[source]))
    assert probability(loop.stored(listing_id).belief, NOW) == pytest.approx(1 - heard.precision)
    assert (heard.task_id is None) == (source in BY_MACHINE) == (loop.rows("task") == [])


def test_the_same_evidence_again_is_one_vote_until_the_next_check(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW)
    signal = Signal(listing_id, Source.CRAWL, Field.PHONE, voter=b"(202) 555-0199")
    assert [hear(loop, signal).is_counted for _ in range(3)] == [True, False, False]
    assert loop.report(listing_id, reporter=b"(202) 555-0199").is_counted
    assert loop.stored(listing_id).belief.signals == 2
    loop.settle(listing_id, ALL_RIGHT)
    assert hear(loop, signal).is_counted
    assert len(loop.rows("task")) == 1


def test_a_check_judges_the_signals_about_what_it_settled(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW - YEAR)
    loop.report(listing_id, Field.PHONE)
    loop.report(listing_id, Field.WEBSITE)
    loop.report(listing_id, Field.HOURS)
    changed = Finding(Outcome.CHANGED, (Field.WEBSITE,), {Field.PHONE: "(202) 555-0199"})
    loop.settle(listing_id, changed)
    phone, website, hours = loop.rows("signal")
    assert phone["judged_at"] == website["judged_at"] == NOW
    assert phone["credit"] > 0.3
    assert website["credit"] == 0.0
    assert hours["judged_at"] is None
    (track,) = loop.rows("source_precision")
    assert (track["source"], track["judged"]) == ("report", 2)
    assert track["right"] == pytest.approx(phone["credit"])
    belief = loop.stored(listing_id).belief
    assert belief.signals == 1
    assert belief.signal_doubt == pytest.approx(hours["doubt"])


def test_whoever_cries_wolf_is_believed_less_about_this_listing_only(loop: Loop) -> None:
    spammed, other = loop.listing("Spammed", checked=NOW), loop.listing("Other", checked=NOW)
    believed = []
    for _ in range(6):
        loop.now += timedelta(days=30)
        believed.append(hear(loop, Signal(spammed, Source.REPORT, Field.PHONE)).precision)
        loop.settle(spammed, ALL_RIGHT)
    assert believed == sorted(believed, reverse=True)
    assert believed[-1] < believed[0] / 2
    assert hear(loop, Signal(other, Source.REPORT, Field.PHONE)).precision == believed[0]
    assert hear(loop, Signal(spammed, Source.CRAWL, Field.PHONE)).precision == believed[0]
    assert len(loop.rows("signal")) == 8


def test_a_listing_that_is_found_changed_changes_faster_than_one_that_is_not(loop: Loop) -> None:
    changing, quiet = loop.listing("Changing", checked=NOW), loop.listing("Quiet", checked=NOW)
    loop.now += YEAR
    for listing_id in (changing, quiet):
        loop.report(listing_id)
    loop.settle(changing, WRONG_PHONE)
    loop.settle(quiet, ALL_RIGHT)
    assert rate(loop, quiet) < PRIOR_CHANGE_RATE < rate(loop, changing)
    belief = loop.stored(quiet).belief
    assert belief.silent_rate == pytest.approx(0.7 * belief.change_rate)
    changed, unchanged = loop.rows("check_interval")
    assert (changed["changed"], changed["changed_fields"]) == (1.0, ["phone"])
    assert (unchanged["changed"], unchanged["changed_fields"]) == (0.0, [])
    assert unchanged["years"] == pytest.approx(1.0, abs=0.01)
    assert changed["years"] == pytest.approx(0.5, abs=0.01)


def test_a_value_that_is_only_spelled_otherwise_has_not_changed(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW - YEAR)
    loop.report(listing_id)
    loop.settle(listing_id, Finding(Outcome.CHANGED, set_values={Field.PHONE: "202.555.0123"}))
    assert loop.rows("check_interval")[0]["changed"] == 0.0
    assert loop.rows("signal")[0]["credit"] == 0.0


def test_the_first_check_ever_says_nothing_about_a_rate(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id)
    loop.settle(listing_id, WRONG_PHONE)
    assert loop.rows("check_interval") == []
    assert rate(loop, listing_id) == pytest.approx(PRIOR_CHANGE_RATE, rel=0.05)


def listing_of_class(loop: Loop, name: str, code: str) -> str:
    term = {"id": code, "name": code, "code": code}
    attributes = [{"id": f"{name} {code}", "taxonomy_term": term}]
    return make_listing(loop.store, name, attributes=attributes)


def test_a_class_teaches_listings_that_nobody_checked(loop: Loop) -> None:
    groups = {"BD-1800.2000": WRONG_PHONE, "PH-0500": ALL_RIGHT}
    checked = {
        listing_of_class(loop, f"{code} {number}", code): finding
        for code, finding in groups.items()
        for number in range(4)
    }
    for listing_id in checked:
        loop.report(listing_id)
        loop.settle(listing_id, ALL_RIGHT)
    for _ in range(2):
        loop.now += YEAR / 2
        for number, (listing_id, finding) in enumerate(checked.items()):
            if finding is WRONG_PHONE:
                phone = f"(202) 555-{loop.now.month:02}{number:02}"
                finding = Finding(Outcome.CHANGED, set_values={Field.PHONE: phone})
            loop.report(listing_id)
            loop.settle(listing_id, finding)
    fast = listing_of_class(loop, "New pantry", "BD-5000.1000")
    slow = listing_of_class(loop, "New clinic", "PH-0500.9000")
    assert classify(loop.store, loop.now) == 2
    assert relearn(loop.store, loop.now) > 0
    assert relearn(loop.store, loop.now) <= 2
    assert rate(loop, slow) < 0.8 * PRIOR_CHANGE_RATE < 1.2 * PRIOR_CHANGE_RATE < rate(loop, fast)
    assert {row["class_key"]: row["checks"] for row in loop.rows("class_start")} == {
        "BD|unknown": 8, "PH|unknown": 8,
    }  # fmt: skip
    with loop.store.reading() as view:
        pool = pool_of(view)
    assert pool.shares[Field.PHONE] > 0.3
    assert sum(pool.shares.values()) == pytest.approx(1.0)
    assert pool.precisions[Source.REPORT] != PRIOR_PRECISION[Source.REPORT]
    assert pool.precisions[Source.BOUNCE] == pytest.approx(PRIOR_PRECISION[Source.BOUNCE])


def test_a_listing_that_nobody_complains_about_for_years_is_taken_for_a_slow_one(
    loop: Loop,
) -> None:
    listing_id = loop.listing(checked=NOW)
    relearn(loop.store, loop.now)
    before = rate(loop, listing_id)
    loop.now += 3 * YEAR
    assert relearn(loop.store, loop.now) == 1
    assert rate(loop, listing_id) < 0.8 * before


def test_an_empty_directory_teaches_nothing(loop: Loop) -> None:
    assert relearn(loop.store, NOW) == 0
    with loop.store.reading() as view:
        assert pool_of(view).recall == pytest.approx(0.3)


def test_why_tells_what_was_learned(loop: Loop) -> None:
    listing_id = loop.listing(checked=NOW)
    loop.now += YEAR
    loop.report(listing_id)
    loop.settle(listing_id, ALL_RIGHT)
    loop.now += timedelta(days=40)
    hear(loop, Signal(listing_id, Source.CRAWL, Field.PHONE))
    loop.report(listing_id)
    with loop.store.reading() as view:
        told = why(view, listing_id, now=loop.now)
    assert "Rate 0." in told
    assert "1 check of its own (0 found a change)" in told
    assert "class unknown|unknown" in told
    assert "crawl about the phone, 2027-06-13, believed 0.50: +0.69" in told
    assert "report about the phone, 2027-06-13, believed 0.40: +0.51" in told
