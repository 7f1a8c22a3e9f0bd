"""What can go wrong here; each message says what to do."""

from __future__ import annotations


class VerificationError(Exception):
    """Any of the below."""


class TaskTakenError(VerificationError):
    """The task is another's, or settled; the message says which."""


class NoTaskError(VerificationError):
    """There is nothing to do, or no such task."""


class OutcomeError(VerificationError):
    """An outcome that contradicts itself; the message says what to give instead."""


class ReportTooLongError(VerificationError):
    """A visitor wrote more than is kept; the message says how much is."""


class UnknownListingError(VerificationError):
    """There is no such public listing."""
