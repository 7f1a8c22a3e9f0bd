"""Whom a listing serves by place, in the words that people read."""

from __future__ import annotations

from indexer.result import Hit
from web.languages import gettext as _

YES, REASON = "It serves ", "."
"""How `geodata.served` says that a place is served: between the two stand names of areas."""


def serves_words(hit: Hit) -> str:
    """ "Serves District of Columbia"; "" when nothing is known or no place was asked about."""
    reason = str(hit.serves.get("reason", ""))
    if hit.serves.get("value") == "yes" and reason.startswith(YES):
        return _("Serves %(area)s", area=reason.removeprefix(YES).removesuffix(REASON))
    return ""


FILTERS = {"serves_words": serves_words}
