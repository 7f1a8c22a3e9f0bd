"""Reading pages as people do."""

from __future__ import annotations

import re
from html import unescape

INSIDE_A_LINE = "a|bdi|kbd|q|span|strong|time"
"""Elements that do not part words."""


def words_of(html: str) -> str:
    """The text of a page: no tags, single spaces."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    html = re.sub(rf"</?(?:{INSIDE_A_LINE})\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
