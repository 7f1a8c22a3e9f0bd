"""Failures are pages that say what to do, and hostile requests are no failures of ours."""

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import request

from geodata.gazetteer import Gazetteer
from indexer.sqlite.engine import SqliteEngine
from tests.factories import make_listing
from tests.web.conftest import Directory, directory_over

if TYPE_CHECKING:
    from directory.store import Store


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """One kind is enough: nothing here rests on the record."""
    return str(request.param)


@pytest.fixture
def without_engine(store: "Store", tmp_path: Path, places: Gazetteer) -> Directory:
    """A directory whose index is missing."""
    return directory_over(store, SqliteEngine(tmp_path / "missing" / "index.sqlite"), places)


def test_a_missing_engine_is_a_page_and_not_an_empty_result(without_engine: Directory) -> None:
    answer = without_engine.client.get("/search?q=food")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    page = answer.get_data(as_text=True)
    assert "Search is not working right now" in page
    assert "Call 2-1-1, free, day and night" in page
    told = without_engine.client.get("/search.json?q=food")
    assert told.status_code == 503
    assert json.loads(told.get_data()) == {"error": "Search is not working right now"}


def test_home_and_listings_work_without_the_engine(without_engine: Directory) -> None:
    listing_id = make_listing(without_engine.store)
    assert without_engine.client.get("/").status_code == 200
    assert without_engine.client.get(f"/listing/{listing_id}").status_code == 200


def test_operators_see_what_is_away(directory: Directory, without_engine: Directory) -> None:
    assert directory.client.get("/health/live").status_code == 200
    ready = directory.client.get("/health/ready")
    assert (ready.status_code, json.loads(ready.get_data())) == (
        200,
        {"ready": True, "store": True, "engine": True},
    )
    away = without_engine.client.get("/health/ready")
    assert (away.status_code, json.loads(away.get_data())["engine"]) == (503, False)


def test_metrics_count_by_view(directory: Directory) -> None:
    directory.client.get("/search?q=sesame")
    text = directory.client.get("/metrics").get_data(as_text=True)
    assert 'wellkept_answer_seconds_count{status="200",view="search.results"} 1.0' in text
    assert "sesame" not in text


def test_a_failure_of_ours_is_logged_by_place_and_without_its_message(
    directory: Directory, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> str:
        raise RuntimeError(request.args["q"])

    directory.app.add_url_rule("/fail", "fail", fail)
    with caplog.at_level(logging.ERROR):
        answer = directory.client.get("/fail?q=sesame")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.get_data(as_text=True)
    assert "RuntimeError in fail" in caplog.text
    assert "sesame" not in caplog.text


@pytest.mark.parametrize(
    ("method", "address", "status", "told"),
    [
        ("GET", "/nothing", 404, "We could not find that page"),
        ("GET", "/listing/not-a-uuid", 404, "We could not find that page"),
        ("POST", "/", 405, "This page does not work that way"),
        ("GET", "/search?q=x&page=0", 400, "page must be 1 or more"),
        ("GET", "/search?q=x&page=-1", 400, "page must be a number"),
        ("GET", "/search?q=x&page=x", 400, "page must be a number"),
        ("GET", "/search?q=x&limit=1000", 400, "limit must be between 1 and 100"),
        ("GET", "/search?q=x&sort=price", 400, "sort must be one of"),
        ("GET", "/search?q=x&radius_miles=nan", 400, "radius_miles must be a number"),
    ],
)
def test_errors_say_what_to_do(
    directory: Directory, method: str, address: str, status: int, told: str
) -> None:
    answer = directory.client.open(address, method=method)
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert told in page
    assert "Start a new search" in page


def test_a_form_that_is_too_long_is_refused(directory: Directory) -> None:
    answer = directory.client.post("/search", data={"q": "x" * 70_000})
    assert answer.status_code == 413
    assert "That was too much text" in answer.get_data(as_text=True)


HOSTILE = (
    "%00", "%FF%FE", "%ED%A0%80", "a%00b", '" OR 1=1 --', "NEAR(a b)", "name:food*", "^", '"',
    "(" * 500, "💥" * 300, "%E2%80%AE", "{{7*7}}", "../../etc/passwd", "-1", "1e999", "a\r\nX: y",
    "ﷺ" * 50, "%25s%25n",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_break_nothing(directory: Directory, text: str) -> None:
    for name in ("q", "near", "need", "cost", "verified_within_days", "sort", "page", "lang"):
        for path in ("/search", "/search.json", "/suggest", "/search/filters", "/"):
            answer = directory.client.get(f"{path}?q=food&{name}={text}")
            assert answer.status_code < 500, (path, name)
            assert "X" not in answer.headers
    assert directory.client.post("/search", data={"q": text, "near": text}).status_code < 500
    assert directory.client.get(f"/report/{text}").status_code < 500
