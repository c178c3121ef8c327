"""What the claims beside a claim, or the same number elsewhere in a document, tell of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from scaffolio.claims.agreement import agrees, is_rough, nearest, significant_digits
from scaffolio.claims.judged import JudgedClaim, Standing
from scaffolio.claims.rivals import clearly_other, is_try
from scaffolio.parsers.claim import Claim
from scaffolio.parsers.recorded import RecordedMetric

_TELLING = 3
"""Digits of a number that is taken for the same result where it is said again."""

_FEWEST = 3
"""Claims side by side, of different metrics, that may be taken from one place."""

_ENOUGH_DIGITS = 6
"""Digits of those that one place bears out, so that it is no accident."""

_FEW_VALUES = 3

_Source = tuple[str, str, frozenset[str]]
"""One row, object or printed report: where the values of one model stand together."""

_Results = Mapping[str | None, Sequence[RecordedMetric]]


def say_again(judged: Sequence[JudgedClaim]) -> list[JudgedClaim]:
    """What is contradicted at one place of a document is so wherever that document says it again."""
    wrong = {_said(one.claim): one for one in judged if one.standing is Standing.CONTRADICTED and not one.claim.block}
    return [
        replace(one, standing=Standing.CONTRADICTED, evidence=wrong[_said(one.claim)].evidence)
        if one.standing is Standing.UNSUPPORTED and _said(one.claim) in wrong and _is_telling(one.claim)
        else one
        for one in judged
    ]


def _said(claim: Claim) -> tuple[str | None, float, str | None]:
    return claim.metric, claim.number.value, claim.split


def _is_telling(claim: Claim) -> bool:
    """Whether a number has digits enough that nobody says the same of two things."""
    return len(significant_digits(claim.number)) >= _TELLING


def outvote(judged: Sequence[JudgedClaim], results: _Results) -> list[JudgedClaim]:
    """Contradict the one claim of a row or list that is not where all the others beside it are recorded."""
    wrong: dict[int, RecordedMetric] = {}
    for places in _side_by_side(judged):
        wrong |= _odd(judged, places, results)
    return [
        replace(one, standing=Standing.CONTRADICTED, evidence=wrong[at]) if at in wrong else one
        for at, one in enumerate(judged)
    ]


def _side_by_side(judged: Sequence[JudgedClaim]) -> Iterator[list[int]]:
    """Claims of one row, or of lines below each other, that speak of one model by different metrics."""
    runs: dict[frozenset[str], list[int]] = {}
    for at, one in enumerate(judged):
        claim = one.claim
        if claim.block or claim.kind != "value":
            continue
        run = runs.setdefault(claim.labels, [])
        last = judged[run[-1]].claim.line if run else claim.line
        repeats = any(_measured(judged[other].claim) == _measured(claim) for other in run)
        if claim.line - last > 1 or (repeats and claim.line > last):
            yield run
            run = runs[claim.labels] = []
        run.append(at)
    yield from runs.values()


def _measured(claim: Claim) -> tuple[str | None, str | None, str | None]:
    return claim.metric, claim.split, claim.average


def _odd(judged: Sequence[JudgedClaim], places: Sequence[int], results: _Results) -> dict[int, RecordedMetric]:
    """Those of some claims side by side that the source of the others has another value for."""
    if len(places) < _FEWEST or all(judged[at].standing is not Standing.UNSUPPORTED for at in places):
        return {}
    borne_out: dict[_Source, dict[str | None, Claim]] = {}
    for at in places:
        claim = judged[at].claim
        for record in results.get(claim.metric, ()):
            if _counts(record) and agrees(claim, record) and not clearly_other(claim, record):
                borne_out.setdefault(_source(record), {})[claim.metric] = claim
    votes = Counter({source: len(claims) for source, claims in borne_out.items()})
    most = max(votes.values(), default=0)
    sources = [source for source, count in votes.items() if count == most]
    if most < _FEWEST - 1 or any(_digits(borne_out[source].values()) < _ENOUGH_DIGITS for source in sources):
        return {}
    odd = {at: others for at in places if (others := _others(judged[at], sources, results))}
    return {at: nearest(judged[at].claim, others) for at, others in odd.items()} if 2 * len(odd) <= most else {}


def _others(one: JudgedClaim, sources: Sequence[_Source], results: _Results) -> list[RecordedMetric]:
    """What each of the sources has instead of an unsupported claim's number; nothing where one does not tell."""
    claim = one.claim
    if one.standing is not Standing.UNSUPPORTED or is_rough(claim):
        return []
    found: list[RecordedMetric] = []
    for source in sources:
        same = [
            record
            for record in results.get(claim.metric, ())
            if _counts(record) and _source(record) == source and record.average in {claim.average, None}
        ]
        if not same or len({record.value for record in same}) > _FEW_VALUES or clearly_other(claim, same[0]):
            return []
        found += same
    return found


def _counts(record: RecordedMetric) -> bool:
    return record.kind == "value" and not is_try(record)


def _source(record: RecordedMetric) -> _Source:
    place = record.locator
    if place.startswith("line "):
        place = ""
    elif not place.startswith(("row ", "cell ")):
        place = place.rpartition(".")[0]
    return record.path, place, record.labels


def _digits(claims: Iterable[Claim]) -> int:
    return sum(len(significant_digits(claim.number)) for claim in claims)
