"""What a person tells about themselves: used for one search, and nowhere else."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.factories import make_listing
from tests.web.conftest import Directory

TOLD = {"age": "47.25", "income_usd_month": "4321.5", "is_hiv": "yes", "has_ssn": "no"}
TRACES = ("47.25", "4321.5", "is_hiv", "has_ssn")


@pytest.fixture
def people(directory: Directory) -> Directory:
    for name, who in (("A", "Women 18 and older"), ("B", "Open to all"), ("C", "Veterans")):
        make_listing(directory.store, f"Pantry {name}", eligibility_description=who)
    directory.refresh()
    return directory


def page_of(directory: Directory, **form: str) -> str:
    answer = directory.client.post("/search", data={"q": "pantry", **form})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True)


def test_only_what_surely_is_for_others_is_left_out_and_can_be_shown(people: Directory) -> None:
    page = page_of(people, gender="men")
    assert "Pantry A" not in page
    assert "1 listing is for other people." in page
    assert "Listed as open to everybody" in page
    assert "Ask about: veterans" in page
    shown = page_of(people, gender="men", others="show")
    assert "Listed for other people: women" in shown
    strict = page_of(people, gender="men", strict="1")
    assert "1 place found" in strict
    assert "Pantry C" not in strict


def test_what_would_settle_most_is_asked_next(people: Directory) -> None:
    page = people.client.get("/search?q=pantry").get_data(as_text=True)
    assert "We use this for this search only. It is not saved." in page
    assert "Are you one of these: veterans?" in page
    again = page_of(people, is_veteran="no")
    assert "Pantry C" not in again
    assert '<option value="no" selected>' in again


def test_nobody_is_told_that_they_qualify(people: Directory) -> None:
    assert "qualify" not in page_of(people, gender="women", age="30").casefold()


def test_an_answer_that_cannot_be_meant_is_not_repeated(people: Directory) -> None:
    answer = people.client.post("/search", data={"q": "pantry", "age": "4711abc"})
    assert answer.status_code == 400
    assert "4711abc" not in answer.get_data(as_text=True)


def test_circumstances_in_an_address_are_taken_out_of_it(people: Directory) -> None:
    answer = people.client.get("/search?q=pantry&gender=men&age=47.25")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/search?q=pantry"


def test_no_trace_is_left_after_a_search(
    people: Directory,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = people.client.post("/search", data={"q": "pantry", "limit": "1", **TOLD})
    page = answer.get_data(as_text=True)
    assert 'value="4321.5"' in page  # in the form, and nowhere else
    addresses = [part.split('"')[0] for part in page.split('="/')[1:]]
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    with people.store.reading() as view:
        rows = [
            repr(row)
            for table in ("revision", "listing", "listing_view", "listing_change")
            for row in view.connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]
    told = "\n".join(
        [*addresses, caplog.text, *capfd.readouterr(), *rows, *answer.headers.values()]
    )
    for trace in TRACES:
        assert trace not in told
        assert not [1 for data in written if trace.encode() in data]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
