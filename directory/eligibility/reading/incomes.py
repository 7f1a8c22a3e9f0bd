"""Limits of income in numbers: "200% of FPL", "below the poverty line", "$1,500 a month"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directory.eligibility.model import IncomeUnit

_POVERTY = (
    r"(?:(?:the|current|u\.?s\.?|hhs|low[\s-]income)\s+)*(?:federal\s+)?(?:poverty"
    r"(?:\s+income)?\s*(?:level|line|guidelines?|limits?|threshold|index|standards?|rate)?|fpl\b"
    r"|fpg\b|fpig\b|pig\b|(?:nivel|linea|l[ií]nea)(?:\s+federal)?\s+de\s+(?:la\s+)?pobreza)"
)
_MEDIAN = (
    r"(?:(?:the|hud)\s+)*(?P<median>(?:area|county|city|local|family|dc|state"
    r"|hud)?'?s?\s*(?:median|medium)(?:\s+(?:family|household|area))?\s*(?:income)?|ami\b|amfi\b"
    r"|mfi\b|smi\b)"
)
_PERCENT = r"(?P<pct>\d{2,3}(?:\.\d+)?)\s*(?:%|percent)"
_BELOW = r"(?:\s*\(?(?:or|and)\s+(?:less|below|under|lower)\)?)?"
_BY_PERCENT = re.compile(
    rf"(?:(?P<low>\d{{1,3}})\s*%?\s*(?:-|to|and)\s*)?{_PERCENT}{_BELOW}\s*(?:of|del?|below|above|on"
    rf"|or\s+below|or\s+less\s+of)?\s*(?:the\s+)?(?:{_POVERTY}|{_MEDIAN}){_BELOW}"
)
_PERCENT_AFTER = re.compile(rf"(?:{_POVERTY})\s*(?:of|:|is|at)?\s*{_PERCENT}")
_BELOW_LINE = re.compile(
    rf"(?:(?:are|is|live|lives|living|fall|falls|income)\s+)?(?:at\s+or\s+)?(?:below|under"
    rf"|within)\s+{_POVERTY}"
)
_DOLLARS = re.compile(r"\$\s?(?P<usd>\d[\d,]*(?:\.\d\d)?)(?P<k>k)?")
_PERIOD = re.compile(
    r"\W*(?:\w+\W+){0,3}?(?P<period>year|yr|yearly|annual|annually|month|monthly|mo)\b"
)
_TOLD = re.compile(r"(?:income|earn|earning|mak(?:e|ing)|salary|wages)\w*\W+(?:\w+\W+){0,9}$")
_YEARLY, _MONTHLY = re.compile(r"annual|year"), re.compile(r"month")
LEAST_YEARLY_USD = 8000.0
"""From here on an income without a period is of a year."""
_LEAST = re.compile(r"(?:above|over|more than|exceeds|minimum(?: of)?|at least|greater than)\s*$")


@dataclass(frozen=True, slots=True)
class Income:
    unit: IncomeUnit
    amount: float | None
    end: int


def income_at(text: str, place: int) -> Income | None:
    """The limit told at this place of the text (lower case), or None."""
    if place and text[place - 1].isalnum():
        return None
    return (
        _by_percent(text, place) or _percent_after(text, place) or _below_line(text, place)
        or _by_dollars(text, place)
    )  # fmt: skip


def _by_percent(text: str, place: int) -> Income | None:
    match = _BY_PERCENT.match(text, place)
    if not match or _is_least(text, place):
        return None
    unit = IncomeUnit.PCT_FPL
    if match["median"]:
        is_state = match["median"].startswith(("state", "smi"))
        unit = IncomeUnit.PCT_SMI if is_state else IncomeUnit.PCT_AMI
    return Income(unit, float(match["pct"]), match.end())


def _is_least(text: str, place: int) -> bool:
    """ "Above 80%", a minimum; "not above" is a limit."""
    before = text[max(place - 24, 0) : place]
    return bool(_LEAST.search(before)) and not re.search(r"\b(?:not|no|cannot|can't)\b", before)


def _percent_after(text: str, place: int) -> Income | None:
    match = _PERCENT_AFTER.match(text, place)
    return Income(IncomeUnit.PCT_FPL, float(match["pct"]), match.end()) if match else None


def _below_line(text: str, place: int) -> Income | None:
    """ "Below the poverty line" is 100 percent; "within poverty guidelines" has no number."""
    match = _BELOW_LINE.match(text, place)
    if not match:
        return None
    if re.search("guideline|within", match.group()):
        return Income(IncomeUnit.UNQUANTIFIED, None, match.end())
    return Income(IncomeUnit.PCT_FPL, 100.0, match.end())


def _by_dollars(text: str, place: int) -> Income | None:
    match = _DOLLARS.match(text, place)
    if not match or not _TOLD.search(text[max(place - 90, 0) : place]) or _is_least(text, place):
        return None
    amount = float(match["usd"].replace(",", "")) * (1000 if match["k"] else 1)
    after = _PERIOD.match(text, match.end())
    words = after["period"] if after else text[max(place - 90, 0) : place]
    is_month = bool(_MONTHLY.search(words) or words == "mo")
    is_year = bool(_YEARLY.search(words)) or words == "yr" or amount >= LEAST_YEARLY_USD
    if not is_month and not is_year:
        return None
    unit = IncomeUnit.USD_MONTH if is_month else IncomeUnit.USD_YEAR
    return Income(unit, amount, after.end() if after else match.end())
