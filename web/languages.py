"""In which language a page speaks: asked for in the address, else as the browser prefers.

No cookie remembers it: `url_for` carries a language that was asked for from page to page.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_babel import Babel, get_locale
from flask_babel import gettext as babel_gettext
from flask_babel import lazy_gettext as babel_lazy_gettext

CATALOGUES = Path(__file__).resolve().parent / "translations"
DOMAIN = "messages"
SOURCE_LANGUAGE = "en"
PARAMETER = "lang"


def speak(app: Flask) -> None:
    """Reads the catalogues and lets every page choose among them."""
    babel = Babel(app, locale_selector=language, default_locale=SOURCE_LANGUAGE)
    catalogues = read_catalogues()
    languages = (SOURCE_LANGUAGE, *sorted(catalogues))
    app.extensions["languages"], app.extensions["catalogues"] = languages, catalogues
    with app.app_context():
        for name, catalogue in catalogues.items():
            babel.domain_instance.cache[name, DOMAIN] = catalogue
    app.url_defaults(carry_language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # its i18n extension
        looked_up, counted, newstyle=True
    )
    app.jinja_env.globals.update(
        languages=[(name, name_of(name)) for name in languages], address_in=address_in
    )


def gettext(key: str, **values: object) -> str:
    """The text in the language of this answer; imported as `_`, so that catalogues find it."""
    text = looked_up(key) if has_request_context() else str(babel_gettext(key))
    return text % values if values else text


def looked_up(key: str) -> str:
    """The text before its gaps are filled. A page looks up some hundred texts: the catalogue is
    found once for each request."""
    found = _catalogue()
    return key if found is None else str(found.gettext(key))


def counted(one: str, many: str, number: int) -> str:
    """The text that goes with a number, before its gaps are filled."""
    found = _catalogue() if has_request_context() else None
    if found is None:
        return one if number == 1 else many
    return str(found.ngettext(one, many, number))


def _catalogue() -> Translations | None:
    """Of the language of this answer; None: that of the texts themselves."""
    locale = get_locale()
    found: Translations | None
    known, found = g.get("catalogue", (None, None))
    if locale is not known or locale is None:
        found = current_app.extensions["catalogues"].get(str(locale))
        g.catalogue = locale, found
    return found


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """The text that goes with a number; %(num)s in it is the number."""
    return counted(one, many, number) % {"num": number, **values}


def lazy_gettext(key: str) -> str:
    """A text that is looked up when it is shown: for tables made before any request. It is no str
    until then, so it is only shown, or made one with str()."""
    lazy: str = babel_lazy_gettext(key)
    return lazy


def read_catalogues() -> dict[str, Translations]:
    """Language to catalogue, made from the .po files, so that nothing has to be compiled first."""
    found = {}
    for path in sorted(CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        language = path.parts[-3]
        packed = BytesIO()
        with path.open("rb") as file:
            write_mo(packed, read_po(file, locale=language))
        packed.seek(0)
        found[language] = Translations(packed)
    return found


def name_of(language: str) -> str:
    """What its own speakers call it: "Español"."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[:1].upper() + name[1:]


def asked_language() -> str | None:
    """The language in the address, when there is a catalogue of it."""
    asked = request.args.get(PARAMETER, "")
    return asked if asked in known_languages() else None


def language() -> str:
    """The language of this answer."""
    asked = asked_language()
    if asked:
        return asked
    wished = (catalogue_for(wish) for wish, quality in request.accept_languages if quality > 0)
    return next((found for found in wished if found), SOURCE_LANGUAGE)


def catalogue_for(wish: str) -> str | None:
    """Of the languages known, the one a browser's wish is answered in: "zh-CN" in "zh_Hans"."""
    spoken = wish.split("-")[0].lower()
    return next((name for name in known_languages() if name.split("_")[0] == spoken), None)


def known_languages() -> tuple[str, ...]:
    known: tuple[str, ...] = current_app.extensions["languages"]
    return known


def carry_language(endpoint: str, values: dict[str, Any]) -> None:
    """Puts the language that was asked for into an address that is being made."""
    if endpoint == "static" or PARAMETER in values or not request:
        return
    if "asked_language" not in g:
        g.asked_language = asked_language()
    if g.asked_language:
        values[PARAMETER] = g.asked_language


def address_in(language: str) -> str:
    """The address of this page in another language; of the first page, when it has none of its own
    (an error, or what a form answered)."""
    if request.method != "GET" or request.endpoint is None or request.routing_exception:
        return url_for("search.home", lang=language)
    # Not by url_for: a name such as "_anchor" in the address would be an order to it.
    asked = [pair for pair in request.args.items(multi=True) if pair[0] != PARAMETER]
    query = urlencode([*asked, (PARAMETER, language)], safe=",")
    return f"{request.script_root}{quote(request.path)}?{query}"
