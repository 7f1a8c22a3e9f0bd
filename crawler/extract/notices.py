"""Notices that change everything else: closed for a while, closed for ever, moved; and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from crawler.extract.fact import FactField, Mention, quote_of
from crawler.lines import Zone
from crawler.page import Page


class Notice(StrEnum):
    TEMPORARILY_CLOSED = "temporarily closed"
    CLOSED_FOR_EVER = "permanently closed"
    MOVED = "moved"


_WE = (
    r"\b(?:we|our \w+(?: \w+)?|the (?:\w+ ){0,4}?\w+|this (?:\w+ )?\w+|\w+ (?:pantry|bank"
    r"|office|center|centre|clinic|shelter|program))"
)
NOTICES = (
    (Notice.CLOSED_FOR_EVER, re.compile(
        rf"\bpermanently clos(?:ed?|ing)\b|\bclos(?:ed?|ing) permanently\b|\bclosed? (?:its"
        rf"|our) doors\b"
        rf"|{_WE} (?:has|have) (?:now )?(?:ceased|closed down|shut down|disbanded|dissolved)"
        rf"|\bno longer (?:in operation|operating|in service|open to the public)\b"
        rf"|{_WE} (?:has|have|will) (?:been )?(?:closed?|cease[ds]?) (?:operations|for good"
        rf"|forever|effective)"
        r"|\bdefinitief gesloten\b|\bcerrado permanentemente\b", re.IGNORECASE)),
    (Notice.TEMPORARILY_CLOSED, re.compile(
        r"\b(?:temporarily|currently) (?:closed|suspended|not (?:open|accepting|operating)"
        r"|unavailable)\b"
        r"|\bclosed (?:until further notice|temporarily|for (?:renovations?|repairs"
        r"|construction)|due to)\b"
        r"|\btemporar(?:y|ily) clos(?:ure|ing)\b|\bsuspended until\b"
        r"|\bnot accepting (?:new )?(?:applications|clients|referrals)\b"
        rf"|{_WE} (?:is|are|will be) closed until\b"
        r"|\btijdelijk gesloten\b|\bgesloten tot nader\b|\bcerrado temporalmente\b"
        r"|\bhasta nuevo aviso\b",
        re.IGNORECASE)),
    (Notice.MOVED, re.compile(
        r"\b(?:we|we['’]ve|has|have|are|is|office|pantry|program) (?:have )?(?:just |recently "
        r"|now |also )?"
        r"(?:moved|moving|relocated|relocating) (?:to|into|from|our)\b"
        r"|\bwe(?:['’]ve| have) (?:just |recently )?moved\b|\bnew (?:address|location) (?:is"
        r"|as of|effective|at)\b"
        r"|\bnew location\s*:|\bour new (?:address|location|home|premises)\b"
        r"|\bwij zijn verhuisd\b|\bverhuisd naar\b|\bnos hemos mudado\b", re.IGNORECASE)),
)  # fmt: skip
HINT = re.compile(
    r"clos|mov(?:ed|ing)|relocat|suspend|ceas|disband|dissol|shut|no longer"
    r"|not (?:accept|open|operat)|unavailable|new (?:address|location|home|premises)"
    r"|gesloten|verhuisd|cerrado|mudado|aviso",
    re.IGNORECASE,
)
"""A word of each of these; most sentences have none, and are done."""
NOT_OURS = re.compile(
    r"\b(?:road|street|bridge|lane|park|playground|pool|trail|school|schools|comments?"
    r"|applications? for"
    r"|registration|enrollment|waitlist|waiting list|position|case|sale|holidays?|thanksgiving"
    r"|christmas"
    r"|easter|labor day|memorial day|good friday|snow day|in 19\d\d|in 20[01]\d|account"
    r"|founded|history)\b",
    re.IGNORECASE,
)
"""What else is closed or moved in sentences: they say nothing of the organization."""
LONGEST = 400
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_MONTHS = (
    "january jan januari", "february feb februari", "march mar maart", "april apr", "may mei",
    "june jun juni", "july jul juli", "august aug augustus", "september sep sept",
    "october oct oktober", "november nov", "december dec",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
UPDATED = re.compile(
    r"\b(?:last |page last |site last )?(?:updated|modified|revised|reviewed|changed"
    r"|bijgewerkt|gewijzigd|checked)\b"
    r"(?:\s+(?:on|in|at|op))?\s*[:\-–]?\s*(?P<date>[^.|]{4,40})",
    re.IGNORECASE,
)
BY_NAME = re.compile(
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?\s+)?(?P<m>{_MONTH})\b\.?,?\s*(?:(?P<d2>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?,?\s+)?(?P<y>(?:19|20)\d\d)",
    re.I,
)
BY_NUMBER = re.compile(
    r"(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y2>(?:19|20)\d\d)"
)
MONTH_FIRST = ("US",)


def notice_mentions(page: Page) -> Iterator[Mention]:
    """Sentences that say that the organization or its service is closed or elsewhere."""
    for index, line in enumerate(page.lines):
        if line.zone is Zone.NAVIGATION:
            continue
        for sentence in SENTENCE.split(line.text[: LONGEST * 4]):
            notice = notice_in(sentence)
            if notice:
                yield Mention(
                    FactField.NOTICE, notice.value, notice.value, quote_of(sentence), "text",
                    0.85 if len(sentence) <= 160 else 0.6, index, line.zone,
                )  # fmt: skip


def notice_in(sentence: str) -> Notice | None:
    """What a sentence announces; None for what is said of roads, holidays and the past.

    >>> notice_in("Our pantry is temporarily closed until further notice."), notice_in("Call us.")
    (<Notice.TEMPORARILY_CLOSED: 'temporarily closed'>, None)
    """
    if len(sentence) > LONGEST or not HINT.search(sentence) or NOT_OURS.search(sentence):
        return None
    return next((notice for notice, pattern in NOTICES if pattern.search(sentence)), None)


def date_mentions(page: Page, country: str) -> Iterator[Mention]:
    """When the page says that it was last changed: ISO, to the month where no day is said."""
    for index, line in enumerate(page.lines):
        found = UPDATED.search(line.text) if len(line.text) <= LONGEST else None
        day = date_in(found["date"], country) if found else ""
        if day:
            yield Mention(
                FactField.UPDATED, day, day, quote_of(line.text), "text", 0.9, index, line.zone
            )
    for name in ("article:modified_time", "og:updated_time", "last-modified", "dcterms.modified"):
        day = date_in(page.metas.get(name, ""), country)
        if day:
            yield Mention(FactField.UPDATED, day, day, page.metas[name], "meta", 0.8)


def date_in(text: str, country: str = "US") -> str:
    """The first date of a text as "2026-03-03" or "2026-03"; empty when there is none.

    >>> date_in("March 3, 2026"), date_in("March 2026"), date_in("03/04/2026", "GB")
    ('2026-03-03', '2026-03', '2026-04-03')
    """
    named = BY_NAME.search(text)
    if named:
        day = named["d2"] or named["d1"]
        month = MONTHS[named["m"].lower()]
        return f"{named['y']}-{month:02}" + (
            f"-{int(day):02}" if day and 1 <= int(day) <= 31 else ""
        )
    numbers = BY_NUMBER.search(text)
    if not numbers:
        return ""
    if numbers["y"]:
        year, month, day = numbers["y"], int(numbers["m"]), int(numbers["d"])
    else:
        one, two = int(numbers["a"]), int(numbers["b"])
        month, day = (one, two) if country in MONTH_FIRST and one <= 12 else (two, one)
        year = numbers["y2"]
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
