"""Findings arrive in the task force's hands, with quote and page; never as an edit."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawler.run import Crawling, crawl, directory_sites
from crawler.snapshots import Snapshots
from directory.evidence import EntityType
from directory.store import Store, Suggestion
from tests.crawler.servers import NOW, SmallSite, hasty, page, served
from tests.crawler.test_run import add_listing, pages
from verification import store as kept
from verification.crawled import hear_findings
from verification.suggestions import hear_suggestions
from verification.tables import signal
from wellkept.cli import app


@pytest.fixture
def crawling(store: Store, tmp_path: Path) -> Crawling:
    return Crawling(store, Snapshots(tmp_path / "snapshots"), hasty(), lambda: NOW)


def hear(store: Store) -> tuple[int, int]:
    with store.transaction(actor="worker", now=NOW) as tx:
        return hear_findings(tx, now=NOW), hear_suggestions(tx, now=NOW).signals


def of_service(store: Store, service_id: str) -> list[Suggestion]:
    with store.reading() as view:
        return view.suggestions(EntityType.SERVICE, service_id)


def test_another_number_becomes_a_suggestion_and_a_signal(store: Store, crawling: Crawling) -> None:
    with served(SmallSite(pages("202-387-5577"))) as site:
        add_listing(store, site.url)
        with store.reading() as view:
            before = next(iter(view.full_services()))
        crawl(crawling, directory_sites(store))
        assert hear(store) == (1, 1)
        assert hear(store) == (0, 0)
    [one] = of_service(store, before.service.id)
    assert one.field_path == "phones"
    assert "387-5577" in one.suggested[0]["number"]
    assert one.source == f"crawl:{site.url}contact"
    assert "387-5577" in one.reason
    with store.reading() as view:
        assert view.full_service(before.service.id) == before
        signals = kept.find(view.connection, signal)
    assert [(row.source, row.field, row.is_counted) for row in signals] == [
        ("crawl", "phone", True)
    ]


def test_a_site_that_died_is_a_signal_once(store: Store, crawling: Crawling) -> None:
    with served(SmallSite({})) as site:
        add_listing(store, site.url)
        for _ in range(4):
            crawl(crawling, directory_sites(store))
            hear(store)
    with store.reading() as view:
        signals = kept.find(view.connection, signal)
    assert [(row.source, row.field) for row in signals] == [("dead link", "website")]


def test_a_number_that_vanished_is_a_signal(store: Store, crawling: Crawling) -> None:
    small = SmallSite(pages("202-387-4410"))
    with served(small) as site:
        add_listing(store, site.url)
        crawl(crawling, directory_sites(store))
        hear(store)
        small.pages = {"/": page("Welcome to the Food Pantry House", "/contact")}
        crawl(crawling, directory_sites(store))
        hear(store)
    with store.reading() as view:
        signals = kept.find(view.connection, signal)
    assert ("crawl", "phone") in [(row.source, row.field) for row in signals]


def test_without_a_contact_nothing_is_crawled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WELLKEPT_HOME", str(tmp_path))
    done = CliRunner().invoke(app, ["crawl", "--due"])
    assert "WELLKEPT_CRAWL_CONTACT" in str(done.exception)
    monkeypatch.setenv("WELLKEPT_CRAWL_CONTACT", "someone@example.org")
    done = CliRunner().invoke(app, ["crawl", "--due", "--json"])
    assert done.exit_code == 0
    assert '"pages": 0' in done.stdout
    done = CliRunner().invoke(app, ["crawl", "--url", "http://127.0.0.1:8000/"])
    assert "its address is private" in done.stdout
