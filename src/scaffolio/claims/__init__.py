"""Whether the numbers a project states agree with those its runs left behind.

A claim is *supported* when a recorded value of the same metric rounds to it, and
*contradicted* only when values of the same metric (and of the same model and split,
where both sides name one) exist and none of them does. Everything else is
*unsupported*: nothing is known against it.
"""

from __future__ import annotations

from scaffolio.claims.judged import (
    JudgedClaim,
    Standing,
    count_claims,
    found_elsewhere,
    tabled,
    without_contradiction,
)
from scaffolio.claims.judging import judge_claims

__all__ = [
    "JudgedClaim",
    "Standing",
    "count_claims",
    "found_elsewhere",
    "judge_claims",
    "tabled",
    "without_contradiction",
]
