"""The composition root: settings, wiring, the `wellkept` command, the demo.

Knows all rooms; nobody knows it. The only room that reads the environment and the clock: below it
`store`, `engine`, `places` and `now` are handed in.
Start with `settings.py` (what can be set), `wiring.py` (what is joined to what), `cli.py` (the
command), `demo.py` (a sample directory in one process).
"""
