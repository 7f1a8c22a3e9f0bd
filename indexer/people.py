"""Whom services are for: the codes of `[population]` in the lexicon, and what they mean."""

OWN_SERVICES = frozenset((
    "blind_low_vision", "couple", "deaf_hard_of_hearing", "developmental_disability", "disability",
    "dv_survivor", "formerly_incarcerated", "foster_youth", "hiv", "immigrant", "lgbtq", "men",
    "military", "native_american", "pregnant", "refugee", "runaway", "senior", "transgender",
    "veteran", "women", "youth",
))  # fmt: skip
"""People for whom there are services of their own, to which others are not admitted or do not go:
who asks for one of these wants it before any other. Families, tenants, people without insurance or
money are served wherever the need is."""
