"""What people see: search, a listing, a report, the workbench; and what programs ask.

Knows: requests, forms, pages, words, who is signed in. Imports directory, geodata, indexer and
verification.
Must not know: crawler, settings, what time it is (`clock` is handed in), and no person's
circumstances after the request that brought them.
Public pages set no cookie, load nothing from elsewhere, and work without JavaScript.
Start with `search.py` and `templates/search/`, then `listing.py`, `report.py`, `workbench.py`.
"""
