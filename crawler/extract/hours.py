"""Opening hours of a page: the lines that state them are found here, directory/hours reads them.

A run is what stands together: lines of days and times below each other, or one sentence. It is
taken when a word says that these are hours, or when it is made of days and times alone; times of
events, worship and meetings are not opening hours.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from crawler.extract.fact import FactField, Mention, quote_of
from crawler.extract.hours_signs import (
    ALWAYS,
    BY_PHONE,
    CLOCK_SIGN,
    COLUMN,
    DAY,
    HOURS_WORD,
    LONGEST_LINE,
    LONGEST_RUN,
    LOOSE_LETTERS,
    LOOSE_MOST,
    RANGE,
    SENTENCE,
    has_day,
    has_range,
    is_about_time,
    is_day_alone,
    is_other,
    is_remark,
    loose,
)
from crawler.extract.page_kind import PageKind, page_kind
from crawler.lines import Line, Zone
from crawler.page import Page
from directory.hours import Hours, RowKind, read_hours

DAYS_LEAST = 4
"""Days of the week that times which nothing calls hours have to cover: fewer are a programme's."""


@dataclass(frozen=True, slots=True)
class _Run:
    first: int
    text: str
    label: str
    """What stands before and above it."""
    is_named: bool
    """A word says that these are hours."""


def hours_mentions(page: Page, country: str) -> Iterator[Mention]:
    """Each run of hours that could be read, with the week it means as its key."""
    is_about_visits = page_kind(page) is PageKind.CONTACT or bool(HOURS_WORD.search(page.title))
    for run in _runs(page.lines):
        hours = read_run(run.text, country, page.language)
        key = week_of(hours)
        is_stated = run.is_named or is_about_visits or _days_of(key) >= DAYS_LEAST
        if not key or not is_stated or not _is_sound(run, hours):
            continue
        sure = 0.9 if run.is_named else 0.75
        line = page.lines[run.first]
        yield Mention(
            FactField.HOURS, key, hours.as_json(), quote_of(run.text), "text",
            sure - (0.4 if hours.rest else 0), run.first, line.zone, run.label,
        )  # fmt: skip


def read_run(text: str, country: str, language: str = "") -> Hours:
    """The hours in a text; Dutch and German words are translated first."""
    return read_hours(_in_english(text, country, language), country=country)


def week_of(hours: Hours) -> Hashable:
    """What the hours mean: equal for "12-5pm Mon-Fri" and five rows of 12:00 to 17:00; empty when
    no opening has both days and times."""
    if hours.always_open:
        return "always"
    return frozenset(
        (day, row.opens_at, row.closes_at, row.interval, row.season)
        for row in hours.schedules
        if row.kind in (RowKind.OPEN, RowKind.APPOINTMENT) and row.opens_at and row.closes_at
        for day in row.byday.split(",") if day
    )  # fmt: skip


def _days_of(key: Hashable) -> int:
    """On how many days of the week it opens."""
    return len({opening[0][-2:] for opening in key}) if isinstance(key, frozenset) else 7


def _is_sound(run: _Run, hours: Hours) -> bool:
    """No times without days, and nothing left unread where no word calls it hours."""
    has_loose = any(row.opens_at and not row.byday for row in hours.schedules)
    if has_loose or (hours.rest and not run.is_named):
        return False
    return len(hours.rest) <= len(run.text) * 0.5


# ------------------------------------------------------------------ which lines


def _runs(lines: Sequence[Line]) -> Iterator[_Run]:
    index = 0
    while index < len(lines):
        end = _end_of_run(lines, index)
        if end > index:
            run = _run_of(lines, index, end)
            if run:
                yield run
            index = end
        else:
            yield from _sentences(lines, index)
            index += 1


def _end_of_run(lines: Sequence[Line], start: int) -> int:
    end = start
    while end < len(lines) and end - start < LONGEST_RUN and _is_part(lines, start, end):
        end += 1
    return end


def _is_part(lines: Sequence[Line], start: int, index: int) -> bool:
    line = lines[index]
    if len(line.text) > LONGEST_LINE or line.zone is Zone.NAVIGATION:
        return False
    is_timed = has_range(line.text) and is_about_time(line.text)
    is_days = has_day(line.text) and loose(line.text) <= LOOSE_MOST
    is_about = is_timed or is_days or (index > start and is_remark(line.text))
    if is_about and is_other(line.text):
        return False
    if not is_about or (line.is_heading and index > start and not is_day_alone(line.text)):
        return False
    return loose(line.text) <= 60 and (index == start or _belongs(lines, start, index))


def _belongs(lines: Sequence[Line], start: int, index: int) -> bool:
    """Below the same heading, or below a heading that is itself a day."""
    one, other = lines[start], lines[index]
    is_same = one.heading == other.heading or is_day_alone(other.heading) or is_day_alone(one.text)
    return is_same or one.is_heading


def _run_of(lines: Sequence[Line], first: int, end: int) -> _Run | None:
    own = _turned([line.text for line in lines[first:end]])
    text = "\n".join(own)
    if not (has_day(text) and has_range(text)) or not (
        CLOCK_SIGN.search(text) or HOURS_WORD.search(text)
    ):
        return None
    label = _label(lines, first)
    inside = " ".join(own)
    is_named = bool(HOURS_WORD.search(label) or HOURS_WORD.search(inside))
    if is_other(f"{label} {inside}") or (ALWAYS.search(inside) and BY_PHONE.search(inside)):
        return None
    if not is_named and loose(text) > LOOSE_LETTERS * len(own):
        return None
    return _Run(first, text, _short(label), is_named)


def _turned(texts: list[str]) -> list[str]:
    """A table with a column for each day, told day by day; [] when its columns do not match."""
    if len(texts) < 2 or len(DAY.findall(texts[0])) < 3 or loose(texts[0]) or has_range(texts[0]):
        return texts
    days = DAY.findall(texts[0])
    times = COLUMN.findall(texts[1])
    if len(times) < 2 or DAY.search(texts[1]) or re.search(r"\b(?:to|through)\b|[-–&]", texts[0]):
        return texts
    return (
        [f"{day} {time}" for day, time in zip(days, times, strict=True)]
        if len(days) == len(times)
        else []
    )


def _label(lines: Sequence[Line], first: int) -> str:
    """The line above when it introduces the run, with the heading."""
    above = lines[first - 1].text if first else ""
    introduces = above.endswith(":") or (len(above) <= 50 and HOURS_WORD.search(above))
    heading = lines[first].heading
    if lines[first].is_heading and first + 1 < len(lines):
        heading = lines[first].text if not has_range(lines[first].text) else heading
    return " ".join(dict.fromkeys(filter(None, (heading, above if introduces else ""))))


def _short(label: str) -> str:
    return label.strip(" :")[:80]


def _sentences(lines: Sequence[Line], index: int) -> Iterator[_Run]:
    """Sentences of a paragraph that say "open" or "hours" with days and times."""
    line = lines[index]
    if line.zone is Zone.NAVIGATION or not (has_day(line.text) and RANGE.search(line.text)):
        return
    for sentence in SENTENCE.split(line.text):
        if len(sentence) > LONGEST_LINE or not (has_day(sentence) and has_range(sentence)):
            continue
        if re.search(r"\b(?:open|hours|geopend|abierto)\b", sentence, re.I) and not is_other(
            sentence
        ):
            yield _Run(index, sentence, _short(line.heading), True)


# ------------------------------------------------------------------ other languages


def _in_english(text: str, country: str, language: str) -> str:
    code = {"NL": "nl", "BE": "nl", "DE": "de"}.get(country, language[:2].lower())
    words = _translations().get(code)
    if not words:
        return text
    keys = sorted(map(re.escape, words), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(keys)})(?!\w)", re.IGNORECASE)
    spaced = re.sub(r"(?<=\d)(?=[a-z]{2,}dag|u\b|uur)|(?<=uur)(?=[a-z])", " ", text)
    spaced = re.sub(r"\b(ma|di|wo|do|vr|za|zo)\.", r"\1", spaced, flags=re.IGNORECASE)
    return pattern.sub(lambda match: words[match.group().lower()], spaced)


@cache
def _translations() -> dict[str, dict[str, str]]:
    text = resources.files("crawler.extract").joinpath("hours_words.toml").read_text("utf-8")
    return tomllib.loads(text)
