"""How the files of others become our documents, and ours become theirs.

Knows: HSDS in JSON, and other layouts as mapping files (`layouts/*.toml`): which column is which
property, by which named converter, and which columns are internal and never public.
Must not know: the record. Whatever is read here is a `Reading`: statements of one source, rows that
could not be used with the reason, and the raw rows; `reconcile` decides now what they change.
Start with `reading.py` (`read_directory`), `files.py` (zip, folder, gzip), `layout.py` (mappings),
`relational.py` (many tables), `levels.py` (one wide table with agencies, sites and programs),
`json_documents.py`.
"""
