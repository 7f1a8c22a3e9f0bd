"""The demo: about a thousand listings made from facts of a real city, with an invented history.

Start with `command.py` (what `wellkept demo` does), `history.py` (checks, views and reports that
never were), `build.py` (how `directory.ndjson.gz` was made), `sentences.toml` (its descriptions).
"""

from wellkept.demo.command import demo_command

__all__ = ["demo_command"]
