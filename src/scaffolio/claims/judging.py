"""Holding the claims of one document against what runs recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from scaffolio.claims.agreement import FinerRecords, agrees, is_coarser, nearest, says_the_same
from scaffolio.claims.judged import JudgedClaim, Standing
from scaffolio.claims.neighbours import outvote, say_again
from scaffolio.claims.rendered import doubt_lone_counts, judge_block, pair_counts
from scaffolio.claims.rivals import Spoken, clearly_other, rivals_of
from scaffolio.parsers.claim import Claim
from scaffolio.parsers.metric_names import FRACTIONS
from scaffolio.parsers.recorded import RecordedMetric
from scaffolio.parsers.vocabulary import holds_model

_MOST_RECORDS = 1_000
"""Records of one metric that a claim is held against, lines of training logs last."""

_UNTUNED = frozenset({"default", "untuned"})

_Labelled = TypeVar("_Labelled", Claim, RecordedMetric)


def judge_claims(path: str, claims: Iterable[Claim], records: Sequence[RecordedMetric]) -> tuple[JudgedClaim, ...]:
    """Hold every claim of one document against what the runs recorded."""
    claims = tuple(map(_undefaulted, claims))
    records = [_undefaulted(record) for record in records if not _is_flag(record)]
    finer = FinerRecords(records)
    by_metric: dict[str | None, list[RecordedMetric]] = {}
    for record in sorted(records, key=lambda record: record.kind == "log"):
        same = by_metric.setdefault(record.metric, [])
        if len(same) < _MOST_RECORDS:
            same.append(record)
    spoken = Spoken(claims)
    known: dict[Claim, JudgedClaim] = {}  # a page that says one thing a thousand times is judged once
    for like in {replace(claim, line=0): None for claim in claims if not claim.block}:
        known[like] = _judge(path, like, by_metric.get(like.metric, ()), spoken, finer)
    judged = [
        judge_block(path, claim, records) if claim.block else replace(known[replace(claim, line=0)], claim=claim)
        for claim in claims
    ]
    return tuple(doubt_lone_counts(pair_counts(say_again(outvote(judged, by_metric)), records)))


def _is_flag(record: RecordedMetric) -> bool:
    """Whether what is printed as a share of one is a bare 0 or 1: a column of the data, as ``mort_acc``, or a count."""
    return record.metric in FRACTIONS and record.places == 0 and record.value in {0.0, 1.0}


def _undefaulted(one: _Labelled) -> _Labelled:
    """What is said of a model that was not tuned, as what is said of the model: ``Random Forest (default)``."""
    plain = one.labels - _UNTUNED
    return replace(one, labels=plain) if plain != one.labels and holds_model(plain) else one


def _judge(
    path: str, claim: Claim, records: Sequence[RecordedMetric], spoken: Spoken, finer: FinerRecords
) -> JudgedClaim:
    """Judge a claim outside the results blocks, by the records of its metric."""
    same = [record for record in records if record.kind != "difference"]
    agreeing = [r for r in same if agrees(claim, r) and (says_the_same(claim, r) or not finer.shadow(r))]
    rivals = rivals_of(claim, [record for record in same if not finer.shadow(record, alike=True)], spoken)
    exact = [r for r in rivals if r.labels == claim.labels and (claim.labels or (claim.split and r.split))]
    exact = [record for record in exact if not is_coarser(record, claim)] or exact
    if exact and not any(r in exact or not (clearly_other(claim, r) or is_coarser(r, claim)) for r in agreeing):
        return JudgedClaim(path, claim, Standing.CONTRADICTED, nearest(claim, exact))
    if agreeing:
        best = max(agreeing, key=lambda r: (r in rivals, not clearly_other(claim, r), len(r.labels & claim.labels)))
        return JudgedClaim(path, claim, Standing.SUPPORTED, best)
    if rivals:
        return JudgedClaim(path, claim, Standing.CONTRADICTED, nearest(claim, rivals))
    return JudgedClaim(path, claim, Standing.UNSUPPORTED)
