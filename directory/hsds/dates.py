"""Dates as files write them, and the date that a file is of."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

_FORMATS = ("%m/%d/%y", "%m/%d/%Y", "%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y")
_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[-_.]?(?P<month>0[1-9]|1[0-2])"
    r"(?:[-_.]?(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
"""2023-05-31, 20230531, 2021-10, 2019."""


def day_of(value: Any) -> date | None:
    """The day that a cell names; None when it names none.

    >>> day_of("2/22/11 0:00"), day_of("2023-03-15T10:30:45.123Z"), day_of("soon")
    (datetime.date(2011, 2, 22), datetime.date(2023, 3, 15), None)
    """
    text = str(value or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    words = text.split(" ")
    for form in _FORMATS:
        try:
            return datetime.strptime(" ".join(words[: form.count(" ") + 1]), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def day_in_name(name: str) -> date | None:
    """The date in a file's name; of a month or year alone its first day, so that it is not newer
    than it may be.

    >>> day_in_name("dc-crie-2021-10-subset.zip"), day_in_name("211-dc.csv")
    (datetime.date(2021, 10, 1), None)
    """
    found = _IN_NAME.search(name)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return None


def without_date(name: str) -> str:
    """The name up to its date: exports of one source differ in what follows.

    >>> without_date("dc-crie-2021-10-subset"), without_date("211-dc")
    ('dc-crie', '211-dc')
    """
    found = _IN_NAME.search(name)
    return (name[: found.start()] if found else name).strip(" -_.") or name
