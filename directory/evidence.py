"""The closed lists that evidence is written in, shared by all rooms."""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """The fields of a listing that people report and verifiers settle."""

    PHONE = "phone"
    ADDRESS = "address"
    HOURS = "hours"
    CLOSED = "closed"
    """Whether it exists at all."""
    ELIGIBILITY = "eligibility"
    WEBSITE = "website"
    OTHER = "other"


class Outcome(StrEnum):
    """How an attempt at a verification task ended."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    INCONCLUSIVE = "inconclusive"
    CRASHED = "crashed"


class Check(StrEnum):
    """One way of verifying."""

    PHONE = "phone"
    EMAIL = "email"
    VISIT = "visit"
    WEBSITE = "website"
    IMPORT = "import"
    """The source says that it verified, with a date."""


class EntityType(StrEnum):
    ORGANIZATION = "organization"
    SERVICE = "service"
    LOCATION = "location"
