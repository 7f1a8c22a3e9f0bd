"""What people see: search, a listing, a report, the workbench; and what programs ask.

Knows: requests, forms, pages, words, who is signed in. Imports directory, geodata, indexer and
verification.
Must not know: crawler, settings of the process, what time it is now (`clock` is handed in), and no
person's circumstances after the request that brought them.
Public pages set no cookie, load nothing from elsewhere, and work without JavaScript.
Start with `app.py` (`create_app`, the list of pages), `search.py` and `templates/search/`, then
`listing.py`, `report.py`, `workbench.py`. `params.py` reads what a request asks, `security.py` is
what every answer carries.
"""

from web.app import create_app

__all__ = ["create_app"]
