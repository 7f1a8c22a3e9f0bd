"""What the pages are told when they are made: keys, addresses, the words of a region."""

from __future__ import annotations

from dataclasses import dataclass

from web.languages import lazy_gettext as _l


@dataclass(frozen=True)
class CrisisLine:
    """A number for people in danger."""

    need: str
    """In which need; ours are said in the language of the request."""
    number: str
    """As people say it: "1-800-799-7233"."""


CRISIS_LINES = (
    CrisisLine(_l("In danger now"), "911"),
    CrisisLine(_l("Thinking of suicide"), "988"),
    CrisisLine(_l("Violence at home"), "1-800-799-7233"),
    CrisisLine(_l("Anything else"), "2-1-1"),
)
"""Those of the United States; another region hands in its own."""


@dataclass(frozen=True)
class WebSettings:
    """Handed to `create_app`."""

    secret_key: str
    """Signs form tokens and the sessions of staff."""
    base_url: str = "http://localhost:8000"
    is_demo: bool = False
    """Every page says that the history it shows is made up."""
    site_name: str = "Wellkept"
    content_language: str = "en"
    """In which most listings are written."""
    leave_url: str = "https://www.weather.gov/"
    """Where "Leave this site" goes: a page that nobody wonders about."""
    directions_url: str = "https://www.google.com/maps/dir/?api=1&destination={address}"
    """Where "Directions" leads; `{address}` is what was listed."""
    crisis_lines: tuple[CrisisLine, ...] = CRISIS_LINES
    help_line: str = "2-1-1"
    """The number to call when nothing here helps; free, day and night."""

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")
