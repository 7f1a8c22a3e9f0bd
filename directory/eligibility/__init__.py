"""Who may come: criteria, a person's circumstances, and three answers with their reasons.

Start with `model.py` (what a service can ask), `circumstances.py` (what a person can say),
`evaluation.py` (YES, NO or UNKNOWN, and what to ask next), `poverty.py` (income limits by household
size), `attributes.py` (in and out of HSDS). `reading/` makes criteria from text.
"""

from directory.eligibility.circumstances import Circumstances
from directory.eligibility.evaluation import Answer, Evaluation, evaluate
from directory.eligibility.model import Criterion, Eligibility

__all__ = ["Answer", "Circumstances", "Criterion", "Eligibility", "Evaluation", "evaluate"]
