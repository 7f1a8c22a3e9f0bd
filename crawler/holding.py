"""Whether a run is to be believed: a broken extractor must not flood the queue. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crawler.finding import SiteState, Verdict

Counts = Mapping[str, Mapping[str, int]]
"""field -> verdict -> number."""

ENOUGH = 20
"""Findings of a field from which its rates say something."""
LEAST_OF_USUAL = 0.6
"""A field that is found on so much less of the sites than usual is not read any more."""
MOST_CONTRADICTED = 0.5
"""More of a field contradicted than this is wrong reading, unless it is usual."""
MOST_OF_USUAL = 3.0
LEAST_ANSWERED = 0.5
"""Of all sites: when fewer answer, it is us who have no network."""
ENOUGH_SITES = 5
FOUND = (Verdict.CONFIRMS.value, Verdict.CONTRADICTS.value)
NO_ANSWER = (SiteState.UNREACHABLE.value, SiteState.GONE.value)


def reason_to_hold(sites: Mapping[str, int], fields: Counts, earlier: Sequence[Counts]) -> str:
    """Why a run is held back, in a sentence; empty when it is believed.

    sites: state -> number; earlier: the fields of runs that were believed.
    """
    number = sum(sites.values())
    silent = sum(sites.get(state, 0) for state in NO_ANSWER)
    if number >= ENOUGH_SITES and silent > number * (1 - LEAST_ANSWERED):
        return f"{silent} of {number} sites did not answer: look at this machine's own network"
    usual = _summed(earlier)
    reasons = (_of_field(field, fields[field], usual.get(field, {})) for field in sorted(fields))
    return "; ".join(filter(None, reasons))


def _of_field(field: str, counts: Mapping[str, int], usual: Mapping[str, int]) -> str:
    number, before = sum(counts.values()), sum(usual.values())
    if number < ENOUGH:
        return ""
    found, found_before = _share(counts, *FOUND), _share(usual, *FOUND)
    if before >= ENOUGH and found < LEAST_OF_USUAL * found_before:
        return f"{field} was found for {found:.0%} of the listings, usually for {found_before:.0%}"
    wrong, wrong_before = (_share(one, Verdict.CONTRADICTS.value) for one in (counts, usual))
    allowed = MOST_OF_USUAL * wrong_before if before >= ENOUGH else 0.0
    if wrong > max(MOST_CONTRADICTED, allowed):
        return f"{field} is contradicted for {wrong:.0%} of the listings, which cannot be"
    return ""


def _share(counts: Mapping[str, int], *verdicts: str) -> float:
    return sum(counts.get(verdict, 0) for verdict in verdicts) / (sum(counts.values()) or 1)


def _summed(earlier: Sequence[Counts]) -> dict[str, dict[str, int]]:
    total: dict[str, dict[str, int]] = {}
    for fields in earlier:
        for field, counts in fields.items():
            into = total.setdefault(field, {})
            for verdict, number in counts.items():
                into[verdict] = into.get(verdict, 0) + number
    return total
