"""The shapes that need no dictionary: times, dates, numbers, telephone numbers, punctuation."""

from __future__ import annotations

import re

# "8A-5P M-F" is no "p.m.": a blank before the M needs a dot, small letters, or one more blank.
_HALF = (
    r"(?:(?:[AaPp][Mm]|[AaPp]\s?\.\s?[Mm])(?![a-z])|(?:[ap]\sm|(?<=\s)[AP]\sM)(?![A-Za-z]))"
    r"(?:(?<=\.[Mm])\.|(?<=\.\s[Mm])\.)?"
)
_LONE_HALF = r"[AaPp](?![\w.])|[AaPp]\.(?![\w])"
_SPACED_LONE_HALF = r"\s[AaPp](?=\s*(?:-|to\b|;|,|$))"
_NOON = r"(?i:noon(?:\s?time)?|mid-?\s?day|medio\s?d[ií]a)\b"
_MIDNIGHT = r"(?i:mid-?\s?night|media\s?noche)\b"
_HOURS = r"\s?(?:[Hh]r?s?\b\.?|HRS?\b|[Hh]\b|[Uu]hr\b)"
_OCLOCK = r"(?:\s?o\s?'?\s?clock)"
_SUFFIX = (
    rf"(?:{_OCLOCK}?\s*(?P<half{{n}}>{_HALF})|(?P<lone{{n}}>{_LONE_HALF}|{_SPACED_LONE_HALF})"
    rf"|\s*\(?(?:del?\s)?(?P<noon{{n}}>{_NOON}|[Nn]\b)\)?|\s*\(?(?P<midnight{{n}}>{_MIDNIGHT})\)?)"
)


def _with_half(n: int) -> str:
    return _SUFFIX.replace("{n}", str(n))


_SHAPES = (
    (
        "contact",
        r"[\w.+-]+@[\w-]+\.[\w.-]+|[$£€]\s?\d[\d.,]*|https?://\S+[^\s.,;:)\]]|www\.\S+[^\s.,;:)\]]",
    ),
    (
        "phone",
        r"(?:\+?1[-.\s]\s?)?\(\s?\d{3}\s?\)\s?\d{3}[-.\s]\s?\d{4}|(?:\+?1[-.\s])?\d{3}[-.\s]\d{3}[-.\s]\d{4}"
        r"|1-8\d\d-[A-Z\d-]{7,9}|\(\d{3}\)\s?\d{3}-[A-Z]{4}|\+?\b0\d{2,4}[\s-]?\d{3,4}[\s-]?\d{3,4}\b",
    ),
    (
        "always",
        r"24\s*-?\s*(?:[Hh](?:ou)?rs?\.?|HOURS?|[Hh]|horas?)?\s*(?:a day)?\s*,?\s*[/x-]\s*"
        r"(?P<seven>7)(?:\s*days?\b)?(?:\s*(?:a|per)\s*week)?(?:\s*[/x]\s*365)?"
        r"|(?<!within )(?<!Within )24\s*-?\s*"
        r"(?:[Hh](?:ou)?rs?\b|HOURS?\b|HRS?\b|[Hh]\b|[Hh]oras?\b)"
        r"(?!\s*(?:in )?(?:notice|advance|before|prior|ahead))",
    ),
    ("date", r"(?P<y>20\d\d|19\d\d)-(?P<mo>\d\d)-(?P<d>\d\d)"),
    ("slashed", r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<c>\d{4}|\d{2}))?(?![\d/])"),
    (
        "clock",
        r"(?P<h1>[01]?\d|2[0-4])(?:\s?:\s?|\.|;(?=\d\d\s?[AaPp]\.?[Mm]))(?P<m1>[0-5]\d)"
        r"(?P<seconds>:[0-5]\d)?(?!\d)" + rf"(?:{_with_half(1)}|{_HOURS}|m\b)?",  # "8:00am-5:00m"
    ),
    ("hours24", r"(?P<h5>[01]?\d|2[0-4])\s?[hH](?P<m5>[0-5]\d)?(?![a-zA-Z\d])"),
    ("military", r"(?P<h6>[01]\d|2[0-4])(?P<m6>[0-5]\d)\s?(?:[Hh](?:ou)?rs?\b|HRS?\b|[hH]\b)"),
    (
        "odd_clock",  # "9,30-11am", "5:3pm"
        r"(?<![-\d])(?P<h2>1?\d)(?:,(?P<m2>00|15|30|45)|:(?P<cut>\d))(?=\s?(?:[AaPp]\.?\s?[Mm]|-|to\b))"
        + f"(?:{_with_half(2)})?",
    ),
    ("no_minutes", rf"(?P<h7>1?\d):(?={_HALF})(?:{_with_half(7)})"),  # "6:pm"
    ("run_together", rf"(?P<h3>1?\d)(?P<m3>[0-5]\d)(?:{_with_half(3)})"),  # "930am", "400 pm"
    ("hour", rf"(?P<h4>1?\d|2[0-4])(?:{_with_half(4)}|{_OCLOCK})"),
    ("noon", r"[Nn]oon(?:time)?\b|NOON\b|[Mm]id-?day\b|MIDDAY\b|[Mm]edio\s?d[ií]a\b"),
    ("midnight", r"[Mm]id-?\s?night\b|MIDNIGHT\b|[Mm]edia\s?noche\b"),
    (
        "ordinal",
        r"(?P<place>\d{1,2})(?:\s?(?:st|nd|rd|th|er|ro|do|ra|da|[ºª°])|ST|ND|RD|TH)(?![a-zA-Z])",
    ),
    ("number", r"\d+"),
    ("word", r"[^\W\d_]+(?:'[^\W\d_]+)*"),
    ("break", r"[;\n•|·]"),
    ("stop", r"[.!?](?=\s|$)(?!\s*-)"),
    ("colon", r":"),
    ("comma", r","),
    ("dash", r"-+"),
    ("slash", r"[/\\]"),
    ("and", r"[&+]"),
    ("at", r"@"),
    ("opening", r"[(\[{]"),
    ("closing", r"[)\]}]"),
)

SHAPE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _SHAPES))
"""One shape a match; `lastgroup` is unreliable with inner groups, so ask `shape_of`."""
NAMES = tuple(name for name, _ in _SHAPES)


def shape_of(match: re.Match[str]) -> str:
    """Name of the shape that matched."""
    return next(name for name in NAMES if match.group(name) is not None)
