"""Facts in the words that people read. Templates reach them as filters and functions."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote

import phonenumbers
from babel.dates import format_date, format_skeleton
from flask_babel import format_timedelta, get_locale

from directory.fields import hours_texts
from geodata.shapes import Precision
from indexer.freshness import (
    DAYS_TOLD,
    DOUBTED,
    DOUBTED_NEVER_CHECKED,
    RECENT_DAYS,
    days_since,
)
from indexer.freshness import freshness_words as english_freshness_words
from indexer.result import Freshness, Hit
from web.languages import gettext as _
from web.languages import lazy_gettext as _l
from web.languages import ngettext
from web.parts import now, parts

COUNTRY = "US"
"""How a phone number without a country code is read."""


def distance(hit: Hit) -> str:
    """How far it is, as exactly as we know; "" when nothing was asked about a place."""
    miles = hit.distance_miles
    if miles is None:
        return ""
    if hit.point_precision == Precision.ZIP.value:
        return _("about %(miles)s miles (we know only the ZIP code)", miles=round(miles))
    if hit.point_precision == Precision.CITY.value:
        return _("about %(miles)s miles (we know only the town)", miles=round(miles))
    if miles >= 10:
        return _("%(miles)s miles", miles=round(miles))
    return _("%(miles)s miles", miles=f"{miles:.1f}")


def freshness_kind(freshness: Freshness) -> str:
    """How it is marked: checked, old, never or doubted."""
    if is_doubted(freshness):
        return "doubted"
    days = days_since(freshness.verified_on, now())
    if days is None:
        return "never"
    return "checked" if days <= RECENT_DAYS else "old"


def is_doubted(freshness: Freshness) -> bool:
    return freshness.words.endswith((DOUBTED, DOUBTED_NEVER_CHECKED))


def freshness_words(freshness: Freshness) -> str:
    """How sure we are, in the language of this answer."""
    if is_english():
        return freshness.words
    return checked_words(freshness.verified_on, None, is_doubted=is_doubted(freshness))


def checked_words(on: date | None, checked_by: str | None, *, is_doubted: bool = False) -> str:
    """ "Checked 12 days ago by phone"; other languages leave out how."""
    days = days_since(on, now())
    if is_english():
        return english_freshness_words(days, checked_by, has_signals=is_doubted)
    call_first = (
        _("Since then we were told that something may be wrong. Call before you go.")
        if is_doubted
        else _("Call before you go.")
    )
    if days is None:
        return " ".join((_("Not checked yet."), call_first))
    if days > RECENT_DAYS:
        return " ".join((_("Last checked %(ago)s.", ago=ago_words(days)), call_first))
    checked = _("Checked %(ago)s", ago=ago_words(days))
    return f"{checked}. {call_first}" if is_doubted else checked


def dated_words(on: date | None) -> str:
    """How sure we were, for what is taken along: "12 days ago" would soon be wrong there."""
    call_first = _("Call before you go.")
    if on is None:
        return " ".join((_("Not checked yet."), call_first))
    return " ".join((_("Last checked on %(day)s.", day=exact_day(on)), call_first))


def exact_day(day: date | datetime) -> str:
    """ "May 4, 2026": with its year, for paper and files."""
    return str(format_date(day, "medium", locale=get_locale()))


def ago_words(days: int) -> str:
    """ "12 days ago" in the language of this answer."""
    if days <= 1:
        return _("yesterday") if days else _("today")
    # Babel takes the largest unit of which there are `threshold`: days up to DAYS_TOLD, then months
    # up to two years, as English does.
    threshold = 9 if days <= DAYS_TOLD else 1.9
    return str(
        format_timedelta(
            timedelta(days=-days), granularity="day", threshold=threshold, add_direction=True
        )
    )


def why_words(hit: Hit) -> str:
    """Why it matched; the engine says so in English, and other languages leave it out."""
    return " · ".join(hit.why) if is_english() else ""


def is_english() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "en"


def day_words(day: date | datetime) -> str:
    """ "May 3", with the year when it is another one; "3 de mayo" in Spanish."""
    skeleton = "MMMMd" if day.year == now().year else "yMMMMd"
    return format_skeleton(skeleton, day, locale=get_locale())


def phone_words(number: str) -> str:
    """The number grouped as in its country; as given when it is not a whole number."""
    parsed = _parsed(number)
    if parsed is None:
        return number
    is_here = phonenumbers.region_code_for_number(parsed) == COUNTRY
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if is_here else form.INTERNATIONAL)


def phone_link(number: str) -> str:
    """What a phone dials: "tel:+1-202-555-0101"; for other texts their digits; "" without any."""
    parsed = _parsed(number)
    if parsed is None:
        digits = "".join(sign for sign in number if sign in "+0123456789")
        return f"tel:{digits}" if digits else ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.RFC3966)


@lru_cache(maxsize=10_000)
def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_possible_number(parsed) else None


def directions(address: str) -> str:
    """The address of a map that leads there. Nothing is sent before it is tapped."""
    return parts().settings.directions_url.format(address=quote(address, safe=""))


def safe_link(url: str) -> str:
    """A web address as a link; "" for what is none (a source may write anything there)."""
    url = url.strip()
    if not url.lower().startswith(("http://", "https://")):
        url = f"https://{url}" if "." in url and ":" not in url and " " not in url else ""
    return url


def is_mail(text: str) -> bool:
    """Whether it may stand after "mailto:"."""
    return bool(re.fullmatch(r"[^\s@<>?&,;:\"]+@[^\s@<>?&,;:\"]+", text))


def places_found(total: int, *, is_exact: bool) -> str:
    """ "38 places found"."""
    if not is_exact:
        return _("More than %(total)s places found", total=f"{total:,}")
    return ngettext("1 place found", "%(total)s places found", total, total=f"{total:,}")


PHONE_KINDS = {
    "fax": _l("Fax"),
    "text": _l("Text message"),
    "sms": _l("Text message"),
    "tty": _l("TTY"),
    "textphone": _l("TTY"),
    "hotline": _l("Hotline"),
    "cell": _l("Cell phone"),
    "pager": _l("Pager"),
    "video": _l("Video phone"),
}
"""By HSDS phone.type; all others are "Phone"."""


def phone_kind(kind: str | None) -> str:
    return str(PHONE_KINDS.get((kind or "").casefold(), _l("Phone")))


FILTERS = {
    "day_words": day_words,
    "directions": directions,
    "distance": distance,
    "exact_day": exact_day,
    "freshness_kind": freshness_kind,
    "freshness_words": freshness_words,
    "hours": hours_texts,
    "phone_kind": phone_kind,
    "phone_link": phone_link,
    "phone_words": phone_words,
    "safe_mail": is_mail,
    "why_words": why_words,
}
