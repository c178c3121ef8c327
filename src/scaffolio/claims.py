"""Whether the numbers a project states agree with those its runs left behind.

A claim is *supported* when a recorded value of the same metric rounds to it, and
*contradicted* only when values of the same metric (and of the same model and split,
where both sides name one) exist and none of them does. Everything else is
*unsupported*: nothing is known against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum

from scaffolio.model import ClaimCounts
from scaffolio.nouns import dataclass
from scaffolio.parsers.claim import Claim
from scaffolio.parsers.metric_names import FRACTIONS
from scaffolio.parsers.metrics import OWN_PATH, RecordedMetric


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


_FEW = 3
"""Different printed values of one metric that a claim is still held against."""

_BLOCK_FILES = {"results": OWN_PATH, "errors": OWN_PATH, "runs": "reports/runs.jsonl"}


def judge_claims(path: str, claims: Iterable[Claim], records: Sequence[RecordedMetric]) -> tuple[JudgedClaim, ...]:
    """Hold every claim of one document against what the runs recorded."""
    claims = tuple(claims)
    named: dict[str | None, set[frozenset[str]]] = {}
    for claim in claims:
        named.setdefault(claim.metric, set()).add(claim.labels)
    judged = [
        _judge_block(path, claim, records)
        if claim.block
        else _judge(path, claim, records, alone=len(named[claim.metric]) == 1)
        for claim in claims
    ]
    return tuple(_doubt_lone_counts(judged))


def without_contradiction(judged: JudgedClaim) -> JudgedClaim:
    """The same claim where not every record could be read: one of those may support it."""
    if judged.standing is not Standing.CONTRADICTED:
        return judged
    return JudgedClaim(judged.path, judged.claim, Standing.UNSUPPORTED)


def count_claims(judged: Iterable[JudgedClaim]) -> ClaimCounts:
    """How many claims stand how."""
    number = Counter(one.standing for one in judged)
    return ClaimCounts(number[Standing.SUPPORTED], number[Standing.CONTRADICTED], number[Standing.UNSUPPORTED])


def _judge(path: str, claim: Claim, records: Sequence[RecordedMetric], *, alone: bool) -> JudgedClaim:
    """Judge a claim outside the results blocks; ``alone`` when the document speaks of one model only."""
    same = [record for record in records if record.metric == claim.metric and record.kind != "difference"]
    agreeing = [record for record in same if _agrees(claim, record)]
    rivals = _tellable([record for record in same if _comparable(claim, record, alone=alone)])
    exact = [r for r in rivals if claim.labels and r.labels == claim.labels and r.places is None]
    if exact and not any(record in agreeing for record in exact):
        return JudgedClaim(path, claim, Standing.CONTRADICTED, _nearest(claim, exact))
    if agreeing:
        best = max(agreeing, key=lambda r: (_comparable(claim, r, alone=alone), len(r.labels & claim.labels)))
        return JudgedClaim(path, claim, Standing.SUPPORTED, best)
    if rivals:
        return JudgedClaim(path, claim, Standing.CONTRADICTED, _nearest(claim, rivals))
    return JudgedClaim(path, claim, Standing.UNSUPPORTED)


def _tellable(rivals: list[RecordedMetric]) -> list[RecordedMetric]:
    """Leave printed values out where there are many: nobody can tell which of them the document speaks of."""
    printed = {record.value for record in rivals if record.places is not None}
    return rivals if len(printed) <= _FEW else [record for record in rivals if record.places is None]


def _comparable(claim: Claim, record: RecordedMetric, *, alone: bool) -> bool:
    """Whether the record measures what the claim speaks of, as far as both sides say."""
    if record.kind in {"log", "fact"} or (record.kind in {"low", "high"}) != (claim.kind in {"low", "high"}):
        return False
    if (claim.split or "test") != (record.split or "test") or claim.average != record.average:
        return False
    if "class" in record.labels and "class" not in claim.labels:
        return False
    if record.labels == claim.labels:
        return True
    if not claim.labels:  # a value printed beside a name speaks of that name, and of no other result
        return record.places is None
    return alone and not record.labels


def _judge_block(path: str, claim: Claim, records: Sequence[RecordedMetric]) -> JudgedClaim:
    """In a results block every number is rendered from one file, so not finding it there is enough."""
    held = [r for r in records if r.path == _BLOCK_FILES[claim.block or ""] and _same_kind(claim, r)]
    if claim.metric:
        held = [record for record in held if record.metric in {claim.metric, None}] or held
    named = [record for record in held if record.labels and record.labels <= claim.labels]
    closest = max((len(record.labels) for record in named), default=0)
    same = [record for record in named if len(record.labels) == closest] or held
    agreeing = next((record for record in same if _agrees(claim, record)), None)
    if agreeing:
        return JudgedClaim(path, claim, Standing.SUPPORTED, agreeing)
    standing = Standing.CONTRADICTED if same else Standing.UNSUPPORTED
    return JudgedClaim(path, claim, standing, _nearest(claim, same) if same else None)


def _same_kind(claim: Claim, record: RecordedMetric) -> bool:
    if claim.kind == "count":
        return record.value.is_integer()
    return record.kind == claim.kind or (claim.kind == "value" and record.kind == "fact")


def _doubt_lone_counts(judged: Sequence[JudgedClaim]) -> Iterable[JudgedClaim]:
    """A count that no file holds contradicts only where its line's other counts, or as many, are in the file."""
    held = Counter(j.claim.line for j in judged if j.claim.kind == "count" and j.standing is Standing.SUPPORTED)
    missed = Counter(j.claim.line for j in judged if j.claim.kind == "count" and j.standing is Standing.CONTRADICTED)
    for one in judged:
        line, lone = one.claim.line, one.claim.kind == "count" and one.standing is Standing.CONTRADICTED
        if lone and held[line] < max(1, missed[line]) and not one.claim.labels:
            yield JudgedClaim(one.path, one.claim, Standing.UNSUPPORTED)
        else:
            yield one


def _agrees(claim: Claim, record: RecordedMetric) -> bool:
    return claim.number.agrees(
        record.value,
        fraction=claim.metric in FRACTIONS,
        strict=claim.block is not None,
        printed=record.places,
    )


def _nearest(claim: Claim, records: Sequence[RecordedMetric]) -> RecordedMetric:
    value = claim.number.value / 100 if claim.number.percent else claim.number.value
    return min(records, key=lambda record: (abs(record.value - value), record.path, record.locator))
