"""Whom a listing serves by place, in the words that people read."""

from __future__ import annotations

import re

from indexer.result import Hit
from web.languages import gettext as _

IN_IT = re.compile(r"It serves (?P<area>.+)\.")
PERHAPS = re.compile(r"It serves (?P<area>.+): ask whether that is you\.")
AS_TEXT = re.compile(r"It says whom it serves as \"(?P<area>.+)\": ask before you go\.")
"""How `geodata.served` says it; between the words stand names of areas, or the source's own text.
"""


def serves_words(hit: Hit) -> str:
    """ "Serves District of Columbia"; "" when nothing is known or no place was asked about."""
    reason = str(hit.serves.get("reason", ""))
    if hit.serves.get("value") == "yes":
        found = IN_IT.fullmatch(reason)
        return _("Serves %(area)s", area=found["area"]) if found else ""
    perhaps = PERHAPS.fullmatch(reason) or AS_TEXT.fullmatch(reason)
    return _("Serves %(area)s: ask if that is you", area=perhaps["area"]) if perhaps else ""


FILTERS = {"serves_words": serves_words}
