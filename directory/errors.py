"""What can go wrong with the record; each message is one sentence that says what to do."""

from __future__ import annotations


class DirectoryError(Exception):
    """Any of the below."""


class DatabaseUnavailableError(DirectoryError):
    """The database cannot be opened or reached."""


class DatabaseNewerError(DirectoryError):
    """A newer program has written this database."""


class ImportRefusedError(DirectoryError):
    """Nothing of a file can be used; nothing was loaded."""


class ExportRefusedError(DirectoryError):
    """The export cannot be written."""


class EditRefusedError(DirectoryError):
    """A change that the record does not take."""
