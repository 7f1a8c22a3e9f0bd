"""What people call what they need: the vocabulary of needs, and words in twelve languages, as data.

Knows: the TOML tables of this folder and those of an operator (`docs/lexicon.md`), phrases and how
they are found in a line or a text.
Must not know: listings, engines, queries, who asks, what time it is.
Start with `needs.toml` and `en.toml`, then `tables.py` (their shape), `phrases.py` (how a phrase is
found), `book.py` (`lexicon()`, the whole of it, read once).
"""

from indexer.lexicon.book import Lexicon, lexicon, use_own_words
from indexer.lexicon.phrases import Kind, Match, Meaning, Use
from indexer.lexicon.tables import LexiconError, Need

__all__ = [
    "Kind",
    "Lexicon",
    "LexiconError",
    "Match",
    "Meaning",
    "Need",
    "Use",
    "lexicon",
    "use_own_words",
]
