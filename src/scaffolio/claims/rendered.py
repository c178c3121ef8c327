"""The numbers of results blocks: a run renders them, so that not finding one in the run's file is enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scaffolio.claims.agreement import agrees, nearest
from scaffolio.claims.judged import JudgedClaim, Standing
from scaffolio.parsers.claim import Claim
from scaffolio.parsers.own_metrics import PATH as OWN_PATH
from scaffolio.parsers.own_metrics import counts_told
from scaffolio.parsers.recorded import RecordedMetric

_MOST_COUNTS = 1_000
_COUNTED = frozenset({"count", "rows"})
_BLOCK_FILES = {"results": OWN_PATH, "errors": OWN_PATH, "runs": "reports/runs.jsonl"}


def judge_block(path: str, claim: Claim, records: Sequence[RecordedMetric]) -> JudgedClaim:
    """In a results block every number is rendered from one file, so not finding it there is enough."""
    held = [r for r in records if r.path == _BLOCK_FILES[claim.block or ""] and _same_kind(claim, r)]
    if claim.metric:
        held = [record for record in held if record.metric in {claim.metric, None}] or held
    named = [record for record in held if record.labels and record.labels <= claim.labels]
    closest = max((len(record.labels) for record in named), default=0)
    same = [record for record in named if len(record.labels) == closest] or held
    agreeing = next((record for record in same if agrees(claim, record)), None)
    if agreeing:
        return JudgedClaim(path, claim, Standing.SUPPORTED, agreeing)
    standing = Standing.CONTRADICTED if same else Standing.UNSUPPORTED
    return JudgedClaim(path, claim, standing, nearest(claim, same) if same else None)


def pair_counts(judged: Sequence[JudgedClaim], records: Sequence[RecordedMetric]) -> list[JudgedClaim]:
    """Give each count of a results block a record of its own among those that its line is rendered from.

    A count without one is contradicted where another of them is left that no count of the line tells.
    """
    told: dict[int, set[float]] = {}
    for one in judged:
        told.setdefault(one.claim.line, set()).add(one.claim.number.value)
    left: dict[tuple[int, str], list[RecordedMetric]] = {}
    paired: list[JudgedClaim] = []
    for one in judged:
        claim, standing, evidence = one.claim, one.standing, one.evidence
        if claim.block == "results" and claim.kind in _COUNTED and not claim.labels and evidence:
            key = claim.line, claim.kind
            if key not in left:
                left[key] = list(counts_told(claim.kind, records)[:_MOST_COUNTS])
            rest = left[key]
            found = next((record for record in rest if record.value == claim.number.value), None)
            untold = [record for record in rest if record.value not in told[claim.line]]
            if found:
                rest.remove(found)
                standing, evidence = Standing.SUPPORTED, found
            elif untold:
                standing, evidence = Standing.CONTRADICTED, nearest(claim, untold)
        paired.append(replace(one, standing=standing, evidence=evidence))
    return paired


def _same_kind(claim: Claim, record: RecordedMetric) -> bool:
    if claim.kind in _COUNTED:
        return record.value.is_integer()
    if claim.kind == "share":
        return record.locator.startswith("facts.")
    return record.kind == claim.kind or (claim.kind == "value" and record.kind == "fact")


def doubt_lone_counts(judged: Sequence[JudgedClaim]) -> Iterable[JudgedClaim]:
    """A count that no file holds contradicts only where its line's other counts, or as many, are in the file."""
    counts = [one for one in judged if one.claim.kind in _COUNTED]
    held = Counter(one.claim.line for one in counts if one.standing is Standing.SUPPORTED)
    missed = Counter(one.claim.line for one in counts if one.standing is Standing.CONTRADICTED)
    for one in judged:
        line, lone = one.claim.line, one.claim.kind in _COUNTED and one.standing is Standing.CONTRADICTED
        if lone and held[line] < max(1, missed[line]) and not one.claim.labels:
            yield JudgedClaim(one.path, one.claim, Standing.UNSUPPORTED)
        else:
            yield one
