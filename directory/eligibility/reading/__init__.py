"""Eligibility from text: statements, their items, segments, alternatives, criteria.

Start with `reading.py`. The words are data (`words_en.toml`, `words_es.toml`); ages, grades,
incomes and areas are found by their shape. What is not understood stays in `rest`: in doubt no
criterion.
"""

from directory.eligibility.reading.reading import read_eligibility

__all__ = ["read_eligibility"]
