"""The one door by which pages and feeds become observations.

Knows: how to fetch politely, how to find facts on a page, how to compare them with a listing.
Imports directory and geodata.
Must not know: search, the queue of verification work, pages of ours, settings, what time it is.
A crawl never edits a listing: what it finds is evidence, and directory/reconcile.py decides.
Start with `run.py` (one crawl, from due sites to findings); then `fetch.py` and `settings.py`
(polite requests), `page.py` and `lines.py` (bytes become lines), `extract/` (lines become facts of
a site), `site_state.py` (what became of it), `compare.py` (facts against listings). `saved.py`
reads a copy in a folder, `single_site.py` a site for its facts alone; `store.py` has the SQL.
"""
