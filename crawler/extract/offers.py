"""What is offered, to whom, and in which languages, in the page's own words.

Statements are quoted, not interpreted: directory/eligibility reads criteria out of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.fact import FactField, Mention, quote_of
from crawler.lines import Line, Zone
from crawler.page import Page
from geodata.names import plain

SERVICES = re.compile(
    r"\b(?:food (?:pantry|bank|shelf|boxes|parcels?|assistance|distribution)|soup kitchen"
    r"|(?:community|hot|free) meals?"
    r"|meals on wheels|street kitchens?|shelter|transitional housing|housing (?:assistance"
    r"|counseling|advice)|rent(?:al)? assistance"
    r"|(?:utility|energy|heating) assistance|liheap|weatherization|head start|child ?care"
    r"|day ?care|after[- ]school"
    r"|tutoring|mentoring|job (?:training|search|placement)|employment (?:services|training"
    r"|program)|legal (?:aid|advice|services|clinic)"
    r"|clothing (?:closet|bank)|furniture bank|diaper bank|baby bank|(?:mental"
    r"|behavioral) health|counsell?ing|support groups?"
    r"|alcoholics anonymous|narcotics anonymous|detox|substance (?:abuse|use)|recovery program"
    r"|(?:free|medical|dental|health) clinic"
    r"|immunizations?|prenatal|wic\b|snap\b|esl\b|english classes|ged\b|literacy|citizenship"
    r"|immigration services|senior (?:center|services|programs?)"
    r"|case management|crisis (?:line|intervention)|domestic violence"
    r"|transportation (?:assistance|services)|debt advice|benefits advice"
    r"|outreach|youth programs?|voedselbank|maatschappelijk werk|inloop|kledingbank"
    r"|fysiotherapie)\b",
    re.IGNORECASE,
)
LONGEST_NAME = 70
ELIGIBILITY = re.compile(
    r"\b(?:eligib\w+|qualif(?:y|ies|ied)|must (?:be|live|reside|have|show|bring|provide)"
    r"|open to (?:all|any(?:one|body)|everyone|the public)"
    r"|residents? of|living in|low[- ]income|income (?:guidelines?|limits?|eligible)"
    r"|poverty (?:level|guidelines?)|(?:ages?|aged) \d+"
    r"|\d+ (?:years? (?:of age|old)|and (?:older|over|under))|no (?:id|identification|referral"
    r"|documentation|questions)\b"
    r"|proof of (?:address|residency|income|identity)|photo id|referral (?:is )?(?:required"
    r"|needed)|families in need|veterans"
    r"|for (?:women|men|children|families|seniors|youth|individuals|people) (?:who|in|with"
    r"|experiencing|aged?)|anyone (?:who|in need)"
    r"|homeless (?:women|men|families|people|individuals|youth))\b",
    re.IGNORECASE,
)
NOT_CLIENTS = re.compile(
    r"\b(?:volunteers?|donors?|donations?|applicants? for employment|job|staff|employees?"
    r"|members?hip|scholarship|interns?)\b",
    re.I,
)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
LONGEST, SHORTEST = 300, 20
SPOKEN = re.compile(
    r"\b(?i:se habla) (?P<es>(?i:español))|\b(?P<names>(?:[A-Z][a-z]+(?:\s*(?:,|and|&|or"
    r"|/)\s*)?){1,8})\s*(?:is |are )?(?:spoken|speaking (?:staff|volunteers|interpreters)"
    r"|interpreters?|interpretation|translation)\b|\b(?:we"
    r"|staff) speak (?P<speak>(?:[A-Z][a-z]+(?:\s*(?:,|and|&|or)\s*)?){1,8})"
    r"|\bavailable in (?P<in>(?:[A-Z][a-z]+(?:\s*(?:,|and|&|or)\s*)?){1,8})"
    r"|\bbilingual \((?P<bi>[^)]{4,60})\)",
)
LANGUAGES = {
    "english": "en", "spanish": "es", "español": "es", "espanol": "es", "french": "fr",
    "arabic": "ar", "chinese": "zh", "mandarin": "zh", "cantonese": "yue", "vietnamese": "vi",
    "korean": "ko", "russian": "ru", "somali": "so", "amharic": "am", "nepali": "ne",
    "haitian": "ht", "creole": "ht", "portuguese": "pt", "polish": "pl", "ukrainian": "uk",
    "farsi": "fa", "dari": "prs", "pashto": "ps", "urdu": "ur", "hindi": "hi", "bengali": "bn",
    "punjabi": "pa", "swahili": "sw", "tagalog": "tl", "hmong": "hmn", "burmese": "my",
    "karen": "kar", "dutch": "nl", "german": "de", "turkish": "tr", "asl": "ase", "tigrinya": "ti",
    "kurdish": "ku", "japanese": "ja", "italian": "it", "welsh": "cy",
}  # fmt: skip
"""ISO 639 codes."""


def service_mentions(page: Page) -> Iterator[Mention]:
    """Headings and short lines that name a service."""
    for index, line in enumerate(page.lines):
        text = line.text.strip(" :•-–")
        if len(text) > LONGEST_NAME or line.zone is Zone.FOOTER or not SERVICES.search(text):
            continue
        is_entry = not line.is_link and text.count(" ") <= 6 and not text.endswith(".")
        if line.is_heading or is_entry:
            method, sure = ("heading", 0.7) if line.is_heading else ("text", 0.5)
            yield _mention(FactField.SERVICE, (plain(text), text), line, index, (method, sure))


def _mention(
    field: FactField, said: tuple[str, str], line: Line, index: int, how: tuple[str, float]
) -> Mention:
    """`said`: key and value; `how`: method and confidence."""
    quote = line.text if len(line.text) <= LONGEST else said[1]
    return Mention(field, *said, quote_of(quote), *how, index, line.zone)


def eligibility_mentions(page: Page) -> Iterator[Mention]:
    """Sentences that say who may come, or with what."""
    for index, line in enumerate(page.lines):
        if line.is_link or line.zone in (Zone.NAVIGATION, Zone.FOOTER):
            continue
        for sentence in SENTENCE.split(line.text):
            is_statement = SHORTEST <= len(sentence) <= LONGEST and ELIGIBILITY.search(sentence)
            if is_statement and not NOT_CLIENTS.search(sentence):
                said = (plain(sentence), sentence)
                yield _mention(FactField.ELIGIBILITY, said, line, index, ("text", 0.6))


def language_mentions(page: Page) -> Iterator[Mention]:
    """Languages in which people are served, and those in which the site exists."""
    for index, line in enumerate(page.lines):
        for match in SPOKEN.finditer(line.text):
            words = plain(next(filter(None, match.groups()), "")).split()
            for code in dict.fromkeys(LANGUAGES[word] for word in words if word in LANGUAGES):
                yield _mention(FactField.LANGUAGE, (code, code), line, index, ("text", 0.8))
    for code in dict.fromkeys(code.split("-")[0].lower() for code in page.alternates):
        if code in LANGUAGES.values():
            yield Mention(
                FactField.LANGUAGE, code, code, f"hreflang {code}", "alternate pages", 0.6
            )
