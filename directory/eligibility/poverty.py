"""The poverty guidelines of the United States, by year, household size and region.

Source: HHS poverty guidelines, in `poverty_guidelines.json`. New ones come each January: a test
says when the newest year is out of date.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

CONTIGUOUS, ALASKA, HAWAII = "contiguous", "AK", "HI"
"""The 48 states and Washington DC have one guideline, Alaska and Hawaii higher ones."""

REGIONS = (CONTIGUOUS, ALASKA, HAWAII)

PUBLISHED_BY = (2, 15)
"""Month and day by which a year's guidelines are out; until then last year's hold."""


@cache
def _guidelines() -> dict[int, dict[str, dict[str, float]]]:
    path = Path(__file__).with_name("poverty_guidelines.json")
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {int(year): regions for year, regions in document["years"].items()}


def newest_year() -> int:
    return max(_guidelines())


def is_current(on: date) -> bool:
    """Whether the newest guidelines here are those in force on that day."""
    is_published = (on.month, on.day) >= PUBLISHED_BY
    return newest_year() >= (on.year if is_published else on.year - 1)


def poverty_level_usd_year(household_size: int, region: str = CONTIGUOUS) -> float:
    """The newest guideline for a household of 1 or more in one of REGIONS."""
    if household_size < 1:
        raise ValueError(f"a household has at least one person, not {household_size}")
    row = _guidelines()[newest_year()][region]
    return row["base"] + row["increment"] * (household_size - 1)
