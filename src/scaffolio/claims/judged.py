"""A claim with what was found for or against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum

from scaffolio.model import ClaimCounts, ClaimEvidence, StatedClaim
from scaffolio.nouns import dataclass
from scaffolio.parsers.claim import Claim
from scaffolio.parsers.recorded import RecordedMetric


class Standing(Enum):
    """How a claim stands against the evidence."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim of one document, and the record that supports or contradicts it."""

    path: str
    claim: Claim
    standing: Standing
    evidence: RecordedMetric | None = None


def without_contradiction(judged: JudgedClaim) -> JudgedClaim:
    """The same claim where not every record could be read: one of those may support it."""
    if judged.standing is not Standing.CONTRADICTED:
        return judged
    return JudgedClaim(judged.path, judged.claim, Standing.UNSUPPORTED)


def found_elsewhere(judged: JudgedClaim, place: RecordedMetric) -> JudgedClaim:
    """The same claim where its very digits stand in a file of results: nothing contradicts it then."""
    return JudgedClaim(judged.path, judged.claim, Standing.SUPPORTED, place)


def count_claims(judged: Iterable[JudgedClaim]) -> ClaimCounts:
    """How many claims stand how."""
    number = Counter(one.standing for one in judged)
    return ClaimCounts(number[Standing.SUPPORTED], number[Standing.CONTRADICTED], number[Standing.UNSUPPORTED])


def tabled(judged: JudgedClaim, prefix: str = "") -> StatedClaim:
    """The claim as a report shows it, with paths that begin with ``prefix``."""
    record, claim = judged.evidence, judged.claim
    evidence = ClaimEvidence(prefix + record.path, record.locator, record.value) if record else None
    path, text = prefix + judged.path, claim.number.text.strip()
    return StatedClaim(path, claim.line, text, claim.metric, judged.standing.value, evidence)
