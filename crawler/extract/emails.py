"""E-mail addresses of a page: written, behind mailto: links, or hidden from harvesters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from email_validator import EmailNotValidError, validate_email

from crawler.extract.fact import FactField, Mention, Owner, quote_of
from crawler.extract.people import is_named_after
from crawler.lines import Zone
from crawler.page import Page

WRITTEN = re.compile(r"[A-Za-z0-9][\w.+'-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
SPELLED = re.compile(
    r"\b([A-Za-z0-9][\w.+-]*)\s*[\[({<]\s*(?:at|@|apestaartje)\s*[\])}>]\s*([\w-]+(?:\.[\w-]+)*)"
    r"((?:\s*[\[({<]\s*(?:dot|punt|\.)\s*[\])}>]\s*\w+)+|\.\w{2,})",
    re.IGNORECASE,
)
"""info [at] pantry [dot] org"""
CLOUDFLARE = re.compile(r"(?:data-cfemail=[\"']|/cdn-cgi/l/email-protection#)([0-9a-f]{8,})", re.I)
PROTECTED = "[email protected]"
PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|css|js)$", re.IGNORECASE)
EXAMPLE = re.compile(
    r"@(?:example|yourdomain|domain|email|company|mysite|yoursite|site|test|sentry|wixpress"
    r"|address)"
    r"\.|@.*\b(?:sentry|wixpress)\b|^(?:filler|john\.?doe|jane\.?doe|your\.?(?:name|email)"
    r"|name|user"
    r"|username|someone|no-?reply|do-?not-?reply|postmaster|mailer-daemon)@",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"\b(?:web ?master|web ?design(?:er|ed)?|website (?:by|design)|site (?:by|design)|powered by"
    r"|designed by|developed by|hosted by|realisatie|ontwerp)\b",
    re.IGNORECASE,
)
"""Who built the site is another organization."""
AROUND = 5
"""Lines above in which a person or a credit may be named."""


def email_mentions(page: Page) -> Iterator[Mention]:
    """Each address where it stands, lower case."""
    seen: set[tuple[int, str]] = set()
    found = (*_linked(page), *_written(page), *_protected(page))
    for address, index, method in found:
        email = valid_email(address)
        if email and (index, email) not in seen:
            seen.add((index, email))
            yield _mention(page, email, index, method)


def _linked(page: Page) -> Iterator[tuple[str, int, str]]:
    for link in page.links:
        scheme, _, rest = link.url.partition(":")
        if scheme.lower() == "mailto":
            shown = WRITTEN.findall(link.text)
            if shown and not any(address in unquote(rest) for address in shown):
                continue  # what people read is what they write to
            for address in re.split(r"[,;]", unquote(rest).partition("?")[0]):
                yield address, link.line, "mailto link"


def _written(page: Page) -> Iterator[tuple[str, int, str]]:
    for index, line in enumerate(page.lines):
        text = line.text
        if "@" in text:
            for match in WRITTEN.finditer(text):
                yield match.group(), index, "text"
        for match in SPELLED.finditer(text):
            domain = re.sub(
                r"\s*[\[({<]\s*(?:dot|punt|\.)\s*[\])}>]\s*", ".", "".join(match.groups()[1:])
            )
            yield f"{match.group(1)}@{domain}", index, "spelled out"


def _protected(page: Page) -> Iterator[tuple[str, int, str]]:
    """Cloudflare writes the letters as hexadecimal numbers, each XOR the first."""
    for match in CLOUDFLARE.finditer(page.source):
        code = bytes.fromhex(match.group(1)[: len(match.group(1)) // 2 * 2])
        address = bytes(letter ^ code[0] for letter in code[1:]).decode("latin-1")
        shown = (
            i for i, line in enumerate(page.lines) if PROTECTED in line.text.replace("\xa0", " ")
        )
        yield address.partition("?")[0], next(shown, -1), "protected link"


def is_example(email: str) -> bool:
    """An address of a template, of nobody, or of a machine."""
    return bool(PICTURE.search(email) or EXAMPLE.search(email))


def valid_email(address: str) -> str:
    """The address in lower case; empty when it is none, or an example."""
    clean = address.strip(" .,;:<>()\"'").lower()
    if is_example(clean):
        return ""
    try:
        return validate_email(clean, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return ""


def _mention(page: Page, email: str, index: int, method: str) -> Mention:
    line = page.lines[index] if 0 <= index < len(page.lines) else None
    near = [one.text for one in page.lines[max(0, index - AROUND) : index + 1]] if line else []
    return Mention(
        FactField.EMAIL, email, email, quote_of(line.text if line else email), method,
        0.9 if method != "spelled out" else 0.8, index if line else -1,
        line.zone if line else Zone.MAIN, owner=_owner(email, near),
    )  # fmt: skip


def _owner(email: str, near: list[str]) -> Owner:
    texts = [re.sub(WRITTEN, " ", text) for text in near]
    if is_named_after(email.partition("@")[0], texts):
        return Owner.PERSON
    if email.startswith("webmaster@") or any(CREDIT.search(text) for text in texts[-2:]):
        return Owner.FOREIGN
    return Owner.OWN
