"""How days, times and opening hours look in a text: the signs by which their lines are found."""

from __future__ import annotations

import re

_DAY = (
    r"(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:days?)?s?|weekdays?|weekends?|daily"
    r"|every ?day|7 days|lunes|martes|miércoles|jueves|viernes|sábados?|domingos?"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:en|s|ochtend|middag|avond)?|(?:werk|week)dagen"
    r"|dagelijks"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
)
DAY = re.compile(rf"\b(?:{_DAY})\b", re.IGNORECASE)
_LETTER = r"(?:M|Mo|T|Tu|W|We|Th|F|Fr|Sa|S|Su)"
LETTER_DAYS = re.compile(
    rf"(?<![\w.'’]){_LETTER}(?:\s?(?:-|–|,|/|&|thru|to)\s?{_LETTER})+(?![\w.'’])"
)
""" "M-F", "M/W/F"."""
_DUTCH = r"(?:ma|di|wo|do|vr|za|zo)"
SHORT_DUTCH_DAY = re.compile(
    rf"^{_DUTCH}\b|(?<![\w.]){_DUTCH}\.?\s*(?:-|–|t/m|tot en met|en)\s*{_DUTCH}\b",
    re.IGNORECASE,
)
_CLOCK = (
    r"(?:(?:[01]?\d|2[0-4])(?:[:.h]\s?[0-5]\d)?\s*(?:[ap]\.?\s?m\b\.?|uur|uhr|u\b|h\b)?"
    r"|noon|midnight|midday)"
)
RANGE = re.compile(
    rf"(?<![\d$£€/-]){_CLOCK}\s*(?:-|–|—|−|to|until|till|til|thru|through|and|tot|t/m|bis"
    rf"|a)\s*(?:±\s*)?{_CLOCK}(?![\d/%-])",
    re.IGNORECASE,
)
CLOCK_SIGN = re.compile(
    r"\d\s*[ap]\.?\s?m\b|\d[:.]\d\d|\bnoon\b|\buur\b|\buhr\b|\bmidnight\b|\d\s?h\b", re.I
)
CLOSED = re.compile(r"\b(?:closed|gesloten|cerrado|geschlossen)\b", re.IGNORECASE)
COLUMN = re.compile(rf"{RANGE.pattern}|{CLOSED.pattern}", re.IGNORECASE)
APPOINTMENT = re.compile(r"\b(?:by appointment|op afspraak|con cita|walk[- ]ins?)\b", re.IGNORECASE)
ALWAYS = re.compile(r"\b24\s*/\s*7\b|\b24 hours(?: a day)?,? (?:7|seven) days\b", re.IGNORECASE)
HOURS_WORD = re.compile(
    r"\b(?:hours?|open(?:s|ing)?|opening times?|times? open|opening hours|openingstijden"
    r"|geopend|openingsuren"
    r"|horario|abierto|öffnungszeiten|drop[- ]in|distribution|pick[- ]?ups?|collection times?"
    r"|walk[- ]in"
    r"|spreekuur|kantooruren|kantoortijden"
    r"|bezoekuren|bereikbaar|intake|food (?:bank|pantry|shelf)|pantry|kitchen|clinic"
    r"|thrift (?:store|shop))\b",
    re.IGNORECASE,
)
NOT_HOURS = re.compile(
    r"\b(?:worship|mass(?:es)?|services? (?:times?|at)|sunday school|bible|prayer|choir|rehearsals?"
    r"|confessions?|adoration|rosary|shabbat|sermon|youth group|kids club|meetings?|meets?|events?"
    r"|class(?:es)?|lessons?|workshops?|concerts?|lectures?|seminars?|camps?|parad\w+|games?|gala"
    r"|tournaments?|happy hours?|credit hours|volunteer(?:s|ing)?|shifts?|tours?|bingo"
    r"|zumba|fitness|aerobics|tai chi|yoga|story ?time|crafts?|hours of|quiet hours|feeding"
    r"|training|deadline|registration|webinar|fundraiser|picnic|festival|celebration|holiday hours"
    r"|summer hours|per hour|an hour|hours? per|eredienst|kerkdienst|les|cursus|vergadering)\b",
    re.IGNORECASE,
)
BY_PHONE = re.compile(r"\b(?:hot ?line|help ?line|crisis line|call|phone|text)\b", re.IGNORECASE)
"""Who answers around the clock is not open around the clock."""
HOURS_OF = re.compile(r"\bhours of (?:operation|service|opening|business)\b", re.IGNORECASE)
DATED = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|januari|februari|maart|mei|juni"
    r"|juli|augustus"
    r"|oktober)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?\b(?!\s*(?:am|pm|:))|\b\d{1,2}(?:st|nd|rd"
    r"|th)?\s+(?:of\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|maart|mei)[a-z]*\b"
    r"|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b"
    r"|\b20\d\d\b",
    re.IGNORECASE,
)
PLAIN_WORDS = re.compile(
    rf"\b(?:{_DAY}|hours?|open|opening|closed|from|to|till?|until|thru|through|and|noon"
    rf"|midnight|am|pm|a|p|m|by"
    r"|appointments?|only|weekly|every|each|the|of|month|first|second|third|fourth|last"
    r"|[1-5](?:st|nd|rd|th)|on"
    r"|between|at|is|are|we|our|for|lunch|holidays?|except|or|van|tot|uur|en|gesloten|t|op"
    r"|afspraak|walk|ins?"
    r"|ma|di|wo|do|vr|za|zo|times?|except|public|bank|also|midday|daily|week)\b|[\d\W_]+",
    re.IGNORECASE,
)
LONGEST_LINE = 220
"""Characters; a longer line is a paragraph, and its sentences are tried one by one."""
LONGEST_RUN = 16
LOOSE_MOST = 12
"""Letters beside the days of a line without a stretch of time: "Mondays (food pantry)"."""
LOOSE_LETTERS = 4
"""Letters that are not about days and times in a run that no word calls hours."""
SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z])")


def is_other(text: str) -> bool:
    """Times of something that is no opening: worship, a class, a date."""
    return bool(DATED.search(text) or NOT_HOURS.search(HOURS_OF.sub("hours", text)))


def is_day_alone(text: str) -> bool:
    return has_day(text) and loose(text) == 0


def is_remark(text: str) -> bool:
    return bool(CLOSED.search(text) or APPOINTMENT.search(text)) and len(text) <= 60


def has_day(text: str) -> bool:
    found = DAY.search(text) or LETTER_DAYS.search(text) or SHORT_DUTCH_DAY.search(text)
    return bool(found or ALWAYS.search(text))


def is_about_time(text: str) -> bool:
    """ "9-5" alone, behind a day, or with a sign of the clock; not "Station Road 1-3"."""
    return bool(CLOCK_SIGN.search(text) or has_day(text)) or loose(text) == 0


def has_range(text: str) -> bool:
    return bool(RANGE.search(text) or ALWAYS.search(text))


def loose(text: str) -> int:
    """Letters that belong neither to days nor to times."""
    return len(PLAIN_WORDS.sub("", LETTER_DAYS.sub("", text)))
