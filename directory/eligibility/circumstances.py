"""A person's circumstances: what somebody chose to say for one search. Never logged, never stored.

The names are those of INTERFACES: `age`, `household_size`, `income_usd_month`, `gender`, `is_*`
(a population: `is_veteran`) and `has_*` (a document or insurance: `has_photo_id`, `has_medicaid`).
What is not said is not known; nothing is concluded from silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

YES = frozenset({"1", "true", "yes", "y", "on"})
NO = frozenset({"0", "false", "no", "n", "off"})
GENDERS = ("women", "men", "transgender", "nonbinary")
INSURANCES = frozenset({"medicaid", "medicare", "chip", "private", "va"})
MAX_AGE_YEARS = 130.0


class CircumstancesError(ValueError):
    """A circumstance that cannot be meant; names the field and never repeats the value."""


@dataclass(frozen=True, repr=False)
class Circumstances:
    """All optional. Its repr shows nothing, so that no log and no traceback can."""

    age: float | None = None
    """Years."""
    household_size: int | None = None
    income_usd_month: float | None = None
    """Of the whole household, before tax."""
    gender: str | None = None
    is_: Mapping[str, bool] = field(default_factory=dict)
    """Population code -> whether the person belongs to it."""
    has: Mapping[str, bool] = field(default_factory=dict)
    """Document or insurance code -> whether the person has it (or could bring it)."""
    area_ids: frozenset[str] | None = None
    """The areas in which the person lives, "kind:id"; None: not known."""
    household: tuple[Circumstances, ...] = ()
    """Others of the household, as far as they were told."""
    household_is_whole: bool = False
    """Whether `household` names everybody."""

    def __repr__(self) -> str:
        return "Circumstances(...)"

    @property
    def says_nothing(self) -> bool:
        return all(
            getattr(self, part.name) in (None, {}, (), False) for part in fields(Circumstances)
        )


def circumstances_of(told: Mapping[str, Any]) -> Circumstances:
    """From a form or a JSON document; empty values count as not said, other names are ignored.

    Raises CircumstancesError.
    """
    said = {name: value for name, value in told.items() if value not in (None, "")}
    return Circumstances(
        age=_number(said, "age", 0.0, MAX_AGE_YEARS),
        household_size=_whole(said, "household_size"),
        income_usd_month=_number(said, "income_usd_month", 0.0, 1e7),
        gender=_gender(said),
        is_=_answers(said, "is_"),
        has=_answers(said, "has_"),
    )


def _number(said: Mapping[str, Any], name: str, least: float, most: float) -> float | None:
    if name not in said:
        return None
    try:
        value = float(str(said[name]).replace(",", "").lstrip("$"))
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise CircumstancesError(f"{name} must be a number between {least:g} and {most:g}")
    return value


def _whole(said: Mapping[str, Any], name: str) -> int | None:
    value = _number(said, name, 1.0, 50.0)
    if value is not None and not value.is_integer():
        raise CircumstancesError(f"{name} must be a whole number")
    return None if value is None else int(value)


def _gender(said: Mapping[str, Any]) -> str | None:
    value = said.get("gender")
    if value is not None and value not in GENDERS:
        raise CircumstancesError(f"gender must be one of {', '.join(GENDERS)}")
    return value


def _answers(said: Mapping[str, Any], prefix: str) -> dict[str, bool]:
    return {
        name.removeprefix(prefix): _answer(name, value)
        for name, value in said.items()
        if name.startswith(prefix) and name != prefix
    }


def _answer(name: str, value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in YES | NO:
        raise CircumstancesError(f"{name} must be yes or no")
    return word in YES
