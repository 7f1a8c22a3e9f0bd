"""What people write of opening hours, and the week that a careful reader takes from it.

The phrases are ours, in the manner of real directories.
"""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import directory.hours
from bench.hours_score import GOALS, scored
from directory.hours import Hours, RowKind, read_hours
from directory.hours.days import WEEK

MO_FR, EVERY_DAY = "MO,TU,WE,TH,FR", "MO,TU,WE,TH,FR,SA,SU"


def week_of(hours: Hours) -> str:
    """ "MO,TU 09:00-17:00 | 2TU 10:00-12:00 Pantry": the openings in short, in order."""
    rows = [row for row in hours.schedules if row.kind in (RowKind.OPEN, RowKind.APPOINTMENT)]
    return " | ".join(
        " ".join(
            filter(
                None,
                (
                    row.byday or (row.bymonthday and f"day {row.bymonthday}"),
                    f"/{row.interval}" if row.interval > 1 else "",
                    f"{row.opens_at}-{row.closes_at}" if row.opens_at else "",
                    row.label,
                    row.season and f"~{row.season}",
                    f"{row.dtstart}..{row.until}" if row.dtstart else "",
                    "by appointment" if row.kind is RowKind.APPOINTMENT else "",
                ),
            )
        )
        for row in rows
    )


UNDERSTOOD = [
    # the day before the times, behind them, and both in one text
    ("Mon-Fri 8:30am - 4pm", f"{MO_FR} 08:30-16:00"),
    ("7:45 am - 3:15 pm, Monday - Thursday", "MO,TU,WE,TH 07:45-15:15"),
    ("Tues 10-12 & Thurs 2-4", "TU 10:00-12:00 | TH 14:00-16:00"),
    ("9am - 4pm Mon, Tue; Fri: noon to 6", "MO,TU 09:00-16:00 | FR 12:00-18:00"),
    ("M-Th 8-5, F 8-12", "MO,TU,WE,TH 08:00-17:00 | FR 08:00-12:00"),
    ("MWF 10-1; TTh 1-4", "MO,WE,FR 10:00-13:00 | TU,TH 13:00-16:00"),
    ("Mon-Wed-Fri 9-11", "MO,WE,FR 09:00-11:00"),
    ("Mon 9am-1pm Tue 1pm-5pm", "MO 09:00-13:00 | TU 13:00-17:00"),
    ("Sun - Thurs: 14:00-20:00", "MO,TU,WE,TH,SU 14:00-20:00"),
    ("Open daily 10 to 6", f"{EVERY_DAY} 10:00-18:00"),
    ("Monday - Sunday 0900-2100", f"{EVERY_DAY} 09:00-21:00"),
    # two times a day, and the night
    ("Wed 9:30-12 and 1-4:30", "WE 09:30-12:00 | WE 13:00-16:30"),
    ("Fri & Sat 8pm-2am", "FR,SA 20:00-02:00"),
    ("7:00 PM - 7:00 AM nightly", f"{EVERY_DAY} 19:00-07:00"),
    ("Mon-Fri noon to midnight", f"{MO_FR} 12:00-00:00"),
    # am and pm as a person takes them
    ("Thursday 1-3", "TH 13:00-15:00"),
    ("Saturday 8-12:30", "SA 08:00-12:30"),
    ("Tue evenings 6-8", "TU 18:00-20:00"),
    ("Friday 11-1pm", "FR 11:00-13:00"),
    ("Mon 7:30-9am", "MO 07:30-09:00"),
    ("Mon, Thu 8:30-11:30, 1-3", "MO,TH 08:30-11:30 | MO,TH 13:00-15:00"),
    ("Tues 10-12:30 & 6-7:30", "TU 10:00-12:30 | TU 18:00-19:30"),
    # letters that could be something else
    ("5p-7p M-W", "MO,TU,WE 17:00-19:00"),
    ("M: closed; T-Th: 1-5pm", "TU,WE,TH 13:00-17:00"),
    ("Mo, Tu 9:00-12:00; We closed; Th 14:00-16:00", "MO,TU 09:00-12:00 | TH 14:00-16:00"),
    ("2nd and 4th Sat/mo 8-10am", "2SA,4SA 08:00-10:00"),
    # of the month
    ("2nd & 4th Tuesday 3-5pm", "2TU,4TU 15:00-17:00"),
    ("Last Saturday of the month, 9 - 11 a.m.", "-1SA 09:00-11:00"),
    ("Saturdays (1st and 3rd) 9-11am", "1SA,3SA 09:00-11:00"),
    ("first two Mondays of each month 10am-noon", "1MO,2MO 10:00-12:00"),
    ("Every other Wednesday, 4-6 pm", "WE /2 16:00-18:00"),
    ("15th of every month, 1-3pm", "day 15 13:00-15:00"),
    ("Open the 1st and 3rd Friday. Fridays 2-4pm", "1FR,3FR 14:00-16:00 | 1FR,3FR"),
    # what is taken away
    ("Mon-Fri 9-5 (closed 12-1 for lunch)", f"{MO_FR} 09:00-12:00 | {MO_FR} 13:00-17:00"),
    ("Mon-Fri 8-4, closed 2nd Wednesday", "MO,TU,TH,FR 08:00-16:00 | 1WE,3WE,4WE,5WE 08:00-16:00"),
    ("Every day except Tuesday, 10-6", "MO,WE,TH,FR,SA,SU 10:00-18:00"),
    ("Mon 9-5 Tue closed Wed 9-5", "MO,WE 09:00-17:00"),
    ("Mon-Fri 9-4 (Wed until 7pm)", "MO,TU,TH,FR 09:00-16:00 | WE 09:00-19:00"),
    ("Mon-Wed 8:30-4:30; Wed close at noon", "MO,TU 08:30-16:30 | WE 08:30-12:00"),
    ("Opening: 10am, closing: 4pm, Mon & Tue", "MO,TU 10:00-16:00"),
    ("Mon-Thu 9 am to 5 pm (2 pm on Thursdays)", "MO,TU,WE 09:00-17:00 | TH 09:00-14:00"),
    ("Mon-Fri 8am-5pm, lunch 12-1", f"{MO_FR} 08:00-12:00 | {MO_FR} 13:00-17:00"),
    # several kinds of hours
    ("Office: Mon 9-5. Pantry: Tue 10-12", "MO 09:00-17:00 Office | TU 10:00-12:00 Pantry"),
    ("Mon 10-4 (office), Sat 9-11 (food bank)", "SA 09:00-11:00 food bank | MO 10:00-16:00 office"),
    ("Breakfast 7-8am, dinner 5-6pm, daily",
     f"{EVERY_DAY} 07:00-08:00 Breakfast | {EVERY_DAY} 17:00-18:00 dinner"),
    # parts of the year
    ("June - August: M-F 8-3", f"{MO_FR} 08:00-15:00 ~06-01/08-31"),
    ("Tue 9-11 (term time only)", "TU 09:00-11:00 ~term time"),
    ("Mon, Wed 4-6pm 3/1/2026 - 5/31/2026", "MO,WE 16:00-18:00 2026-03-01..2026-05-31"),
    ("Mon-Fri 3-6pm, summer 8am-6pm", f"{MO_FR} 15:00-18:00 | {MO_FR} 08:00-18:00 ~summer"),
    ("Memorial Day to Labor Day: daily 10-6",
     f"{EVERY_DAY} 10:00-18:00 ~Memorial Day to Labor Day"),
    # appointments
    ("By appointment Mon-Fri 9-3", f"{MO_FR} 09:00-15:00 by appointment"),
    ("Mon 9-12 (by appointment); Thu 1-4 (walk-in)",
     "MO 09:00-12:00 by appointment | TH 13:00-16:00 walk-in"),
    # slips of the pen and of databases
    ("Wensday 9-11, Satruday 10-12", "WE 09:00-11:00 | SA 10:00-12:00"),
    ("Tues 1-3, Thus 9-11", "TU 13:00-15:00 | TH 09:00-11:00"),
    ("Mon: 9:00:00-12:00:00, 9:00:00-12:00:00", "MO 09:00-12:00"),
    ("Fri 9am â€“ 1pm<br/>Sat 9:30am &ndash; noon", "FR 09:00-13:00 | SA 09:30-12:00"),
    ("Monday ? Friday 8:30 am ? 4 pm", f"{MO_FR} 08:30-16:00"),
    ("Mon-Fri 830am-6:pm", f"{MO_FR} 08:30-18:00"),
    ("Tue 08:00hrs - 13:00hrs", "TU 08:00-13:00"),
    # Spanish
    ("Lunes a viernes de 8:00 a.m. a 4:30 p.m.", f"{MO_FR} 08:00-16:30"),
    ("De lunes a jueves, de 9 a 17 h", "MO,TU,WE,TH 09:00-17:00"),
    ("Primer y tercer sábado del mes, 10 a 12", "1SA,3SA 10:00-12:00"),
    ("Martes de 9 de la mañana a 3 de la tarde", "TU 09:00-15:00"),
    ("mar. y jue. 1pm-3pm", "TU,TH 13:00-15:00"),
    ("Martes a las 10, jueves a las 4", "TU 10:00- | TH 16:00-"),
    ("Monday (Lunes) 9-12, Tuesday/Martes 1-4", "MO 09:00-12:00 | TU 13:00-16:00"),
    ("L-V 9-17, sáb 9-13", f"{MO_FR} 09:00-17:00 | SA 09:00-13:00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "week"), UNDERSTOOD)
def test_the_week_of_a_text(text: str, week: str) -> None:
    hours = read_hours(text)
    assert (week_of(hours), hours.rest) == (week, "")


def test_a_country_writes_the_day_first() -> None:
    assert read_hours("Mon 9-11, 6/5/2026 - 8/5/2026", country="GB").schedules[0].dtstart == (
        "2026-05-06"
    )


IN_DOUBT = [
    ("Mon-Fri 7-7", MO_FR, "7-7"),
    ("Sat: 4:00:00-6:00:00", "SA 04:00-06:00", "4:00:00-6:00:00"),
    ("Fri 2:30 am - 6:00 pm", "FR 14:30-18:00", "2:30 am - 6:00 pm"),
    ("Tuesdays at 6pm", "TU 18:00-", ""),
    ("Weekends", "SA,SU", ""),
    ("9:00 am - 4:00 pm", "09:00-16:00", ""),
    ("Mon-Fri 9-5; hours may vary", f"{MO_FR} 09:00-17:00", "hours may vary"),
    ("Sat 9-11 (3rd Sat in December)", "SA 09:00-11:00", "3rd Sat"),
    ("Mon-Fri 9-5 (evening hours vary)", f"{MO_FR} 09:00-17:00", "evening hours vary"),
    ("Mon-Wed 9-4. Closed Wednesday afternoons", "MO,TU 09:00-16:00 | WE 09:00-12:00",
     "Closed Wednesday"),
    ("Fri 9am - 2 hours before sunset", "FR 09:00-", "- 2 hours before sunset"),
    ("Thu 10-11am; closed the Thursday before Christmas", "TH 10:00-11:00",
     "closed the Thursday before"),
    ("Mon-Fri 9-5, some Saturdays", f"{MO_FR} 09:00-17:00 | SA", "some"),
    ("Twice a month on Fridays 1-3", "FR", ""),
    ("Temporarily closed. Mon-Fri 9-5", "", "Temporarily closed. Mon-Fri 9-5"),
    ("Answering machine, 24 hours", "", "Answering machine, 24 hours"),
    ("For rides please call 555-555-0142 Mon-Fri 1-3", "",
     "For rides please call 555-555-0142 Mon-Fri 1-3"),
    ("Please inquire", "", "Please inquire"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "week", "rest"), IN_DOUBT)
def test_what_a_text_leaves_open_is_not_claimed(text: str, week: str, rest: str) -> None:
    hours = read_hours(text)
    assert (week_of(hours), hours.rest) == (week, rest)


def closures_of(text: str) -> list[tuple[str, str, str]]:
    rows = [row for row in read_hours(text).schedules if row.kind not in (RowKind.OPEN,)]
    return [(str(row.kind), row.byday or row.season, row.opens_at) for row in rows]


@pytest.mark.parametrize(
    ("text", "closures"),
    [
        ("Mon-Fri 9-5, closed holidays", [("closed on public holidays", "", "")]),
        ("Mon-Sat 9-5; Sundays and holidays closed",
         [("closed", "SU", ""), ("closed on public holidays", "", "")]),
        ("Mon-Fri 9-5 (except federal holidays)", [("closed on public holidays", "", "")]),
        ("Mon-Fri 7-6, holidays 10am-2pm", [("on public holidays", "", "10:00")]),
        ("Sat, Sun and holidays 10-2", []),
        ("Sat 9-11 (closed holiday weekends)", [("closed on public holidays", "", "")]),
        ("Mon-Fri 9-5, closed Christmas Day", []),
        ("Mon-Fri 9-5. Closed December 24 - January 2", [("closed", "12-24/01-02", "")]),
        ("Tue-Sat 10-4. Closed Mondays", [("closed", "MO", "")]),
        ("Thursdays only 1-3pm", [("closed", "MO,TU,WE,FR,SA,SU", "")]),
    ],
)  # fmt: skip
def test_closures_are_rows_of_their_own(text: str, closures: list[tuple[str, str, str]]) -> None:
    assert closures_of(text) == closures


@pytest.mark.parametrize(
    ("text", "by_appointment"),
    [
        ("By appointment only", True),
        ("Mon-Fri 9-5 by appointment", True),
        ("Clients are seen by appointment; Mon-Fri 9-5", True),
        ("Mon-Fri 9-5 or by appointment", False),
        ("Mon-Fri 9-5 (home visits by appointment)", False),
        ("Mon-Fri 9-5, no appointment needed", False),
        ("Mon 9-12, evenings by appointment", False),
        ("Mon-Fri 9-5; after 5 pm by appointment", False),
        ("By appointment only; call 555-555-0142", True),
    ],
)
def test_only_what_needs_one_is_by_appointment(text: str, by_appointment: bool) -> None:
    assert read_hours(text).by_appointment is by_appointment


BESIDE = [
    "Please bring photo ID", "Serving 20001 and 20002 ZIP codes", "Call 555-555-0100 for more",
    "One visit per month", "Clients can come every other week", "Ages 5-12", "Grades K-5",
    "First 50 families", "2-3 week wait", "Allow 2 to 3 business days", "Found at 9-11 Main Street",
    "2nd floor, Room 201", "Room 3-5", "Doors close at 11:30 am", "Last intake 12:15 pm",
    "Numbers handed out at 8:30am", "Check-in begins at 8:00", "Please allow 24 hours for a reply",
    "24 hour notice required", "Emergency food anytime", "Voicemail 24/7", "Updated June 2023",
    "Toy drive in December", "May be closed", "Hours may vary", "Closed on snow days",
    "Phone hours: Mon-Fri 8-4", "Closed holidays", "No ID required", "Effective 1/1/2024",
]  # fmt: skip
FORMS = ("{hours}. {words}", "{words}. {hours}", "{hours} ({words})", "{hours}; {words}")


@pytest.mark.parametrize("words", BESIDE)
def test_what_stands_beside_hours_opens_nothing(words: str) -> None:
    """Sentences with numbers, days and times in them that are no hours."""
    for hours in ("Tue & Thu 10am-1pm", "9:00 am - 5:00 pm, Monday - Friday"):
        row = read_hours(hours).schedules[0]
        opened = {(row.byday, row.opens_at, row.closes_at)}
        for form in FORMS:
            read = read_hours(form.format(hours=hours, words=words))
            found = [r for r in read.schedules if r.kind is RowKind.OPEN and r.closes_at]
            assert {(r.byday, r.opens_at, r.closes_at) for r in found} == opened, form


def test_around_the_clock() -> None:
    assert all(
        read_hours(text).always_open
        for text in ("24/7", "Open 24 hours", "24 hours a day, 7 days a week", "las 24 horas")
    )
    assert read_hours("Mon 24/7; Tue-Fri 24/7; Sat, Sun 24 hours").always_open
    for text in ("Mon-Fri 24 hours", "Office Mon-Fri 9-5; hotline 24/7", "24/7 June - August"):
        assert not read_hours(text).always_open


days = st.lists(st.sampled_from(WEEK), min_size=1, max_size=7, unique=True)
minutes = st.integers(0, 95).map(lambda n: n * 15)
ENGLISH = dict(zip(WEEK, ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], strict=True))


def twelve_hours(minute: int) -> str:
    hour = minute // 60
    return f"{hour % 12 or 12}:{minute % 60:02} {'am' if hour < 12 else 'pm'}"


@given(days, minutes, st.integers(2, 40), st.sampled_from(["{days} {times}", "{times}, {days}"]))
def test_a_plain_week_written_out_is_read_back(
    chosen: list[str], opens: int, quarters: int, form: str
) -> None:
    """Any days with one span, up to ten hours within the day, in both orders."""
    opens = max(opens, 6 * 60)
    closes = min(opens + quarters * 15, 23 * 60 + 45)
    chosen = [day for day in WEEK if day in chosen]
    times = f"{twelve_hours(opens)} - {twelve_hours(closes)}"
    text = form.format(days=", ".join(ENGLISH[day] for day in chosen), times=times)
    if closes <= opens:
        return
    row = read_hours(text).schedules[0]
    clock = [f"{m // 60:02}:{m % 60:02}" for m in (opens, closes)]
    assert (row.byday, [row.opens_at, row.closes_at]) == (",".join(chosen), clock)


@given(st.text(alphabet=st.sampled_from("MTWFSu 0159:-–,;()&ap.mnto\n"), max_size=60))
def test_any_text_is_read_or_given_back(text: str) -> None:
    hours = read_hours(text)
    assert hours.schedules or hours.by_appointment or hours.rest or not text.strip()


def test_a_page_is_not_hours() -> None:
    text = "Mon 9-5. " * 300
    assert read_hours(text) == Hours(rest=text.strip())
    assert read_hours("9" * 1900).schedules == ()


def test_the_examples_in_the_docstrings_hold() -> None:
    names = [name for _, name, _ in pkgutil.iter_modules(directory.hours.__path__)]
    modules = [importlib.import_module(f"directory.hours.{name}") for name in names]
    results = [doctest.testmod(module) for module in modules]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) >= 11


def test_the_truth_set_is_met(shared: Path) -> None:
    """The figures that were promised; `make hours-score` prints them."""
    figures = scored(shared)
    assert {name: figures[name] >= goal for name, goal in GOALS.items()} == dict.fromkeys(
        GOALS, True
    )
    assert figures["wrong_open_share"] <= 0.01
