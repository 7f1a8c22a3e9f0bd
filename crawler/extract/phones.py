"""Phone numbers of a page: in its text and behind its tel: links, with what each is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

import phonenumbers
from phonenumbers import Leniency, NumberParseException, PhoneNumber, PhoneNumberFormat

from crawler.extract.fact import FactField, Mention, Owner, quote_of
from crawler.extract.people import person_near
from crawler.lines import Line
from crawler.page import Page

DIGITS_LEAST = 7
LONGEST_LINE = 4000
"""Characters of a line that are searched: longer ones are minified data, not text."""
SIGNS = re.compile(r"\d")
MAYBE = re.compile(r"(?:\d[^\w\n]{0,4}){6}\d")
"""Seven digits with nothing but signs between: the finder of phonenumbers is slow."""
VANITY = re.compile(
    r"(?<![\w-])(?:1[-. ])?\(?(8(?:00|33|44|55|66|77|88))\)?[-. ]([A-Z0-9-]{7,9})(?![\w-])"
)
BEFORE, AFTER = 45, 14
"""Characters around a number that may say what it is for."""
ROLES = (
    ("fax", re.compile(r"\b(?:fax|facsimile|telefax)\b|(?:^|[\s,|/•])f\s*[:.]?\s*$", re.I)),
    ("tty", re.compile(r"\b(?:tty|tdd|tty/tdd|text ?phone|minicom|relay)\b", re.I)),
    ("text", re.compile(r"\b(?:sms|text (?:us|only|messages?)|whats ?app)\b", re.I)),
    ("toll free", re.compile(r"\btoll[- ]?free\b|\bfree ?phone\b", re.I)),
    ("hotline", re.compile(r"\b(?:hot ?line|help ?line|crisis|24[- ]hour|emergency)\b", re.I)),
    ("cell", re.compile(r"\b(?:cell(?:ular)?|mobile?|mobiel)\b", re.I)),
    ("voice", re.compile(r"\b(?:phone|tele(?:phone|foon)|tel|call|office|main|ring|bel)\b"
                         r"|(?:^|[\s,|/•])[tp]\s*[:.]?\s*$", re.I)),
)  # fmt: skip
NO_PHONE = re.compile(
    r"(?:\b(?:ein|tax ?id|charity(?: (?:no|number|reg\w*))?|registered (?:charity|company)\b.{0,20}"
    r"|company (?:no|number)|reg(?:istration|istered)? (?:no|number)|kvk|btw|iban|sort code"
    r"|acc(?:oun)?t"
    r"(?: (?:no|number))?|isbn|vat|invoice|order|license|licence|lic)\.?\s*(?:#|no\.?|nr\.?"
    r"|number)?"
    r"\s*[:#]?\s*|[$£€#])$",
    re.IGNORECASE,
)
NO_NUMBER = re.compile(
    r"\d{4}\s*[-–]\s*\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{4}.*"
    r"|(?:[01]?\d|2[0-4])[.:][0-5]\d\s*[-–]\s*(?:[01]?\d|2[0-4])[.:][0-5]\d.*"
)
"""Two years, a date, two times of day ("09.00 - 17.00")."""
EXAMPLE = re.compile(r"^(?:\+?1)?(?:\d{3}55501\d\d|123456789\d?|(\d)\1{8,}|1234567890)$")
""" "(555) 555-0100", 1234567890: numbers of templates."""
HOTLINES = {
    "+18007997233", "+18002738255", "+18006564673", "+18006624357", "+18664887386", "+18002221222",
    "+18007721213", "+18006334227", "+18883737888", "+18004224453", "+18003311500", "+18663319474",
    "+448001111", "+448082000247", "+318000113",
}  # fmt: skip
"""National lines that every helping page names: the organization's only where it is theirs."""


def phone_mentions(page: Page, country: str) -> Iterator[Mention]:
    """Each number where it stands; one line may give several."""
    seen: set[tuple[int, str]] = set()
    for mention in (*_linked(page, country), *_written(page, country)):
        if (mention.line, str(mention.key)) not in seen:
            seen.add((mention.line, str(mention.key)))
            yield mention


def phone_text(number: PhoneNumber, country: str) -> str:
    """As people of the country write it; with its country code when it is of another one."""
    is_own = phonenumbers.region_code_for_number(number) in (country, None, "") or (
        number.country_code == phonenumbers.country_code_for_region(country)
    )
    form = PhoneNumberFormat.NATIONAL if is_own else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(_bare(number), form)


def e164(number: PhoneNumber) -> str:
    """The key by which numbers are compared; extensions are left out."""
    return phonenumbers.format_number(_bare(number), PhoneNumberFormat.E164)


def parsed_phone(text: str, country: str) -> PhoneNumber | None:
    """A valid number of the country, or with a country code; None for anything else."""
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def is_example_number(number: PhoneNumber) -> bool:
    """A number of a template: nobody has it."""
    return bool(EXAMPLE.match(e164(number).lstrip("+")))


def _bare(number: PhoneNumber) -> PhoneNumber:
    return PhoneNumber(
        country_code=number.country_code, national_number=number.national_number,
        italian_leading_zero=number.italian_leading_zero,
    )  # fmt: skip


def _written(page: Page, country: str) -> Iterator[Mention]:
    for index, line in enumerate(page.lines):
        text = line.text[:LONGEST_LINE]
        if len(SIGNS.findall(text)) < DIGITS_LEAST - 4:
            continue
        for start, end, number in _found(text, country):
            before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
            if NO_PHONE.search(before) or is_example_number(number):
                continue
            yield _mention(page, index, number, country, (before, after, "text"))


def _found(text: str, country: str) -> Iterator[tuple[int, int, PhoneNumber]]:
    if MAYBE.search(text):
        for match in phonenumbers.PhoneNumberMatcher(text, country, leniency=Leniency.VALID):
            if _is_written_as_phone(match.raw_string, text[: match.start]):
                yield match.start, match.end, match.number
    if country in ("US", "CA"):
        for vanity in VANITY.finditer(text):
            letters = vanity.group(2).replace("-", "")
            number = parsed_phone(f"1{vanity.group(1)}{letters}", country)
            if number and any(c.isalpha() for c in letters):
                yield vanity.start(), vanity.end(), number


def _is_written_as_phone(raw: str, before: str) -> bool:
    """Bare digits are a number only behind a word that says so."""
    if re.fullmatch(r"\d+", raw):
        return bool(ROLES[-1][1].search(before[-25:])) or (raw.startswith("0") and len(raw) >= 10)
    return not NO_NUMBER.fullmatch(raw)


def _linked(page: Page, country: str) -> Iterator[Mention]:
    for link in page.links:
        scheme, _, rest = link.url.partition(":")
        if scheme.lower() not in ("tel", "callto", "sms", "fax") or link.line >= len(page.lines):
            continue
        number = parsed_phone(re.split(r"[;?]", unquote(rest))[0], country)
        if number is None or is_example_number(number):
            continue
        shown = [n for _, _, n in _found(link.text, country)]
        if shown and all(e164(one) != e164(number) for one in shown):
            continue  # the visible number is what people call
        before = page.lines[link.line].text.partition(link.text)[0] if link.text else ""
        kind = "fax" if scheme.lower() == "fax" else ""
        yield _mention(page, link.line, number, country, (f"{before} {kind}", "", "tel link"))


def _mention(
    page: Page, index: int, number: PhoneNumber, country: str, around: tuple[str, str, str]
) -> Mention:
    before, after, method = around
    line = page.lines[index]
    role = _role(page.lines, index, before, after)
    is_person = bool(person_near(page.lines, index, before)) and role not in ("fax", "toll free")
    return Mention(
        FactField.PHONE, e164(number), phone_text(number, country), quote_of(line.text), method,
        0.9 if role or method == "tel link" else 0.75, index, line.zone, role,
        Owner.PERSON if is_person else Owner.OWN,
    )  # fmt: skip


def _role(lines: tuple[Line, ...], index: int, before: str, after: str) -> str:
    """By the word nearest before the number, the one right behind it, or the line above."""
    near = re.split(r"\d{4}", before)[-1]
    found = [(max(m.end() for m in p.finditer(near)), r) for r, p in ROLES if p.search(near)]
    if found:
        return max(found)[1]
    behind = re.match(r"\s*[-–,]?\s*[\[(]?\s*(\w[\w -]*)", after)
    told = next((r for r, p in ROLES[:6] if behind and p.match(behind.group(1))), "")
    if told:
        return told
    above = lines[index - 1].text if index else ""
    label = above if len(above) <= 30 and not SIGNS.search(above) and not near.strip() else ""
    return next((r for r, p in ROLES if p.search(label)), "")
