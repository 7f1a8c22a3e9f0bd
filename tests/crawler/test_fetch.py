"""Sites are read politely: what is asked, in which order, how often, and what comes of it."""

from itertools import pairwise
from pathlib import Path

import pytest

from crawler.fetch import fetch_sites
from crawler.settings import CrawlRules, HasteError
from crawler.site import Site
from crawler.site_visit import SiteVisit
from crawler.visit import Failure
from tests.crawler.servers import NOW, Shelf, SmallSite, hasty, page, served


def read(site: SmallSite, shelf: Shelf, *starts: str, **rules: object) -> SiteVisit:
    """One visit to a small site."""
    wanted = Site(starts[0] if starts else site.url, starts=starts[1:])
    fetch_sites([wanted], shelf, hasty(**rules), lambda: NOW)
    return shelf.last


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "snapshots")


def test_the_budget_is_spent_on_likely_pages(shelf: Shelf) -> None:
    links = ["/news", "/gallery", "/contact", "/donate", "/programs/food-pantry", "/blog", "/hours"]
    with served(SmallSite({"/": page("home", *links)})) as site:
        read(site, shelf, page_budget=4)
    assert site.asked[:2] == ["/robots.txt", "/"]
    assert set(site.asked[2:]) == {"/contact", "/programs/food-pantry", "/hours"}


def test_every_request_says_who_asks(shelf: Shelf) -> None:
    with served(SmallSite({"/": page("home")})) as site:
        read(site, shelf)
    agents = {headers["user-agent"] for *_, headers in site.log}
    assert agents == {"Wellkept/1.0 (community resource directory; contact: tests@example.org)"}
    assert not [headers for *_, headers in site.log if "cookie" in headers]


def test_robots_txt_is_obeyed(shelf: Shelf) -> None:
    robots = b"User-agent: *\nDisallow: /contact\n"
    pages = {"/robots.txt": robots, "/": page("home", "/contact", "/hours"), "/hours": page("9-5")}
    with served(SmallSite(pages)) as site:
        visit = read(site, shelf)
    assert "/contact" not in site.asked
    assert [one.status for one in visit.pages] == [200, 200]


def test_a_site_that_wants_no_reading_is_not_read(shelf: Shelf) -> None:
    robots = b"User-agent: wellkept\nDisallow: /\n"
    with served(SmallSite({"/robots.txt": robots, "/": page("home")})) as site:
        visit = read(site, shelf)
    assert site.asked == ["/robots.txt"]
    assert visit.pages[0].failure is Failure.ROBOTS


def test_a_host_is_never_asked_sooner_than_its_delay(shelf: Shelf) -> None:
    """As its own log has it; Crawl-delay counts where it is longer."""
    links = [f"/contact-{number}" for number in range(3)]
    slow = {"/robots.txt": b"User-agent: *\nCrawl-delay: 0.4\n", "/": page("a", *links)}
    quick = {"/": page("b", *links)}
    with (
        served(SmallSite(slow | {link: page("x") for link in links})) as one,
        served(SmallSite(quick | {link: page("x") for link in links}), "127.0.0.2") as other,
    ):
        sites = [Site(one.url), Site(other.url)]
        fetch_sites(sites, shelf, hasty(delay_s=0.15), lambda: NOW)
    for site, delay_s in ((one, 0.4), (other, 0.15)):
        moments = [moment for moment, *_ in site.log]
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        assert len(gaps) == 4
        assert min(gaps[1:]) >= delay_s


def test_haste_has_to_be_allowed() -> None:
    with pytest.raises(HasteError, match="at least 5 s"):
        CrawlRules("someone@example.org", delay_s=1.0)


def test_unchanged_pages_are_not_sent_again(shelf: Shelf) -> None:
    def answer(headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        tag = {"ETag": '"v1"', "Content-Type": "text/html"}
        if headers.get("if-none-match") == '"v1"':
            return 304, tag, b""
        return 200, tag, page("home", "/contact")

    with served(SmallSite({"/": answer, "/contact": page("call us")})) as site:
        first, second = read(site, shelf), read(site, shelf)
    assert [one.is_unchanged for one in first.pages] == [False, False]
    assert [one.is_unchanged for one in second.pages] == [True, True]
    assert [one.digest for one in first.pages] == [one.digest for one in second.pages]
    assert len(list(shelf.snapshots.all())) == 2


def test_private_addresses_are_refused_also_behind_a_redirect(shelf: Shelf) -> None:
    with served(SmallSite({"/": (302, {"Location": "http://10.1.2.3/"}, b"")})) as site:
        redirected = read(site, shelf)
        refused = read(site, shelf, allows_loopback=False)
    assert redirected.pages[0].failure is Failure.FORBIDDEN_ADDRESS
    assert refused.pages[0].failure is Failure.FORBIDDEN_ADDRESS
    assert site.asked == ["/robots.txt", "/"]


def test_names_that_lead_to_private_addresses_are_refused(shelf: Shelf) -> None:
    visit = read(SmallSite({}), shelf, "http://localhost:8080/", allows_loopback=False)
    assert visit.pages[0].failure is Failure.FORBIDDEN_ADDRESS


def test_a_site_elsewhere_is_followed_and_told(shelf: Shelf) -> None:
    new = SmallSite({"/": page("we are here now", "/contact"), "/contact": page("call")})
    with served(new, "127.0.0.2"):
        old = SmallSite({"/": (301, {"Location": new.url}, b"")})
        with served(old):
            visit = read(old, shelf)
    assert visit.pages[0].final_url == new.url
    assert new.asked == ["/robots.txt", "/", "/contact"]


def test_a_renamed_page_is_looked_for_from_the_home_page(shelf: Shelf) -> None:
    pages = {"/": page("home", "/contact"), "/contact": page("call us")}
    with served(SmallSite(pages)) as site:
        visit = read(site, shelf, site.url + "old-page.html")
    assert [one.status for one in visit.pages] == [404, 200, 200]


def test_a_visit_that_crashed_goes_on_where_it_was(shelf: Shelf) -> None:
    pages = {"/": page("home", "/contact", "/hours"), "/contact": page("1"), "/hours": page("2")}
    with served(SmallSite(pages)) as site:
        read(site, shelf, page_budget=2)
        known = shelf.known[site.url]
        shelf.known[site.url] = type(known)(known.pages, begun_at=NOW)
        site.log.clear()
        visit = read(site, shelf)
    assert len(visit.pages) == 3
    assert sorted(site.asked) in (["/contact", "/robots.txt"], ["/hours", "/robots.txt"])


def test_a_sitemap_is_a_hint_where_the_first_page_leads_nowhere(shelf: Shelf) -> None:
    robots = b"User-agent: *\nDisallow: /private\nSitemap: {}sitemap.xml\n"
    listed = (
        "<urlset><url><loc>{0}hours</loc></url><url><loc>{0}gone?a=1&amp;b=2</loc></url></urlset>"
    )
    small = SmallSite({"/": page("home"), "/hours": page("open 9-5")})
    with served(small) as site:
        more = {
            "/robots.txt": robots.replace(b"{}", site.url.encode()),
            "/sitemap.xml": listed.format(site.url).encode(),
        }
        small.pages = {**small.pages, **more}
        visit = read(site, shelf)
    assert site.asked == ["/robots.txt", "/", "/sitemap.xml", "/hours", "/gone?a=1&b=2"]
    assert [one.status for one in visit.pages] == [200, 200, 404]
