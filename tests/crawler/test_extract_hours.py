"""Which text of a page is read as opening hours, and which is not."""

from __future__ import annotations

import pytest

from bench.extract_score import minutes_of_rows
from crawler.extract import FactField, read_site
from crawler.page import read_page

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rows_of(markup: str, country: str = "US", name: str = "contact.html") -> list[dict[str, str]]:
    page = read_page(markup.encode(), f"https://site.invalid/{name}")
    facts = read_site([page], country=country).of(FactField.HOURS)
    return [row for fact in facts for row in fact.value["schedules"]]


def weekly(markup: str, country: str = "US") -> dict[str, str]:
    """Day -> times, of the openings."""
    found: dict[str, list[str]] = {}
    for row in rows_of(markup, country):
        if row.get("opens_at") and "closed" not in row.get("notes", ""):
            for day in row.get("byday", "").split(","):
                found.setdefault(day, []).append(f"{row['opens_at']}-{row['closes_at']}")
    return {day: " ".join(sorted(times)) for day, times in found.items()}


WEEKDAYS = dict.fromkeys(DAYS[:5], "09:00-17:00")


@pytest.mark.parametrize(
    ("markup", "country", "week"),
    [
        ("<h3>Hours</h3><p>Monday - Friday 9am - 5pm</p>", "US", WEEKDAYS),
        ("<p>Hours: Mon-Fri 9-5</p>", "US", WEEKDAYS),
        ("<p>Opening Hours</p><dl><dt>Monday - Friday</dt><dd>9am - 5pm</dd></dl>", "US", WEEKDAYS),
        ("<h4>Hours</h4><table><tr><td>Monday</td><td>9:00 AM - 5:00 PM</td></tr>"
         "<tr><td>Tuesday</td><td>Closed</td></tr></table>", "US", {"MO": "09:00-17:00"}),
        ("<h4>Hours</h4><table><tr><td>Mon</td><td>Tue</td><td>Wed</td></tr>"
         "<tr><td>9am-5pm</td><td>Closed</td><td>10am-2pm</td></tr></table>", "US",
         {"MO": "09:00-17:00", "WE": "10:00-14:00"}),
        ("<div>Food Pantry</div><div><span>Tue</span><span>1:00pm–3:00pm</span></div>", "US",
         {"TU": "13:00-15:00"}),
        ("<p>The closet is open every Tuesday from 10 a.m. to 2 p.m. Call first.</p>", "US",
         {"TU": "10:00-14:00"}),
        ("<p>11am — 1pm</p><p>Monday and Tuesday</p><p>By Appointment Only</p>", "GB",
         {"MO": "11:00-13:00", "TU": "11:00-13:00"}),
        ("<p>Openingstijden:<br>Maandag-dinsdag van 8.00-18.00</p>", "NL",
         {"MO": "08:00-18:00", "TU": "08:00-18:00"}),
        ("<h3>Openingstijden</h3><p>Ma t/m wo: 9.00 - 12.30 uur en 13.30 - 17.00 uur<br>"
         "Za en zo gesloten</p>", "NL", dict.fromkeys(DAYS[:3], "09:00-12:30 13:30-17:00")),
        ("<h2>Service Times</h2><p>Sunday 9:30 - 10:30 am</p>", "US", {}),
        ("<p>Worship: Sunday 10:45 AM - 12:00 PM</p>", "US", {}),
        ("<p>Saturday, December 5, 10am - 2pm: Open house</p>", "US", {}),
        ("<p>Yoga class Monday 9am - 10am</p>", "US", {}),
        ("<p>Monday & Tuesday service<br>7–8pm service times</p>", "GB", {}),
        ("<p>Hours: M-F 9-5</p><p>Bible study: Wed 7pm - 8pm</p>", "US", WEEKDAYS),
        ("<h4>Library Hours</h4><p>Mon 10am-8pm<br>Closed December 24 and 25</p>", "US",
         {"MO": "10:00-20:00"}),
        ("<h3>Openingstijden</h3><p>ma. t/m vr. 9.00 - 17.00 uur</p>", "NL", WEEKDAYS),
        ("<p>Kantooruren: ma-vr 09.00u-17.00u</p><p>Stationsplein 1 - 3</p>", "NL", WEEKDAYS),
        ("<p>Crisis hotline available 24 hours a day, 7 days a week: 503-235-5333</p>", "US", {}),
        ("<nav><p>Hours Mon-Fri 9am-5pm</p></nav>", "US", {}),
        ("<h4>Hours</h4><table><tr><td>Mon</td><td>Tue</td><td>Wed</td></tr>"
         "<tr><td>9am-5pm</td><td>10am-2pm</td></tr></table>", "US", {}),
    ],
)  # fmt: skip
def test_hours_are_taken_from_the_right_text(
    markup: str, country: str, week: dict[str, str]
) -> None:
    assert weekly(f"<body>{markup}", country) == week


def test_times_that_nothing_calls_hours_are_a_programme_unless_they_fill_the_week() -> None:
    """On a contact page, where else times stand, fewer days are enough."""
    few, many = "<p>Mon 7pm-8pm</p>", "<p>Mon-Thu 7am-8pm</p>"
    assert rows_of(few, name="zumba.html") == []
    assert len(rows_of(many, name="zumba.html")) == 1
    assert len(rows_of(few, name="contact.html")) == 1


def test_event_pages_have_no_opening_hours() -> None:
    markup = "<body><h1>Calendar</h1><p>Open Tuesday 10am - 2pm</p>"
    assert rows_of(markup, name="events.html") == []
    assert len(rows_of(markup, name="visit.html")) == 1


def test_minutes_past_midnight_are_on_the_next_day() -> None:
    rows = [{"byday": "SU", "opens_at": "23:00", "closes_at": "01:00"}]
    assert sorted(minutes_of_rows(rows)) == [*range(60), *range(7 * 1440 - 60, 7 * 1440)]
