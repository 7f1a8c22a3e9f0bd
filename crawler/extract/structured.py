"""What a page says to machines: schema.org JSON-LD block by block, microdata, OpenGraph.

It is evidence like any other, and partly wrong in real pages: a site may keep an old number there.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.extract.addresses import Postal, address_mention
from crawler.extract.emails import is_example, valid_email
from crawler.extract.fact import FactField, Mention, quote_of
from crawler.extract.hours import week_of
from crawler.extract.phones import e164, is_example_number, parsed_phone, phone_text
from crawler.page import Page
from directory.hours import Hours, ScheduleRow, read_hours

ORGANIZATIONS = re.compile(
    r"(?:Organization|NGO|LocalBusiness|Corporation|Church|School|Library|Place|FoodEstablishment"
    r"|MedicalClinic|Hospital|Physician|Dentist|Store|CivicStructure|GovernmentOffice|Service"
    r"|EmploymentAgency|Shelter|PlaceOfWorship|Museum|Zoo|Residence|CommunityHealth|Business"
    r"|Restaurant|Club|Gym|Pharmacy|Attorney|LegalService|ContactPoint)$"
)
PERSON = re.compile(r"Person$")
DEEPEST = 6
DAYS = {"monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH", "friday": "FR",
        "saturday": "SA", "sunday": "SU"}  # fmt: skip
CONFIDENCE = 0.85
TRAILING_COMMA = re.compile(r",\s*([}\]])")


def structured_mentions(page: Page, country: str) -> Iterator[Mention]:
    """Mentions from every block that can be read; a broken block takes no other with it."""
    for method, thing in _things(page):
        yield from _of_thing(page, thing, country, method)
    name = page.metas.get("og:site_name")
    if name:
        yield _mention(FactField.NAME, name, name, "OpenGraph")


def _things(page: Page) -> Iterator[tuple[str, dict[str, Any]]]:
    for block in page.json_ld:
        for thing in _flattened(_loaded(block), DEEPEST):
            yield "JSON-LD", thing
    if page.has_microdata:
        for thing in _microdata(page):
            yield "microdata", thing


def _loaded(block: str) -> Any:
    """The block as JSON; mended where people break it, None where that does not help."""
    bare = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", "", block
    ).strip()
    for text in (bare, TRAILING_COMMA.sub(r"\1", re.sub(r"[\x00-\x1f]+", " ", bare))):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            continue
    return None


def _flattened(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every object whose type may be an organization; people and what is theirs are left out."""
    if depth == 0:
        return
    if isinstance(value, list):
        for one in value:
            yield from _flattened(one, depth - 1)
    elif isinstance(value, dict):
        kinds = _kinds(value)
        if any(PERSON.search(kind) for kind in kinds):
            return
        if any(ORGANIZATIONS.search(kind) for kind in kinds):
            yield value
        for key, part in value.items():
            if key in (
                "@graph",
                "mainEntity",
                "department",
                "contactPoint",
                "location",
                "publisher",
                "itemListElement",
            ):
                yield from _flattened(part, depth - 1)


def _kinds(thing: dict[str, Any]) -> list[str]:
    kinds = thing.get("@type") or ""
    return [
        str(kind).rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])
    ]


def _microdata(page: Page) -> Iterator[dict[str, Any]]:
    """Items in the shape of JSON-LD. extruct is imported where a page has any."""
    from extruct.w3cmicrodata import MicrodataExtractor

    try:
        items = MicrodataExtractor().extract(page.source)
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError):
        return  # markup that it cannot take; the text is read anyway
    for item in items:
        yield from _flattened(_as_json_ld(item), DEEPEST)


def _as_json_ld(item: Any) -> Any:
    if isinstance(item, list):
        return [_as_json_ld(one) for one in item]
    if not isinstance(item, dict):
        return item
    inner = {key: _as_json_ld(value) for key, value in (item.get("properties") or {}).items()}
    return {"@type": item.get("type", ""), **inner}


# ------------------------------------------------------------------ one thing


def _of_thing(page: Page, thing: dict[str, Any], country: str, method: str) -> Iterator[Mention]:
    name = _text(thing.get("name"))
    if name and not any(kind.endswith(("Service", "ContactPoint")) for kind in _kinds(thing)):
        yield _mention(FactField.NAME, name, name, method)
    for key, role in (("telephone", ""), ("faxNumber", "fax")):
        for text in _texts(thing.get(key)):
            number = parsed_phone(text, country)
            if number and not is_example_number(number):
                yield _mention(
                    FactField.PHONE, e164(number), phone_text(number, country), method, role, text
                )
    for text in _texts(thing.get("email")):
        email = valid_email(text.removeprefix("mailto:"))
        if email and not is_example(email):
            yield _mention(FactField.EMAIL, email, email, method)
    yield from _addresses(page, thing.get("address"), country, method)
    yield from _hours(thing, country, method)


def _mention(
    field: FactField, key: Any, value: Any, method: str, role: str = "", quote: str = ""
) -> Mention:
    return Mention(field, key, value, quote_of(quote or str(value)), method, CONFIDENCE, role=role)


def _text(value: Any) -> str:
    texts = _texts(value)
    return texts[0] if texts else ""


def _texts(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else [value]
    return [
        " ".join(html.unescape(str(p)).split())
        for p in parts
        if isinstance(p, str | int) and str(p).strip()
    ]


def _addresses(page: Page, value: Any, country: str, method: str) -> Iterator[Mention]:
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, dict):
            continue
        postal = Postal(
            _text(one.get("streetAddress")), _text(one.get("addressLocality")),
            _text(one.get("addressRegion")), _text(one.get("postalCode")), country,
        )  # fmt: skip
        mention = address_mention(page, 0, -1, postal, method) if postal.street else None
        if mention:
            yield Mention(
                FactField.ADDRESS,
                mention.key,
                mention.value,
                quote_of(postal.text),
                method,
                CONFIDENCE,
            )


def _hours(thing: dict[str, Any], country: str, method: str) -> Iterator[Mention]:
    texts = _texts(thing.get("openingHours"))
    rows = tuple(_rows(thing.get("openingHoursSpecification")))
    hours = Hours(rows) if rows else read_hours("; ".join(texts), country=country)
    key = week_of(hours)
    if key and not hours.rest:
        quote = "; ".join(texts) or "openingHoursSpecification"
        yield _mention(FactField.HOURS, key, hours.as_json(), method, "", quote)


def _rows(value: Any) -> Iterator[ScheduleRow]:
    """schema.org OpeningHoursSpecification; equal times on the same day mean closed."""
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, dict) or one.get("validFrom") or one.get("validThrough"):
            continue
        names = (day.rsplit("/", 1)[-1].lower() for day in _texts(one.get("dayOfWeek")))
        days = [code for name, code in ((n, DAYS.get(n, "")) for n in names) if code]
        opens, closes = (_clock(_text(one.get(key))) for key in ("opens", "closes"))
        if days and opens and closes and opens != closes:
            yield ScheduleRow("WEEKLY", ",".join(days), opens, closes)


def _clock(text: str) -> str:
    match = re.match(r"(\d{1,2}):(\d{2})", text)
    return f"{int(match[1]):02}:{match[2]}" if match and int(match[1]) <= 24 else ""
