"""The engine for many machines: OpenSearch, asked with one request a search.

Knows: what is indexed of a document, what a query asks, how its answer is read. The text analysis
is ours: tokens are stored as they are, so that both engines find the same.
Must not know: how to analyse text, what a listing is worth to anybody.
Reading order: `mapping.py` (what is indexed), `compile.py` (a query becomes a request, pure),
`page.py` (an answer becomes a page, pure), `engine.py` (the steps), `write.py` (late writes never
win), `build.py` (beside, then swapped), `driver.py` (the client and its errors in our words).
The only room that imports the OpenSearch client.
"""
