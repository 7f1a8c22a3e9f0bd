"""In which country a site is at home: how its phones and addresses are to be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.page import Page

UNITED_STATES = "US"
BY_DOMAIN = {
    "uk": "GB", "nl": "NL", "ca": "CA", "au": "AU", "nz": "NZ", "ie": "IE", "de": "DE", "be": "BE",
    "fr": "FR", "es": "ES", "za": "ZA", "in": "IN", "us": "US", "gov": "US", "edu": "US",
    "mil": "US", "jo": "JO", "mx": "MX", "scot": "GB", "wales": "GB", "london": "GB",
}  # fmt: skip
BY_LANGUAGE = {"nl": "NL", "de": "DE", "nl-be": "BE", "fr": "FR"}
"""Languages that point to one country; English and Spanish do not."""
BY_PREFIX = {"+44": "GB", "+31": "NL", "+1": "US", "+353": "IE", "+61": "AU", "+64": "NZ",
             "+49": "DE", "+32": "BE", "+33": "FR"}  # fmt: skip
STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ"
    "|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|PR|VI|GU"
)
SIGNS = (
    ("US", re.compile(rf"\b(?:{STATES})\.?,?\s+\d{{5}}(?:-\d{{4}})?\b")),
    ("GB", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[ABD-HJLNP-UW-Z]{2}\b")),
    ("CA", re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d\b")),
    ("NL", re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\s+[A-Z][a-z]+")),
    ("AU", re.compile(r"\b(?:NSW|VIC|QLD|TAS)\.?,?\s+\d{4}\b")),
)
NORTH_AMERICAN = re.compile(r"(?<![\d+])\(?[2-9]\d{2}\)?[ .-]\s?[2-9]\d{2}[ .-]\d{4}\b")
BRITISH = re.compile(r"(?<!\d)\(?0(?:[12378]\d{2,4})\)?[ -]\d{3,4}[ -]?\d{3,4}\b")
WORDS = (
    (
        "NL",
        re.compile(
            r"\b(?:het|een|voor|niet|zijn|ook|wij|naar|openingstijden|uur|bij|maandag)\b", re.I
        ),
    ),
    ("DE", re.compile(r"\b(?:und|der|nicht|ist|für|wir|uhr|montag)\b", re.I)),
)
"""Everyday words of languages that are spoken in one country, mostly."""
WORDS_LEAST = 5
MOST_PER_SIGN = 3
"""A page that lists thirty postcodes says no more than one that lists three."""
DOMAIN_WEIGHT = 4


def country_of(pages: Sequence[Page]) -> str:
    """ISO 3166, two letters; US where nothing speaks for another country."""
    votes: Counter[str] = Counter()
    for page in pages:
        host = (urlsplit(page.url).hostname or "").lower()
        language = page.language.lower().replace("_", "-")
        votes[BY_DOMAIN.get(host.rpartition(".")[2], "")] += DOMAIN_WEIGHT
        votes[BY_LANGUAGE.get(language, BY_LANGUAGE.get(language[:2], ""))] += 1
        votes[
            language[3:].upper() if re.fullmatch(r"en-(?:gb|ca|au|nz|ie|us)", language) else ""
        ] += 1
        _add_signs(votes, page)
    del votes[""]
    return max(votes, key=lambda code: (votes[code], code == UNITED_STATES), default=UNITED_STATES)


def _add_signs(votes: Counter[str], page: Page) -> None:
    text = page.text
    for code, pattern in (*SIGNS, ("US", NORTH_AMERICAN), ("GB", BRITISH)):
        votes[code] += min(MOST_PER_SIGN, len(pattern.findall(text)))
    for code, pattern in WORDS:
        votes[code] += 2 if len(pattern.findall(text[:20_000])) >= WORDS_LEAST else 0
    for prefix, code in BY_PREFIX.items():
        votes[code] += min(
            MOST_PER_SIGN, text.count(prefix + " ") + page.source.count(f"tel:{prefix}")
        )
