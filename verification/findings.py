"""What a verifier found out, before it changes anything. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from directory.evidence import Check, Field, Outcome
from directory.model import ServiceStatus
from verification.errors import OutcomeError

CONFIRMABLE = (
    Field.PHONE,
    Field.ADDRESS,
    Field.HOURS,
    Field.CLOSED,
    Field.ELIGIBILITY,
    Field.WEBSITE,
)
"""What "all of it is still right" covers."""

NOT_OFFERED = (ServiceStatus.INACTIVE.value, ServiceStatus.DEFUNCT.value)
"""New values of Field.CLOSED that end a listing."""

SETTLING = (Outcome.CONFIRMED, Outcome.CHANGED)


@dataclass(frozen=True)
class Finding:
    """The outcome of an attempt with its fields."""

    outcome: Outcome
    confirm: tuple[Field, ...] = ()
    """Fields that are right as they stand. Empty with CONFIRMED: all of them."""
    set_values: Mapping[Field, str] | None = None
    """Fields that are different, with their new value as text."""
    check: Check = Check.PHONE
    note: str = ""

    @property
    def changes(self) -> dict[Field, str]:
        return {field: value.strip() for field, value in (self.set_values or {}).items()}

    @property
    def confirmed(self) -> tuple[Field, ...]:
        """The fields that it settles as they stand; a plain "confirmed" covers everything."""
        if self.confirm or self.outcome is not Outcome.CONFIRMED:
            return self.confirm
        return (*CONFIRMABLE, Field.OTHER)

    @property
    def closes(self) -> bool:
        """Whether the listing is no longer offered."""
        return self.outcome is Outcome.GONE or self.changes.get(Field.CLOSED) in NOT_OFFERED


def reject_contradictions(finding: Finding) -> None:
    """Raises OutcomeError with what to give instead."""
    changes = finding.changes
    both = sorted(set(finding.confirm) & set(changes))
    if both:
        raise OutcomeError(f"{', '.join(both)}: either confirmed or set, not both")
    empty = sorted(field for field, value in changes.items() if not value)
    if empty:
        raise OutcomeError(f"{', '.join(empty)}: the new value is empty")
    if finding.outcome is Outcome.CHANGED and not changes:
        raise OutcomeError("outcome 'changed' needs at least one new value: --set FIELD=VALUE")
    if finding.outcome is not Outcome.CHANGED and changes:
        raise OutcomeError("new values go with outcome 'changed'")
    if finding.confirm and finding.outcome not in SETTLING:
        raise OutcomeError("confirmed fields go with outcome 'confirmed' or 'changed'")
