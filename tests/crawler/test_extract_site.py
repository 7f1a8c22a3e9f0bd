"""Pages of one site read together, the traps of real sites, and the floor of the score."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.extract_score import GOALS, scored
from crawler.extract import FactField, SiteReading, read_site
from crawler.finding import SiteState
from crawler.page import read_page
from crawler.saved import saved_pages
from crawler.single_site import pages_of, visits_of
from crawler.site_state import state_of
from tests.crawler.servers import NOW, SmallSite, hasty, page, served
from wellkept.cli import app

BASE = "https://site.invalid/"


def site_of(**pages: str) -> SiteReading:
    """A site of pages by name; `_` in a name is a hyphen."""
    read = [
        read_page(f"<body>{text}".encode(), f"{BASE}{name.replace('_', '-')}.html")
        for name, text in pages.items()
    ]
    return read_site(read, country="US")


def told(reading: SiteReading, field: FactField) -> set[str]:
    return {str(fact.value) for fact in reading.of(field)}


def saved(shared: Path, name: str) -> SiteReading:
    return read_site(saved_pages(shared / "data/sites" / name))


# ------------------------------------------------------------------ merging


def test_what_every_footer_says_is_surer_than_what_one_page_says() -> None:
    footer = "<footer>Phone: 503-222-3344</footer>"
    reading = site_of(index=footer, about=footer, contact="<p>Phone: 503-222-9999</p>" + footer)
    first, second = reading.of(FactField.PHONE)
    assert first.value == "(503) 222-3344"
    assert first.confidence >= second.confidence
    assert len(first.pages) == 3


def test_the_numbers_of_a_page_of_links_are_foreign() -> None:
    """The organization's own number stands there too, and is kept."""
    others = "".join(
        f"<p>Other Help {n}<br>503-222-10{n:02}<br>{n} Oak Street, Bend, OR 97701</p>"
        for n in range(12)
    )
    reading = site_of(
        index="<p>Phone: 503-222-3344</p>",
        useful_links=f"<h1>Helpful resources</h1>{others}<p>Or call us: 503-222-3344</p>",
    )
    assert told(reading, FactField.PHONE) == {"(503) 222-3344"}
    assert told(reading, FactField.ADDRESS) == set()


def test_numbers_beside_links_to_their_owners_are_foreign_on_any_page() -> None:
    entries = "".join(
        f"<p>503-222-10{n:02} <a href='https://other{n}.org'>other{n}.org</a></p>" for n in range(3)
    )
    reading = site_of(
        index=f"<p>Phone: 503-222-3344</p><h2>See also</h2>{entries}", about="<p>x</p>"
    )
    assert told(reading, FactField.PHONE) == {"(503) 222-3344"}


def test_a_resource_center_is_no_page_of_resources() -> None:
    page = (
        "<title>Family Resource Center</title><h1>Family Resource Center</h1><p>Phone 503-222-3344"
    )
    assert told(site_of(index=page), FactField.PHONE) == {"(503) 222-3344"}
    assert told(site_of(programs=page), FactField.PHONE) == {"(503) 222-3344"}


def test_a_page_of_members_gives_no_numbers_and_a_list_of_others_no_hours() -> None:
    members = "".join(f"<p>Xo Ng {n}<br>503-222-20{n:02}<br>xo{n}@hope.org</p>" for n in range(3))
    pantries = "".join(
        f"<h3>Pantry {n}</h3><p>503-222-10{n:02}<br>Hours: Tue {n}pm-{n + 1}pm</p>"
        for n in range(1, 9)
    )
    reading = site_of(
        index="<p>Phone: 503-222-3344</p><p>info@hope.org</p>",
        our_staff=members + "<p>office@hope.org</p>",
        find_food=pantries,
    )
    assert told(reading, FactField.PHONE) == {"(503) 222-3344"}
    assert told(reading, FactField.EMAIL) == {"info@hope.org", "office@hope.org"}
    assert reading.of(FactField.HOURS) == ()


def test_one_street_with_two_codes_is_one_address() -> None:
    """The code that most pages have wins; two streets stay two addresses."""
    right, wrong = "<p>12 Oak Street, Bend, OR 97701</p>", "<p>12 Oak St, Bend, OR 97702</p>"
    reading = site_of(
        index=right, about=right, donate=wrong, shop="<p>9 Elm Rd, Bend, OR 97701</p>"
    )
    assert told(reading, FactField.ADDRESS) == {
        "12 Oak Street, Bend, OR 97701", "9 Elm Rd, Bend, OR 97701",
    }  # fmt: skip


def test_a_page_that_does_not_exist_and_a_leftover_page_say_nothing() -> None:
    reading = site_of(
        index="<p>Phone: 503-222-3344</p>",
        old="<title>Page not found</title><p>Phone: 503-222-5555</p>",
        contact="<title>Contact - Theme by HTML5 UP</title><p>Lorem ipsum</p><p>503-222-6666</p>",
    )
    assert told(reading, FactField.PHONE) == {"(503) 222-3344"}


def test_what_only_machines_are_told_gives_way_to_what_people_read() -> None:
    block = (
        "<script type='application/ld+json'>{broken</script><script type='application/ld+json'>"
        '{"@type":"NGO","name":"Bread of Life","telephone":"503-222-9999",'
        '"email":"office@bread.org","founder":{"@type":"Person","name":"Ann Lee",'
        '"telephone":"503-222-7777"},"openingHoursSpecification":{"dayOfWeek":["Monday",'
        '"https://schema.org/Tuesday"],"opens":"09:00","closes":"17:00"}}</script>'
    )
    reading = site_of(index=block + "<p>Phone: 503-222-3344</p>")
    assert told(reading, FactField.PHONE) == {"(503) 222-3344"}
    assert told(reading, FactField.EMAIL) == {"office@bread.org"}
    assert told(reading, FactField.NAME) == {"Bread of Life"}
    assert [row["byday"] for row in reading.of(FactField.HOURS)[0].value["schedules"]] == ["MO,TU"]
    assert told(site_of(index=block), FactField.PHONE) == {"(503) 222-9999"}


def test_microdata_and_opengraph_are_read() -> None:
    reading = site_of(
        index="<meta property='og:site_name' content='Hope House'>"
        "<div itemscope itemtype='https://schema.org/Organization'>"
        "<meta itemprop='telephone' content='503-222-3344'></div>"
    )
    assert told(reading, FactField.PHONE) == {"(503) 222-3344"}
    assert told(reading, FactField.NAME) == {"Hope House"}


@pytest.mark.parametrize(
    ("sentence", "notice"),
    [
        ("Our pantry is temporarily closed until further notice.", "temporarily closed"),
        ("We are closed until further notice.", "temporarily closed"),
        ("After forty years the agency has ceased operations.", "permanently closed"),
        ("We have moved to 12 River Rd.", "moved"),
        ("Wij zijn verhuisd naar de Dorpsstraat.", "moved"),
        ("The road is temporarily closed.", ""),
        ("We will be closed on Thanksgiving and for the holidays.", ""),
        ("In 1982 the church moved to its new building.", ""),
        ("Closed on Sundays.", ""),
    ],
)
def test_notices_are_told_from_roads_holidays_and_the_past(sentence: str, notice: str) -> None:
    assert told(site_of(index=f"<p>{sentence}</p>"), FactField.NOTICE) == ({notice} - {""})


def test_the_newest_date_of_change_and_the_languages_are_told() -> None:
    reading = site_of(
        index="<p>Last updated: March 3, 2026</p><p>Se habla español</p>",
        about="<p>Page last modified: January 2024</p>",
    )
    assert told(reading, FactField.UPDATED) == {"2026-03-03"}
    assert told(reading, FactField.LANGUAGE) == {"es"}


# ------------------------------------------------------------------ real sites and their traps


def test_known_facts_are_found_and_nothing_else(shared: Path) -> None:
    """The floor of `make extract-score`."""
    scores = scored(shared / "data/sites")
    for name, (precision, recall) in GOALS.items():
        assert scores[name].precision >= precision, scores[name].wrong
        assert scores[name].recall >= recall, scores[name].missed


def test_draft_text_and_statistics_become_no_facts(shared: Path) -> None:
    reading = saved(shared, "caa-siouxland")
    assert told(reading, FactField.PHONE) == {"(712) 274-1610", "(800) 352-3725", "(712) 274-0368"}
    assert told(reading, FactField.HOURS) == set()
    assert told(reading, FactField.ADDRESS) == {"2700 Leech Avenue, Sioux City, IA 51103"}


def test_staff_and_council_members_are_left_out(shared: Path) -> None:
    for name in ("caa-siouxland", "roseville-city-council"):
        reading = saved(shared, name)
        quotes = [f.quote for f in reading.facts if f.field in (FactField.PHONE, FactField.EMAIL)]
        people = ("Logan", "Orban", "Hollingshead", "Lyons", "Gore", "Rohan", "Roccucci")
        assert not [quote for quote in quotes if any(person in quote for person in people)], name
    assert told(saved(shared, "roseville-city-council"), FactField.PHONE) == {
        "(916) 774-5200", "(916) 786-9175",
    }  # fmt: skip


def test_a_pantry_with_two_names_keeps_its_hours_and_the_church_its_name(shared: Path) -> None:
    reading = saved(shared, "pilgrim-christian-church-chardon")
    assert told(reading, FactField.NAME) == {"Pilgrim Christian Church"}
    assert [fact.role for fact in reading.of(FactField.HOURS)] == ["Pantry Hours"]


def test_leftover_pages_and_a_volunteers_page_make_no_pantry(shared: Path) -> None:
    reading = saved(shared, "center-for-family-outreach")
    assert told(reading, FactField.PHONE) == {"(970) 495-0084"}
    leftover = {f"http://site.invalid/{n}.html" for n in ("contact", "no-sidebar", "left-sidebar")}
    assert not [fact for fact in reading.facts if leftover & set(fact.pages)]
    assert reading.of(FactField.HOURS) == ()


def test_times_made_by_script_are_unread_not_absent(shared: Path) -> None:
    reading = saved(shared, "homeless-aid-uk")
    assert "http://site.invalid/GMFoodBanks.html" in reading.unreadable
    assert told(reading, FactField.PHONE) == {"0800 124 4641"}
    assert reading.country == "GB"


# ------------------------------------------------------------------ the command


def test_an_address_is_fetched_and_read() -> None:
    """The contact page is found by its link, and the start page that fails says so."""
    pages = {"/": page("home", "/contact"), "/contact": b"<p>Phone: 503-222-3344</p>"}
    with served(SmallSite(pages)) as site:
        visits = visits_of(site.url, hasty(), lambda: NOW)
    assert told(read_site(pages_of(visits)), FactField.PHONE) == {"(503) 222-3344"}
    with served(SmallSite({})) as site:
        assert state_of(visits_of(site.url, hasty(), lambda: NOW)).state is SiteState.GONE


def test_an_address_without_somebody_who_asks_is_not_fetched() -> None:
    from typer.testing import CliRunner

    result = CliRunner().invoke(app, ["extract", "https://pantry.example"])
    assert result.exit_code == 1
    assert "WELLKEPT_CRAWL_CONTACT" in str(result.exception)


def test_the_command_prints_facts_in_the_promised_shape(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    (tmp_path / "about us").mkdir()
    (tmp_path / "index.html").write_text("<p>Phone: 503-222-3344</p>")
    (tmp_path / "about us" / "index.html").write_text("<p>Office hours: Mon-Fri 9am-5pm</p>")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    base = ["--base-url", "https://hope.org", "--json"]
    result = CliRunner().invoke(app, ["extract", str(tmp_path), *base])
    told = json.loads(result.stdout)
    assert told["pages"] == 2
    by_field = {fact["field"]: fact for fact in told["facts"]}
    assert set(by_field["phone"]) == {"field", "value", "page", "quote", "method", "confidence"}
    assert by_field["phone"]["value"] == "(503) 222-3344"
    assert by_field["phone"]["page"] == "https://hope.org/index.html"
    assert by_field["hours"]["page"] == "https://hope.org/about%20us/index.html"
    assert by_field["hours"]["value"]["schedules"][0]["byday"] == "MO,TU,WE,TH,FR"
