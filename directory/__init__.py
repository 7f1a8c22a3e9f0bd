"""The listings: HSDS documents, what search shows of them, and the system of record.

Knows: organizations, services, locations, schedules, eligibility, sources, what is believed of a
listing, and every change that was ever made to one. Imports geodata only.
Must not know: how listings are searched, crawled, verified or shown; settings; what time it is.
Start with `model.py` (the HSDS documents), `listing.py` (what search shows), `belief.py` (how sure
we are), `reconcile.py` (which of two statements holds), `store.py` (the record; the only SQL on
it), `hsds/` (how the files of others become our documents).
"""
