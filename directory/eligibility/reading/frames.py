"""Words that say why one comes, not who may: "in need of ...", "regardless of ...", "call ...".

What stands behind them is taken out of the statement before its criteria are joined.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from directory.eligibility.model import Criterion, Dimension
from directory.eligibility.reading.items import Item, Kind

_GRAMMAR = (
    Kind.WEAK,
    Kind.COMMA,
    Kind.AND,
    Kind.OR,
    Kind.COPULA,
    Kind.BRACKET,
    Kind.CLOSING,
    Kind.DOCUMENT_ONLY,
)
_REQUIRING = ("require", "requires", "requiring")
_TOLD_BEHIND = (Dimension.RESIDENCY, Dimension.AGE)
_REQUIRED = re.compile(r"\b(?:required|must|need)\b", re.IGNORECASE)
_SHOWN = re.compile(
    r"\b(?:requir\w*|must|need\w*|bring|show|present|provide|valid|with|have|photo|proof)\b",
    re.IGNORECASE,
)
_BRINGING = (Dimension.DOCUMENT, Dimension.REFERRAL)

Ends = Callable[[Sequence[Item], int], bool]
"""Does the item at this place end a frame?"""


def without_frames(items: Sequence[Item]) -> list[Item]:
    """The items that may restrict. A statement that tells how to apply keeps its documents only."""
    kept = [item for item in items if not _is_mentioned(item, items)]
    if _is_process(items):
        kept = [item for item in items if _is_about_papers(item)]
        return (
            kept
            if any(i.kind is Kind.DOCUMENT_ONLY for i in items)
            or _REQUIRED.search(" ".join(i.text for i in items))
            else []
        )
    found: list[Item] = []
    place = 0
    while place < len(kept):
        behind = _behind_frame(kept, place)
        if behind == place:
            found.append(kept[place])
        elif kept[place].kind is Kind.CONDITION and not _is_example(kept[place]):
            found.append(replace(kept[place], kind=Kind.UNKNOWN, end=kept[behind - 1].end))
        place = max(behind, place + 1)
    return found


def _is_mentioned(item: Item, items: Sequence[Item]) -> bool:
    """An "ID card" of which nobody says that it must be shown."""
    is_bare = item.has(Dimension.DOCUMENT) and item.text.lower() in (
        "id card",
        "id",
        "identification",
        "identification card",
        "prescription",
        "lease",
        "passport",
        "visa",
    )
    if not is_bare:
        return False
    words = " ".join(i.text for i in items)
    return not _SHOWN.search(words)


def _is_process(items: Sequence[Item]) -> bool:
    first = next((item for item in items if item.kind not in (Kind.WEAK, Kind.UNKNOWN)), None)
    return (
        first is not None
        and first.kind is Kind.PROCESS
        and first is next((i for i in items if i.kind is not Kind.WEAK), None)
    )


def _is_about_papers(item: Item) -> bool:
    is_paper = item.criterion is not None and (
        item.criterion.dimension in _BRINGING
        or item.text.lower().startswith(("residence in", "residency in"))
    )
    return is_paper or item.kind in (
        Kind.DOCUMENT_ONLY,
        Kind.COMMA,
        Kind.AND,
        Kind.OR,
        Kind.PREFER,
        Kind.NOT,
        Kind.NOTHING,
    )


def _behind_frame(items: Sequence[Item], place: int) -> int:
    """Where the frame that begins here ends; `place` when none begins."""
    item = items[place]
    if item.kind is Kind.NEED and not _asks_for_papers(items, place):
        return _behind(items, place, _ends_need)
    if item.kind is Kind.REGARDLESS:
        is_short = "with" in item.text.lower() or "con o sin" in item.text.lower()
        return _behind(items, place, _ends_short if is_short else _ends_regardless)
    if item.kind is Kind.PROCESS:
        return _behind(items, place, _ends_process)
    if item.kind is Kind.CONDITION:
        return _behind(items, place, _ends_example if _is_example(item) else _ends_condition)
    return place


_EXAMPLES = (
    "such as",
    "including",
    "to include",
    "for example",
    "because",
    "so that",
    "in order to",
    "i e",
    "i.e",
    "e g",
    "e.g",
)


def _is_example(item: Item) -> bool:
    return item.text.lower().startswith(_EXAMPLES)


def _ends_example(items: Sequence[Item], i: int) -> bool:
    is_end = items[i].text.lower().startswith((")", "]", "must"))
    return is_end or items[i].has(Dimension.RESIDENCY)


def _ends_condition(items: Sequence[Item], i: int) -> bool:
    return items[i].kind is Kind.COMMA or items[i].text.lower().startswith("must")


def _behind(items: Sequence[Item], place: int, ends: Ends) -> int:
    i = place + 1
    while i < len(items) and not ends(items, i):
        i += 1
    return i


def _asks_for_papers(items: Sequence[Item], place: int) -> bool:
    """ "Requires a referral": not what somebody needs but what must be brought."""
    if items[place].text.lower() not in _REQUIRING:
        return False
    return any(
        (_is_about_papers(i) and i.criterion) or i.kind is Kind.REFERRAL for i in items[place + 1 :]
    )


def _ends_need(items: Sequence[Item], i: int) -> bool:
    item = items[i]
    if item.kind is Kind.COPULA:
        return item.text.lower().split()[0] in ("must", "who", "deben", "debe", "are", "that")
    is_told = (
        item.criterion is not None and item.criterion.dimension in _TOLD_BEHIND and not item.is_word
    )
    return is_told or item.kind in (Kind.PROCESS, Kind.PREFER, Kind.ONLY)


def _ends_regardless(items: Sequence[Item], i: int) -> bool:
    item = items[i]
    is_residency = item.criterion is not None and item.criterion.dimension is Dimension.RESIDENCY
    return item.kind is Kind.COPULA or is_residency


def _ends_short(items: Sequence[Item], i: int) -> bool:
    return items[i].kind in (
        Kind.COMMA,
        Kind.COPULA,
        Kind.ACCEPT,
        Kind.PREFER,
        Kind.NEED,
    ) or _ends_need(items, i)


def _ends_process(items: Sequence[Item], i: int) -> bool:
    return _is_about_papers(items[i]) and items[i].criterion is not None


def with_referrals(items: Sequence[Item], text: str) -> list[Item]:
    """Referrals as criteria: "referred by the court", "CFSA referral required"."""
    found: list[Item] = []
    place = 0
    is_offered = any(item.kind is Kind.ACCEPT for item in items)
    while place < len(items):
        item = items[place]
        if item.kind is not Kind.REFERRAL:
            found.append(item)
            place += 1
            continue
        behind, sender = _sender(items, place, text)
        quote = text[item.start : items[behind - 1].end]
        is_offer = is_offered and not any(i.kind is Kind.ONLY for i in items)
        if not is_offer and _is_asked(items, place, behind, text, sender):
            criterion = replace(_REFERRAL, referred_by=sender, quote=quote)
            found.append(
                Item(Kind.CRITERION, quote, criterion, start=item.start, end=items[behind - 1].end)
            )
        place = behind
    return found


_OF_REFERRING = (
    "service",
    "program",
    "line",
    "hotline",
    "information",
    "agenc",
    "source",
    "and information",
)
_REFERRAL = Criterion(Dimension.REFERRAL)


def _sender(items: Sequence[Item], place: int, text: str) -> tuple[int, str | None]:
    """Where the words of the referral end, and who refers."""
    item = items[place]
    is_by = item.text.lower().split()[-1] in ("by", "from", "through")
    following = items[place + 1] if place + 1 < len(items) else None
    if not is_by and following and following.text.lower() in ("by", "from", "through"):
        is_by, place = True, place + 1
    if not is_by:
        return place + 1, None
    behind = place + 1
    while behind < len(items) and not _ends_sender(items, behind):
        behind += 1
    sender = text[items[place].end : items[behind - 1].end].strip() if behind > place + 1 else None
    return max(behind, place + 1), sender or None


def _ends_sender(items: Sequence[Item], i: int) -> bool:
    item = items[i]
    if item.kind is Kind.COMMA:
        return not any(later.kind is Kind.OR for later in items[i + 1 : i + 12])
    is_told = (
        item.criterion is not None
        and not item.is_word
        and item.criterion.dimension
        in (
            Dimension.AGE,
            Dimension.INCOME,
            Dimension.DOCUMENT,
        )
    )
    return is_told or item.kind in (Kind.COPULA, Kind.LINK, Kind.NEED)


def _is_asked(
    items: Sequence[Item], place: int, behind: int, text: str, sender: str | None
) -> bool:
    word = items[place].text.lower()
    around = text[: items[behind - 1].end + 40].lower()
    after = text[items[place].end : items[place].end + 4].lower()
    if any(item.kind is Kind.NOT for item in items[max(place - 3, 0) : place]) or after.startswith(
        " to "
    ):
        return False
    following = text[items[behind - 1].end :].lower().lstrip()
    if word == "refer" or following.startswith(_OF_REFERRING):
        return False
    is_told = any(
        cue in around for cue in ("require", "must", "only", "need", "necessary", "mandatory")
    )
    is_alone = (
        all(item.kind in (Kind.WEAK, Kind.UNKNOWN) for item in items[:place]) and len(items) <= 4
    )
    return bool(sender) or is_told or is_alone or word.startswith(("by referral", "referral only"))
