"""Who may come: criteria, a person's circumstances, and three answers with their reasons.

Start with `model.py` (what a service can ask), `circumstances.py` (what a person can say),
`evaluation.py` (YES, NO or UNKNOWN, and what to ask next), `poverty.py` (income limits by household
size), `attributes.py` (in and out of HSDS). `reading/` makes criteria from text; `of_service.py`
joins it with what a service asserts: `eligibility_for(service)` is what pages and the index call,
and `mask.py` is what the index filters by.
"""

from directory.eligibility.circumstances import Circumstances
from directory.eligibility.evaluation import Answer, Evaluation, evaluate
from directory.eligibility.model import Criterion, Eligibility, eligibility_json
from directory.eligibility.of_service import eligibility_for
from directory.eligibility.reading import read_eligibility

__all__ = [
    "Answer", "Circumstances", "Criterion", "Eligibility", "Evaluation", "eligibility_for",
    "eligibility_json", "evaluate", "read_eligibility",
]  # fmt: skip
