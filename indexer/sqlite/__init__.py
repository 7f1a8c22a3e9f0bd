"""The embedded engine: SQLite FTS5 with rowids in geographic order, and columns in memory.

Why this shape: a radius is a few contiguous ranges of rowids (`cells.py`), FTS5 seeks inside a
posting list by rowid, and filters, facets and distance are array arithmetic on the rows found. So
a search costs what its neighbourhood holds, not what the directory holds.
Reading order: `compile.py` (a query becomes a plan, pure), `engine.py` (the steps of a search),
`columns.py` (arrays and how edits reach them), `candidates.py`, `match.py`, `order.py`, `facets.py`
(arithmetic on them), `schema.py` and `write.py` (the file), `generation.py` (which file).
"""
