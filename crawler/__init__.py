"""The one door by which pages and feeds become observations.

Knows: how to fetch politely, how to find facts on a page, how to compare them with a listing.
Imports directory and geodata.
Must not know: search, the queue of verification work, pages of ours, settings, what time it is.
A crawl never edits a listing: what it finds is evidence, and directory/reconcile.py decides.
Nothing is crawled yet; the room is opened by the issue that reads the websites of organizations.
"""
