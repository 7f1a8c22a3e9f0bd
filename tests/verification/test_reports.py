"""What a reporter's private page can tell, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

from directory.evidence import Field, Outcome
from tests.factories import NOW
from tests.verification.conftest import Loop
from verification.findings import Finding
from verification.reports import ReportStatus, report_status


def status(loop: Loop, token: str) -> ReportStatus:
    with loop.store.reading() as view:
        found = report_status(view, token, now=loop.now)
    assert found is not None
    return found


def test_a_report_can_be_followed_from_receipt_to_verdict(loop: Loop) -> None:
    listing_id = loop.listing()
    token = loop.report(listing_id, suggested="(202) 555-0199").token
    first = status(loop, token)
    assert (first.state, first.rank, first.verdict) == ("linked", 1, None)
    assert [step.kind for step in first.steps] == ["received", "linked"]
    loop.now += timedelta(hours=2)
    loop.settle(listing_id, Finding(Outcome.UNREACHABLE))
    waiting = status(loop, token)
    assert (waiting.state, waiting.rank) == ("linked", None)
    loop.now += timedelta(days=1)
    loop.settle(listing_id, Finding(Outcome.CHANGED, set_values={Field.PHONE: "(202) 555-0199"}))
    last = status(loop, token)
    assert [(step.kind, step.at, step.detail) for step in last.steps] == [
        ("received", NOW, ""),
        ("linked", NOW, ""),
        ("attempted", NOW + timedelta(hours=2), "unreachable"),
        ("attempted", loop.now, "changed"),
        ("resolved", loop.now, "Corrected: the phone is now (202) 555-0199"),
    ]


def test_attempts_before_the_report_are_not_its_own(loop: Loop) -> None:
    listing_id = loop.listing()
    loop.report(listing_id, Field.HOURS)
    loop.settle(listing_id, Finding(Outcome.UNREACHABLE))
    loop.now += timedelta(hours=1)
    token = loop.report(listing_id).token
    assert [step.kind for step in status(loop, token).steps] == ["received", "linked"]


def test_who_said_that_it_is_right_is_told_when_it_was_checked(loop: Loop) -> None:
    listing_id = loop.listing()
    token = loop.report(listing_id, Field.HOURS, "right").token
    assert status(loop, token).state == "received"
    loop.report(listing_id)
    loop.settle(listing_id, Finding(Outcome.CONFIRMED))
    found = status(loop, token)
    assert (found.state, found.verdict) == ("resolved", "They confirmed the hours as listed")


def test_a_token_that_nobody_has_is_no_report(loop: Loop) -> None:
    loop.report(loop.listing())
    with loop.store.reading() as view:
        assert report_status(view, "guess", now=NOW) is None
