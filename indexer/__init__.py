"""The one door by which listings become searchable.

Knows: search documents, the typed query, the engines and how each is asked. Imports directory and
geodata.
Must not know: who is asking, pages, the queue of verification work, settings, what time it is.
The index is disposable: built from the store, never read to decide anything.
Start with `query.py` (what can be asked), `result.py` (what is answered), `fields.py` (the one
table of what counts how much), `text.py` (the one analysis), `engine.py` (what every engine can do,
`open_engine`), `sqlite/` (the embedded engine), `opensearch/` (the one for many machines),
`flatten.py` (a listing -> a search document), `refresh.py` (how changes reach an index).
What people mean: `lexicon/` (the words, as data), `understanding.py` (a line -> needs, people,
place, language, danger), `parts.py` (-> what engines look for), `needs.py` (which needs a service
answers), `search.py` (the engine that understands what it is asked). Meaning beside words:
`meaning.py`, `embedding.py`.
"""

from indexer.engine import open_engine

__all__ = ["open_engine"]
