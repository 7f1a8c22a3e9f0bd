"""What the reader gives back: HSDS schedule rows, and what it did not understand."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

SEASON = "season: "
"""What stands before the part of the year in the notes of a row."""


class RowKind(StrEnum):
    """What a row says; HSDS has one kind of row, so it travels as an attribute."""

    OPEN = "open"
    CLOSED = "closed"
    """Closed on these days; on all days when it has none."""
    HOLIDAYS_CLOSED = "closed on public holidays"
    ON_HOLIDAYS = "on public holidays"
    """Open with these times on public holidays."""
    APPOINTMENT = "by appointment"
    UNREAD = "text not understood"


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One row of HSDS `schedule`, with the same names; the time zone is the location's."""

    freq: str = ""
    """WEEKLY or MONTHLY; empty when the days are not known."""
    byday: str = ""
    """"MO,TU" with WEEKLY, "2TU,-1TU" with MONTHLY."""
    opens_at: str = ""
    """HH:MM by the wall clock; empty when not known."""
    closes_at: str = ""
    """HH:MM; at or before `opens_at` on the next day; a whole day is 00:00 to 23:59."""
    interval: int = 1
    bymonthday: str = ""
    dtstart: str = ""
    until: str = ""
    valid_from: str = ""
    valid_to: str = ""
    kind: RowKind = RowKind.OPEN
    label: str = ""
    """What is open ("Office", "Food pantry"), where the source tells several apart."""
    season: str = ""
    """Part of every year in which it holds: "04-01/10-31", or a name such as "summer"."""

    def as_json(self) -> dict[str, object]:
        """The row as HSDS writes it, without empty fields and without `interval` 1."""
        fields = asdict(self)
        kind, label, season = (fields.pop(name) for name in ("kind", "label", "season"))
        notes = [str(kind)] if kind is not RowKind.OPEN else []
        fields["description"] = label
        fields["notes"] = "; ".join([*notes, SEASON + season] if season else notes)
        fields["interval"] = None if self.interval == 1 else self.interval
        return {name: value for name, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class Hours:
    """When something is open, as far as its text says."""

    schedules: tuple[ScheduleRow, ...] = ()
    always_open: bool = False
    """Around the clock on every day, and no kind of hours has others."""
    closed_days: tuple[str, ...] = ()
    """Days that the text calls closed, two-letter codes in the order of the week."""
    by_appointment: bool = False
    """Every opening is by appointment."""
    rest: str = ""
    """Text that may change the answer and is not understood: show it, ask, never say open."""

    def as_json(self) -> dict[str, object]:
        """The shape of `wellkept parse hours`, without the id."""
        return {
            "schedules": [row.as_json() for row in self.schedules],
            "always_open": self.always_open,
            "closed_days": list(self.closed_days),
            "by_appointment": self.by_appointment,
            "rest": self.rest,
        }
