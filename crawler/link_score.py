"""How likely a link leads to contact, hours, programmes or eligibility, by its words. Pure.

A page budget is spent on these first. Words stand in a link's text, its title and its path.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

WORTH = (
    (5.0, r"contact|kontakt|contacto|find us|visit us|get in touch|reach us|اتصل"),
    (5.0, r"hours?|opening times?|openingstijden|horarios?|when we.?re open|schedule"),
    (4.0, r"locations?|directions|where we are|sites|offices?|address|ubicaci|adresse"),
    (4.0, r"eligib\w*|qualif\w*|requirements?|who can|who we (?:help|serve)|apply|intake|refer"),
    (4.0, r"programs?|programmes?|services?|servicios|programas|what we (?:do|offer)|our work"),
    (4.0, r"pantr\w+|food|meals?|shelter|housing|clinic|legal aid|transport\w*|emergency|relief"),
    (3.5, r"(?:get|need|find|seek(?:ing)?) (?:some )?(?:help|food|assistance|support)|assistance"),
    (3.0, r"about|mission|who we are|over ons|acerca|quienes|نبذة"),
    (2.0, r"faqs?|visitors?|visiting|plan your|info\w*|clients?|families|seniors?|youth|adult"),
)
"""Score of each group of words; a link has that of its best group, and a little for each more."""
NO_WORTH = (
    (4.0, r"login|log in|sign ?in|register|cart|checkout|basket|account|password|subscribe"),
    (4.0, r"privacy|terms|cookies?|disclaimer|sitemap|accessibility statement|copyright"),
    (3.0, r"donat\w+|give|giving|shop|store|merch\w*|sponsor\w*|auction|raffle|fundrais\w+|gala"),
    (3.0, r"news|blog|press|stories|posts?|articles?|archives?|tags?|category|author|newsletter"),
    (3.0, r"calendar|events?|gallery|photos?|videos?|podcasts?|sermons?|bulletin|music"),
    (2.0, r"board|staff|team|leadership|careers?|jobs?|employment|volunteer\w*|annual reports?"),
)
GROUPS = [(score, re.compile(rf"\b(?:{words})\b", re.I)) for score, words in WORTH]
BAD_GROUPS = [(score, re.compile(rf"\b(?:{words})\b", re.I)) for score, words in NO_WORTH]
MORE = 0.5
"""For each further group that a link's words are of."""
DEEP = 0.4
"""Less for each folder: pages that matter are near the root."""
ASKED = 0.7
"""Less for each parameter."""
DATED = re.compile(r"\b(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2])(?:[/-]\d{1,2})?\b|\b(?:month|day|week)=")
DATED_LOSS = 5.0
"""An archive or a calendar, which goes on for ever."""
NOT_PAGES = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|gz|jpe?g|png|gif|svg|webp|ico|mp[34]|avi|mov|css|js|json|xml|"
    r"rss|ics|vcf|exe|dmg|apk|woff2?)$",
    re.IGNORECASE,
)
PLUMBING = re.compile(
    r"/(?:wp-json|wp-admin|wp-login|wp-content|feed|xmlrpc|cdn-cgi|cgi-bin|trackback)(?:/|\.|$)"
    r"|[?&](?:replytocom|share|add-to-cart|print|format|amp|attachment_id|action)=",
    re.IGNORECASE,
)


def is_page(url: str) -> bool:
    """Whether the address looks like a page for people."""
    return not NOT_PAGES.search(urlsplit(url).path) and not PLUMBING.search(url)


def score_of(url: str, text: str) -> float:
    """Higher is likelier; 0 is a link that says nothing about itself, at the root.

    >>> score_of("http://a.org/contact", "Contact us") > score_of("http://a.org/news", "News")
    True
    """
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/")
    words = re.sub(r"[-_/.+]+", " ", f"{text} {path}")
    good = sorted((score for score, group in GROUPS if group.search(words)), reverse=True)
    bad = max((score for score, group in BAD_GROUPS if group.search(words)), default=0.0)
    gain = good[0] + MORE * (len(good) - 1) if good else 0.0
    loss = DEEP * path.count("/") + ASKED * (parts.query.count("=") or bool(parts.query))
    is_dated = DATED.search(f"{path}?{parts.query}")
    return gain - bad - loss - (DATED_LOSS if is_dated else 0.0)
