"""What kind of page it is, as far as that changes whose its facts are."""

from __future__ import annotations

import re
from enum import StrEnum

from crawler.lines import Line, Zone
from crawler.page import Page


class PageKind(StrEnum):
    CONTACT = "contact"
    RESOURCES = "resources"
    """Lists other organizations: their numbers are not the site's."""
    PEOPLE = "people"
    """Staff, board, members: nothing personal is taken."""
    EVENTS = "events"
    """Dates that pass: its times are no opening hours."""
    LEFTOVER = "leftover"
    """Of a template or of another product; nothing on it is about the organization."""
    MISSING = "missing"
    """Says that the page does not exist, whatever its status code was."""
    OTHER = "other"


FOLDERS = re.compile(r"(?:^|[/\s])(?:index|home|default|pages?)(?:\s+\w+)?$")
FILLER = re.compile(
    r"\b(?:lorem ipsum|dolor sit amet|consectetur|html5 ?up|hello world!? welcome to wordpress"
    r"|this is an example page|sed blandit|ipsum dolor|pellentesque|vestibulum|suspendisse"
    r"|faucibus|feugiat|adipiscing)\b",
    re.IGNORECASE,
)
FILLERS_LEAST = 2
MISSING = re.compile(
    r"\b404\b|\b(?:page|site|file)(?: you requested)? (?:was |is |could )?not (?:be )?found\b"
    r"|\bnothing found\b|\bpagina niet gevonden\b|\bdoesn['’]t exist\b|\bno longer exists\b",
    re.IGNORECASE,
)
WORDS = (
    (PageKind.RESOURCES, re.compile(
        r"\b(?:resources?|useful links?|links|partners?|directory|directories|helplines?|hotlines?"
        r"|referrals?|sponsors?|supporters?|signposting|other (?:services|organi[sz]ations|help)"
        r"|community (?:help|support|links)|where to (?:get|find) help|verwijzingen|partneri"
        r"|nuttige (?:links|adressen))\b")),
    (PageKind.PEOPLE, re.compile(
        r"\b(?:staff|our team|meet the team|ons team|team|board(?: of (?:directors|trustees))?"
        r"|trustees|leadership|our people|faculty|clergy|council|councill?ors|members|medewerkers"
        r"|bestuur|directory of members|officers)\b")),
    (PageKind.EVENTS, re.compile(
        r"\b(?:events?|calendar|news|blog|sermons?|agenda|nieuws|whats on|press)\b")),
    (PageKind.CONTACT, re.compile(
        r"\b(?:contact(?: us)?|find us|locations?|visit(?: us)?|about(?: us)?|hours|openingstijden"
        r"|get in touch|bereikbaarheid)\b")),
)  # fmt: skip
"""In the order in which they win."""


CONTACT_WORD = re.compile(r"\bcontact\b")
START = re.compile(r"^(?:index|home|default|welcome|start)\b")
ORGANIZATION = re.compile(
    r"\b(?:cent(?:er|re)|council|network|coalition|agency|association|partnership|foundation|inc"
    r"|mission|church|ministry|ministries|bank|society|trust|library|zoo|museum|university|club)\b"
)
"""In a title these are the name of who speaks: "Family Resource Center" lists no resources."""
LONGEST_HEADING = 5
"""Words; a longer heading says something, it does not name the page."""


def _is_main_heading(line: Line) -> bool:
    is_main = line.zone is Zone.MAIN and not line.is_link
    return line.is_heading and is_main and len(line.text.split()) <= LONGEST_HEADING


def page_kind(page: Page) -> PageKind:
    """The kind by address, title and first heading; CONTACT wins where a page is both."""
    if FILLER.search(page.title) or len(FILLER.findall(page.text)) >= FILLERS_LEAST:
        return PageKind.LEFTOVER
    heading = next((line.text for line in page.lines if _is_main_heading(line)), "")
    if MISSING.search(page.title) or (len(page.lines) < 12 and MISSING.search(page.text)):
        return PageKind.MISSING
    path = FOLDERS.sub("", re.sub(r"\s+(?:html?|php|aspx?|cfm|shtml)$", "", page.path))
    titles = [part.lower() for part in re.split(r"\s[|–—•·»-]\s|: ", page.title)]
    own_title = next((t for t in titles if CONTACT_WORD.search(t)), titles[0])
    name = path.rsplit("/", 1)[-1]
    texts = [text for text in (own_title, heading.lower()) if not ORGANIZATION.search(text)]
    kind = next((kind for text in (name, *texts) if (kind := _kind_by(text))), PageKind.OTHER)
    is_start = not name or bool(START.match(name))
    return PageKind.OTHER if is_start and kind is not PageKind.CONTACT else kind


def _kind_by(text: str) -> PageKind | None:
    if CONTACT_WORD.search(text):
        return PageKind.CONTACT
    return next((kind for kind, pattern in WORDS if pattern.search(text)), None)
