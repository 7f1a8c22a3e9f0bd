"""Public holidays by country, and OpenStreetMap expressions parsed with them.

The calendars come with opening-hours-py: those of whole countries, without those of states.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import (  # type: ignore[attr-defined]  # its stubs lack the error
    OpeningHours,
    ParserError,
    UnknownCountryError,
)

EXPRESSIONS_KEPT = 20_000
"""Parsed expressions that are kept: parsing costs 30 us, an evaluation 20 us."""
UNCERTAIN_HOLIDAYS = {"US": "Oct Mo[2]"}
"""Holidays on which half of the offices work, by country: Columbus or Indigenous Peoples' Day."""
UTC = ZoneInfo("UTC")


def is_holiday(day: date, country: str) -> bool:
    """Is the day a public holiday of the whole country, or taken for one by many?"""
    return is_sure_holiday(day, country) or is_uncertain_holiday(day, country)


@lru_cache(maxsize=10_000)
def is_sure_holiday(day: date, country: str) -> bool:
    """Is it a public holiday of the whole country?"""
    return parsed("PH", UTC, country).is_open(_noon(day))


@lru_cache(maxsize=10_000)
def is_uncertain_holiday(day: date, country: str) -> bool:
    """Do some keep it as a holiday and others not?"""
    expression = UNCERTAIN_HOLIDAYS.get(country)
    return expression is not None and parsed(expression, UTC, country).is_open(_noon(day))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@lru_cache(maxsize=EXPRESSIONS_KEPT)
def parsed(expression: str, zone: ZoneInfo, country: str) -> OpeningHours:
    """The evaluator of an expression. A country without a known calendar has no holidays."""
    try:
        return OpeningHours(expression, timezone=zone, country=country)
    except UnknownCountryError:
        return OpeningHours(expression, timezone=zone)


@lru_cache(maxsize=EXPRESSIONS_KEPT)
def is_readable(expression: str) -> bool:
    """Is it empty or an expression of the syntax? Rows of strange files may make others."""
    try:
        return not expression or bool(OpeningHours(expression))
    except ParserError:
        return False
