"""A visitor reports, and learns what came of it."""

import re
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.evidence import Check, Field, Outcome
from geodata.gazetteer import Gazetteer
from tests.factories import NOW, make_listing
from tests.web.conftest import Directory, directory_over
from verification import store as verification_store
from verification.outcomes import Finding, apply_outcome
from verification.task_queue import claim_next


def token_in(client: FlaskClient, address: str) -> str:
    page = client.get(address).get_data(as_text=True)
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found
    return found.group(1)


def send(directory: Directory, listing_id: str, **form: str) -> TestResponse:
    """Posts the form of a listing as a browser would; an empty value is left out."""
    address = f"/listing/{listing_id}/report"
    given = {"field": "phone", "assertion": "wrong", **form}
    given.setdefault("form_token", token_in(directory.client, address))
    return directory.client.post(address, data={key: v for key, v in given.items() if v})


def status_link(answer: TestResponse) -> str:
    found = re.search(r'href="(/report/[\w-]+)"', answer.get_data(as_text=True))
    assert found
    return found.group(1)


def test_a_report_is_thanked_with_its_place_and_a_link(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    answer = send(directory, listing_id, suggested="(202) 555-0199", how="called", words="busy")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "This puts the listing 1st in our list of calls." in page
    with directory.store.reading() as view:
        (stored,) = verification_store.reports_of(view.connection, [listing_id])
    assert (stored.field, stored.assertion) == ("phone", "wrong")
    assert (stored.suggested, stored.words) == ("(202) 555-0199", "I called. busy")
    status = directory.client.get(status_link(answer))
    text = status.get_data(as_text=True)
    assert "In our list of calls (1st)" in text
    assert "(202) 555-0199" in text
    assert status.headers["Referrer-Policy"] == "no-referrer"


def test_the_link_says_what_was_found(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    link = status_link(send(directory, listing_id))
    with directory.store.transaction(actor="ada", now=NOW) as tx:
        task = claim_next(tx, "ada", now=NOW)
        found = Finding(
            Outcome.CHANGED, set_values={Field.PHONE: "(202) 555-0177"}, check=Check.PHONE
        )
        apply_outcome(tx, task.task_id, "ada", found, now=NOW)
    assert "Corrected: the phone is now (202) 555-0177" in directory.client.get(link).get_data(
        as_text=True
    )


def test_saying_that_it_is_right_takes_one_tap(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    token = token_in(directory.client, f"/listing/{listing_id}")
    answer = send(directory, listing_id, assertion="right", form_token=token)
    assert answer.status_code == 200
    assert "It helps others to know" in answer.get_data(as_text=True)


def test_saying_it_twice_counts_once(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    send(directory, listing_id)
    assert "It counts once." in send(directory, listing_id).get_data(as_text=True)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"field": ""}, "Choose what is wrong."),
        ({"field": "colour"}, "Choose what is wrong."),
        ({"assertion": "maybe"}, "Say whether it is wrong or right."),
        ({"field": "other"}, "Say in a few words what is wrong."),
        ({"form_token": "made-up"}, "This page was open for too long."),
    ],
)
def test_a_form_that_cannot_be_used_says_why(
    directory: Directory, form: dict[str, str], told: str
) -> None:
    answer = send(directory, make_listing(directory.store), **form)
    assert answer.status_code == 400
    assert told in answer.get_data(as_text=True)


def test_a_form_expires(directory: Directory, places: Gazetteer) -> None:
    times = {"now": NOW}

    def clock() -> datetime:
        return times["now"]

    slow = directory_over(directory.store, directory.engine, places, clock=clock)
    listing_id = make_listing(slow.store)
    token = token_in(slow.client, f"/listing/{listing_id}/report")
    times["now"] = NOW + timedelta(hours=13)
    assert send(slow, listing_id, form_token=token).status_code == 400
    times["now"] = NOW + timedelta(hours=11)
    assert send(slow, listing_id, form_token=token).status_code == 200


def test_too_many_reports_from_one_address_are_stopped_with_a_page(directory: Directory) -> None:
    listing_id = make_listing(directory.store)
    token = token_in(directory.client, f"/listing/{listing_id}/report")
    answers = [send(directory, listing_id, form_token=token) for _ in range(61)]
    assert [answer.status_code for answer in answers[:60]] == [200] * 60
    assert answers[60].status_code == 429
    assert "Too many reports came from this address" in answers[60].get_data(as_text=True)


def test_an_unknown_link_is_a_page(directory: Directory) -> None:
    answer = directory.client.get("/report/nothing")
    assert answer.status_code == 404
    assert "We have no report at this address." in answer.get_data(as_text=True)
