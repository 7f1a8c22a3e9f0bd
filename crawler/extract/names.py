"""What the organization is called: what its pages call it in the places where names stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from crawler.extract.fact import FactField, Mention, quote_of
from crawler.lines import Line, Zone
from crawler.page import Page
from geodata.names import plain

SEPARATORS = re.compile(r"\s+[|–—•·»«>:-]+\s+|\s*[|»«]\s*|:\s+|\s*::\s*")
COPYRIGHT = re.compile(
    r"(?:©|(?<!\d)\(c\)|\bcopyright\b)[\s©,]*(?:\(c\)\s*)?(?:copyright\s*)?"
    r"(?:(?:[a-z]+,?\s+)?(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)?\d\d"
    r"|present))?)?[\s,.:|-]*(?:by\s+)?(?P<name>[^.|•©]{3,80})",
    re.IGNORECASE,
)
BEHIND = re.compile(
    r"[,.\s-]*\b(?:all rights? reserved|alle rechten|privacy|terms|powered by|website by"
    r"|design(?:ed)? by|inc\b|llc\b"
    r"|sitemap|is a\b|(?:19|20)\d\d).*$",
    re.IGNORECASE,
)
BUILDER = re.compile(
    r"\b(?:web ?)?(?:design|designs|hosting|templates?|themes?|webdesign|media|solutions"
    r"|studios?)\b",
    re.I,
)
"""Who built the site has a copyright too."""
GENERIC = re.compile(
    r"^(?:home(?:page)?|contact(?: us| information)?|about(?: us)?"
    r"|welcome(?: to)?(?: our)?(?: website)?"
    r"|index|untitled(?: document)?|hours.*|locations?|services|programs|openingstijden"
    r"|over ons|main page"
    r"|menu|default|news|events|donate|page not found|404.*|search|food (?:pantry|bank)"
    r"|resources|error.*|faq"
    r"|get in touch|find us|schedule|calendar|our team|staff|volunteer|online|website|site"
    r"|upcoming|visit|service times|opening hours|address|app)$",
    re.IGNORECASE,
)
WEIGHTS = {"JSON-LD": 3.0, "microdata": 2.0, "OpenGraph": 3.0, "copyright": 2.5, "title": 2.0,
           "logo": 1.0, "heading": 1.0, "address": 1.5}  # fmt: skip
"""What each place is worth as a place for names, times the share of pages that say so."""
LONGEST = 90
HOME = re.compile(r"^(?:|index\s*\w*|home\s*\w*|default\s*\w*)$")


def name_mentions(page: Page) -> Iterator[Mention]:
    """Candidates; which of them is the name only the whole site tells."""
    shown = {name_key(line.text): line for line in page.lines if _is_shown(line)}
    for part in SEPARATORS.split(page.title):
        yield from _candidate(part, "title")
        line = shown.get(name_key(part))
        if line:
            yield from _candidate(line.text, "address")
    for index, line in enumerate(page.lines):
        found = COPYRIGHT.search(line.text)
        if found and not BUILDER.search(found["name"]):
            yield from _candidate(BEHIND.sub("", found["name"]), "copyright", line.text, index)
    first = next((line.text for line in page.lines if line.is_heading), "")
    yield from _candidate(first, "heading")
    top = (line.text for line in page.lines[:12] if line.is_link and line.zone is not Zone.FOOTER)
    yield from _candidate(re.sub(r"\s+logo$", "", next(top, ""), flags=re.I), "logo")


def _is_shown(line: Line) -> bool:
    """A line of text as it stands above an address, not a title or a link."""
    return not line.is_heading and not line.is_link and len(line.text) <= LONGEST


def _candidate(text: str, method: str, quote: str = "", index: int = -1) -> Iterator[Mention]:
    name = " ".join(re.sub(r"^welcome to\s+", "", text.strip(), flags=re.I).split()).strip(
        " ,.-–|:"
    )
    is_name = (
        3 <= len(name) <= LONGEST and any(c.isalpha() for c in name) and len(name.split()) <= 10
    )
    if is_name and not GENERIC.match(name):
        key = name_key(name)
        yield Mention(FactField.NAME, key, name, quote_of(quote or name), method, 0.5, index)


def name_key(name: str) -> str:
    """Equal for the same name with and without "The", accents and "Inc".

    >>> name_key("The Phoenix Zoo, Inc."), name_key("Phoenix Zoo")
    ('phoenix zoo', 'phoenix zoo')
    """
    words = [w for w in plain(name).split() if w not in ("inc", "llc", "ltd")]
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def best_names(mentions: Sequence[tuple[Page, Mention]], pages: int) -> list[tuple[Mention, float]]:
    """The name of the site with its confidence; [] when no place gives one."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, Mention] = {}
    for page, mention in mentions:
        key = name_key(mention.value)
        said[key][mention.method].add(page.url)
        forms[key][mention.value] += 1 + 2 * (mention.method in ("title", "JSON-LD", "OpenGraph"))
        if key not in first or (HOME.match(page.path) and mention.method != "logo"):
            first[key] = mention
    scores = {key: _score(methods, pages) for key, methods in said.items()}
    scores = {key: score for key, score in scores.items() if set(said[key]) - {"heading", "logo"}}
    if not scores:
        return []
    best = max(scores, key=lambda key: (scores[key], len(key)))
    form = forms[best].most_common(1)[0][0]
    mention = first[best]
    told = Mention(FactField.NAME, best, form, mention.quote, mention.method, 0.0, mention.line)
    return [(told, min(0.95, 0.4 + scores[best] / 8))]


def _score(methods: dict[str, set[str]], pages: int) -> float:
    score = sum(
        WEIGHTS[method]
        * (len(urls) / pages if method in ("title", "heading", "copyright", "logo") else 1.0)
        for method, urls in methods.items()
    )
    return score + 0.5 * (len(methods) - 1)
