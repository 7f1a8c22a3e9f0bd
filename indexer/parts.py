"""The facts and words of a line -> the parts that an engine looks for, weighed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from indexer.asked import COST, LANGUAGE, NEED, POPULATION, Part, Way, marked
from indexer.lexicon import Kind, Lexicon
from indexer.lexicon.phrases import SMALL
from indexer.people import OWN_SERVICES
from indexer.text import MAX_WORDS, has_unspaced, words_of
from indexer.typed_line import TypedLine

if TYPE_CHECKING:
    from indexer.understanding import Meant

RELATED = 0.35
"""Of a service for a need that is near the one asked for: worth showing below those that are meant,
and about as much as a word in a description."""

WIDE = 0.75
"""Of a wide need whose core is asked too: "food" means groceries and meals before nutrition."""

SAID = 0.5
"""Of the very words of a need: what they mean is known of each listing (`needs.py`), so that the
words by themselves say less ("credit counseling" is no counseling)."""

IMPORTANCE_OF_NEED = 1.0
IMPORTANCE_OF_SAID = 0.5
"""Of the very words beside their meaning: to order equals."""
IMPORTANCE_OF_WORD = 0.6
"""Of a word beside a need: "diabetes" in "diabetes clinic" chooses among the clinics."""
IMPORTANCE_OF_PEOPLE = 0.8
"""For whom: nearly as much as the need, but it never leaves out a listing that says nothing of it.
With less, "counseling for veterans" drowns in counseling."""
IMPORTANCE_OF_MY_PEOPLE = 0.3
"""Of "my kids", "our family": who asks tells of themselves more than of the service."""
IMPORTANCE_OF_LANGUAGE = 0.5
IMPORTANCE_OF_GUESSED_LANGUAGE = 0.3
"""The line is Spanish: that somebody there speaks it is good, and was not asked for."""
IMPORTANCE_OF_COST = 0.2
"""Nearly everything in such a directory is free, and few listings say so."""

MINE = frozenset(("my", "our", "mi", "mis", "nuestra", "nuestros", "ma", "mes", "minha", "meus"))

IsFound = Callable[[str], bool]


def parts_of(
    line: TypedLine,
    meant: Sequence[Meant],
    languages: frozenset[str],
    words: Lexicon,
    is_found: IsFound | None = None,
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The parts, needs first; and the words that no fact explains, as typed."""
    needs = [each for each in meant if each.kind is Kind.NEED]
    explained = {at for each in meant for at in each.at}
    fillers = frozenset().union(*(words.fillers.get(code, ()) for code in languages))
    left = [
        at for at, word in enumerate(line.words)
        if at not in explained and word.token not in SMALL
        and not (needs and word.token in fillers)
    ]  # fmt: skip
    if needs and is_found is not None:
        left = _found_somewhere(line, left, len(explained), is_found)
    parts = [
        *(_need_part(line, each, words) for each in needs),
        *(_said_part(line, each) for each in needs),
        *_word_parts(line, left, 1.0 if not needs else IMPORTANCE_OF_WORD),
        *_preferences(line, meant, words),
        *_guessed_language(meant, languages, words),
    ]
    if not any(part.is_required for part in parts):
        parts = [*_whole_line(line), *parts]
    return tuple(parts[:MAX_WORDS]), tuple(line.words[at].typed for at in left)


def _found_somewhere(
    line: TypedLine, left: list[int], explained: int, is_found: IsFound
) -> list[int]:
    """The words that some listing has. All of them where more are strange than understood: a need
    that one word of nonsense seems to name is not what was meant, so nothing is to be found."""
    common = [at for at in left if is_found(line.words[at].token)]
    strange = len(left) - len(common)
    return left if strange > explained + len(common) else common


def _need_part(line: TypedLine, each: Meant, words: Lexicon) -> Part:
    """The need in any of its ways: as it is said, as it is known of services, and what is near."""
    related = [
        code for need in each.codes for code in words.needs[need].related if code not in each.codes
    ]
    said = tuple(dict.fromkeys(token for token in _tokens(line, each.at) if token not in SMALL))
    ways = [Way(said, SAID)] if said else []
    core = dict.fromkeys(code for need in each.codes for code in words.needs[need].core)
    ways += [Way((marked(NEED, code),)) for code in core if code not in each.codes]
    ways += [
        Way((marked(NEED, code),), WIDE if words.needs[code].core else 1.0) for code in each.codes
    ]
    ways += [Way((marked(NEED, code),), RELATED) for code in dict.fromkeys(related)]
    names = " or ".join(words.needs[need].name() for need in each.codes)
    return Part(each.typed, tuple(ways), IMPORTANCE_OF_NEED, reason=f"Offers: {names}")


def _said_part(line: TypedLine, each: Meant) -> Part:
    """The very words: among services that answer the need alike, those that use them come first."""
    said = tuple(dict.fromkeys(token for token in _tokens(line, each.at) if token not in SMALL))
    said = said or tuple(_tokens(line, each.at))
    return Part("", (Way(said),), IMPORTANCE_OF_SAID, is_required=False)


def _word_parts(line: TypedLine, left: Iterable[int], importance: float) -> Iterator[Part]:
    seen = set()
    for at in left:
        for token in _tokens(line, (at,)):
            if token not in seen:
                seen.add(token)
                yield Part(line.words[at].typed, (Way((token,)),), importance)


def _preferences(line: TypedLine, meant: Sequence[Meant], words: Lexicon) -> Iterator[Part]:
    """What moves listings up and leaves none out."""
    for each in meant:
        tokens = tuple(token for token in _tokens(line, each.at) if token not in SMALL)
        said = [Way(tokens)] if tokens else []
        if each.kind is Kind.POPULATION:
            ways = [Way((marked(POPULATION, code),)) for code in each.codes]
            ways += [Way((marked(NEED, code),)) for code in each.needs]
            importance = IMPORTANCE_OF_MY_PEOPLE if _is_mine(line, each) else IMPORTANCE_OF_PEOPLE
            is_own = not _is_mine(line, each) and not OWN_SERVICES.isdisjoint(each.codes)
            yield Part(
                each.typed, (*said, *ways), importance, is_required=is_own, is_in_text=is_own,
                reason=f"For {each.typed}",
            )  # fmt: skip
        elif each.kind is Kind.LANGUAGE:
            yield _language(each.typed, each.codes, IMPORTANCE_OF_LANGUAGE, words)
        elif each.kind is Kind.COST:
            ways = [Way((marked(COST, code),)) for code in each.codes]
            yield _preference(each.typed, (*ways, *said), IMPORTANCE_OF_COST, each.typed)


def _is_mine(line: TypedLine, each: Meant) -> bool:
    """Whether "my" stands before the people, an adjective between them or not."""
    before = line.words[max(0, each.at[0] - 2) : each.at[0] + 1]
    return any(word.folded in MINE for word in before)


def _preference(typed: str, ways: tuple[Way, ...], importance: float, reason: str) -> Part:
    return Part(typed, ways, importance, is_required=False, is_in_text=False, reason=reason)


def _language(typed: str, codes: Iterable[str], importance: float, words: Lexicon) -> Part:
    """Somebody there speaks it; listings name languages in English, mostly as the lexicon does."""
    names = [name for code in codes for name in words.language_names[code] if name.isascii()]
    ways = tuple(Way((marked(LANGUAGE, name),)) for name in names)
    return _preference(typed, ways, importance, f"{names[0]} spoken")


def _guessed_language(
    meant: Sequence[Meant], languages: frozenset[str], words: Lexicon
) -> Iterator[Part]:
    """Somebody who writes Spanish is glad of somebody who speaks it."""
    if "en" in languages or any(each.kind is Kind.LANGUAGE for each in meant):
        return
    for code in sorted(languages):
        yield _language("", (code,), IMPORTANCE_OF_GUESSED_LANGUAGE, words)


def _whole_line(line: TypedLine) -> Iterator[Part]:
    """Nothing is asked but for whom or when ("veterans", "tonight"): then these are the words."""
    for word in words_of(line.text):
        yield Part(word.typed, (Way((word.token,)),))


def _tokens(line: TypedLine, at: Iterable[int]) -> Iterator[str]:
    """The tokens of the words at these places; of scripts without spaces their pairs."""
    for place in at:
        word = line.words[place]
        if has_unspaced(word.typed):
            yield from (each.token for each in words_of(word.typed))
        else:
            yield word.token
