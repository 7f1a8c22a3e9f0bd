"""Public holidays by country and state, and OpenStreetMap expressions parsed with them.

Two calendars: opening-hours-py's are of whole countries and evaluate expressions; holidays' know
states, and more countries.
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
UTC = ZoneInfo("UTC")


def is_holiday(day: date, country: str) -> bool:
    """Is the day a public holiday of the whole country, or one that only some keep?

    country: ISO 3166-1, or 3166-2 where the state is known: "US", "US-DC".
    """
    return is_sure_holiday(day, country) or is_uncertain_holiday(day, country)


@lru_cache(maxsize=10_000)
def is_sure_holiday(day: date, country: str) -> bool:
    """Is it a public holiday of the whole country?"""
    return parsed("PH", UTC, country).is_open(_noon(day))


@lru_cache(maxsize=10_000)
def is_uncertain_holiday(day: date, country: str) -> bool:
    """Do some keep it as a holiday and others not? So with holidays of one state, and with those
    that only one of the two calendars knows (Columbus or Indigenous Peoples' Day)."""
    code, _, state = country.partition("-")
    return day in _official_days(code, state, day.year) and not is_sure_holiday(day, country)


@lru_cache(maxsize=1_000)
def _official_days(country: str, state: str, year: int) -> frozenset[date]:
    """The official holidays of a state, or of the country when the state has no calendar."""
    import holidays  # half a second: only where a day is looked up

    known = holidays.list_supported_countries()
    if country not in known:
        return frozenset()
    division = state if state in known[country] else None
    return frozenset(holidays.country_holidays(country, subdiv=division, years=year))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@lru_cache(maxsize=EXPRESSIONS_KEPT)
def parsed(expression: str, zone: ZoneInfo, country: str) -> OpeningHours:
    """The evaluator of an expression. A country without a known calendar has no holidays."""
    try:
        return OpeningHours(expression, timezone=zone, country=country.partition("-")[0])
    except UnknownCountryError:
        return OpeningHours(expression, timezone=zone)


@lru_cache(maxsize=EXPRESSIONS_KEPT)
def is_readable(expression: str) -> bool:
    """Is it empty or an expression of the syntax? Rows of strange files may make others."""
    try:
        return not expression or bool(OpeningHours(expression))
    except ParserError:
        return False
