"""Whether the numbers a project states agree with those its runs left behind.

A claim is *supported* when a recorded value of the same metric rounds to it, and
*contradicted* only when values of the same metric (and of the same model and split,
where both sides name one) exist and none of them does. Everything else is
*unsupported*: nothing is known against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from scaffolio.model import ClaimCounts, ClaimEvidence, StatedClaim
from scaffolio.nouns import dataclass
from scaffolio.parsers.claim import Claim
from scaffolio.parsers.metric_names import FRACTIONS
from scaffolio.parsers.own_metrics import PATH as OWN_PATH
from scaffolio.parsers.own_metrics import counts_told
from scaffolio.parsers.recorded import RecordedMetric
from scaffolio.parsers.vocabulary import holds_model
from scaffolio.patterns import regex


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

_MANY_LABELS = 8
"""Labels of one metric beyond which nobody can tell of which a claim without any speaks."""

_MOST_RECORDS = 1_000
"""Records of one metric that a claim is held against, lines of training logs last."""

_ROUGH = 0.015
"""How far, as a share, a record may lie from a number that is called a rough one, and support it."""

_ROUGHEST = 0.04
"""How far it must lie to contradict it."""

_EXPLORING = regex(r"(?i)(?:^|[/_. -])(?:explor\w*|eda|scratch|drafts?|playground|archived?|old|backup)(?:[/_. -]|\Z)")
"""Files of tries with other settings: what they hold supports a claim and contradicts none."""

_TELLING = 3
"""Digits of a number that is taken for the same result where it is said again."""

_UNTUNED = frozenset({"default", "untuned"})

_Labelled = TypeVar("_Labelled", Claim, RecordedMetric)

_COUNTED = frozenset({"count", "rows"})

_BLOCK_FILES = {"results": OWN_PATH, "errors": OWN_PATH, "runs": "reports/runs.jsonl"}


def judge_claims(path: str, claims: Iterable[Claim], records: Sequence[RecordedMetric]) -> tuple[JudgedClaim, ...]:
    """Hold every claim of one document against what the runs recorded."""
    claims, records = tuple(map(_undefaulted, claims)), list(map(_undefaulted, records))
    by_metric: dict[str | None, list[RecordedMetric]] = {}
    for record in sorted(records, key=lambda record: record.kind == "log"):
        same = by_metric.setdefault(record.metric, [])
        if len(same) < _MOST_RECORDS:
            same.append(record)
    spoken = _Spoken(claims)
    known: dict[Claim, JudgedClaim] = {}  # a page that says one thing a thousand times is judged once
    for like in {replace(claim, line=0): None for claim in claims if not claim.block}:
        known[like] = _judge(path, like, by_metric.get(like.metric, ()), spoken)
    judged = [
        _judge_block(path, claim, records) if claim.block else replace(known[replace(claim, line=0)], claim=claim)
        for claim in claims
    ]
    return tuple(_doubt_lone_counts(_pair_counts(_repeated(judged), records)))


def _undefaulted(one: _Labelled) -> _Labelled:
    """What is said of a model that was not tuned, as what is said of the model: ``Random Forest (default)``."""
    plain = one.labels - _UNTUNED
    return replace(one, labels=plain) if plain != one.labels and holds_model(plain) else one


def _repeated(judged: Sequence[JudgedClaim]) -> list[JudgedClaim]:
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
    return len(f"{claim.number.value:.{claim.number.places}f}".replace(".", "").strip("-0")) >= _TELLING


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


class _Spoken:
    """Of how many models and splits a document speaks, by metric."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._labels: dict[str | None, set[frozenset[str]]] = {}
        self._splits: dict[tuple[str | None, frozenset[str]], set[str | None]] = {}
        self._models = {claim.labels for claim in claims if not claim.block and holds_model(claim.labels)}
        for claim in claims:
            self._labels.setdefault(claim.metric, set()).add(claim.labels)
            self._splits.setdefault((claim.metric, claim.labels), set()).add(claim.split)

    def alone(self, claim: Claim, labels: frozenset[str]) -> bool:
        """Whether no other model that the document speaks of could be what these labels name."""
        if not labels and any(other != claim.labels for other in self._models):
            return False
        return all(other == claim.labels or not labels <= other for other in self._labels[claim.metric])

    def one_split(self, claim: Claim) -> bool:
        return len(self._splits[claim.metric, claim.labels]) == 1


def _judge(path: str, claim: Claim, records: Sequence[RecordedMetric], spoken: _Spoken) -> JudgedClaim:
    """Judge a claim outside the results blocks, by the records of its metric."""
    same = [record for record in records if record.kind != "difference"]
    agreeing = [record for record in same if _agrees(claim, record)]
    rivals = _rivals(claim, same, spoken)
    exact = [r for r in rivals if r.labels == claim.labels and (claim.labels or (claim.split and r.split))]
    if exact and not any(r in exact or not _clearly_other(claim, r) for r in agreeing):
        return JudgedClaim(path, claim, Standing.CONTRADICTED, _nearest(claim, exact))
    if agreeing:
        best = max(agreeing, key=lambda r: (r in rivals, not _clearly_other(claim, r), len(r.labels & claim.labels)))
        return JudgedClaim(path, claim, Standing.SUPPORTED, best)
    if rivals:
        return JudgedClaim(path, claim, Standing.CONTRADICTED, _nearest(claim, rivals))
    return JudgedClaim(path, claim, Standing.UNSUPPORTED)


def _rivals(claim: Claim, same: list[RecordedMetric], spoken: _Spoken) -> list[RecordedMetric]:
    """The records that measure what the claim speaks of, as far as both sides say and anybody can tell."""
    named = any(record.labels == claim.labels for record in same)
    tested = any(record.split in {None, "test"} and record.kind == "value" for record in same)
    labels = {record.labels for record in same if record.places is None and record.kind == "value"}
    rivals = [
        record
        for record in same
        if record.kind not in {"log", "fact"}
        and not _EXPLORING.search(record.path)
        and (record.kind in {"low", "high"}) == (claim.kind in {"low", "high"})
        and _same_rows(claim, record, one_split=spoken.one_split(claim), tested=tested)
        and (claim.average == record.average or claim.average is None)
        and not (claim.about and _near(claim, record, _ROUGHEST))
        and _same_model(claim, record, spoken, named=named, many=len(labels) > _MANY_LABELS)
    ]
    printed = {record.value for record in rivals if record.places is not None}
    return rivals if len(printed) <= _FEW else [record for record in rivals if record.places is None]


def _same_rows(claim: Claim, record: RecordedMetric, *, one_split: bool, tested: bool) -> bool:
    """Whether both are of the same split; what names none is of the test rows, or of those validated on."""
    if (claim.split or "test") == (record.split or "test"):
        return True
    if claim.split is None and record.split == "validation":
        return one_split and not tested
    bare = record.split is None and record.labels == claim.labels and bool(claim.labels)
    return claim.split == "validation" and bare and one_split


def _same_model(claim: Claim, record: RecordedMetric, spoken: _Spoken, *, named: bool, many: bool) -> bool:
    if "class" in record.labels and "class" not in claim.labels:
        return False
    if record.labels == claim.labels:
        return True
    if not claim.labels:  # a value printed beside a name speaks of that name, and of no other result
        return record.places is None and not many
    if record.labels < claim.labels:
        return not named and _is_model(record.labels) and spoken.alone(claim, record.labels)
    return not named and claim.labels < record.labels and _is_model(claim.labels)


def _is_model(labels: frozenset[str]) -> bool:
    return not labels or holds_model(labels)


def _clearly_other(claim: Claim, record: RecordedMetric) -> bool:
    """Whether a record says that it measures another model, or other rows, than the claim speaks of."""
    if claim.split and record.split and claim.split != record.split:
        return True
    return bool(record.labels) and not record.labels <= claim.labels and not claim.labels <= record.labels


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


def _pair_counts(judged: Sequence[JudgedClaim], records: Sequence[RecordedMetric]) -> list[JudgedClaim]:
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
            rest = (
                left[key]
                if key in left
                else left.setdefault(key, list(counts_told(claim.kind, records)[:_MOST_RECORDS]))
            )
            found = next((record for record in rest if record.value == claim.number.value), None)
            untold = [record for record in rest if record.value not in told[claim.line]]
            if found:
                rest.remove(found)
                standing, evidence = Standing.SUPPORTED, found
            elif untold:
                standing, evidence = Standing.CONTRADICTED, _nearest(claim, untold)
        paired.append(replace(one, standing=standing, evidence=evidence))
    return paired


def _same_kind(claim: Claim, record: RecordedMetric) -> bool:
    if claim.kind in _COUNTED:
        return record.value.is_integer()
    return record.kind == claim.kind or (claim.kind == "value" and record.kind == "fact")


def _doubt_lone_counts(judged: Sequence[JudgedClaim]) -> Iterable[JudgedClaim]:
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


def _agrees(claim: Claim, record: RecordedMetric) -> bool:
    if claim.about and _near(claim, record, _ROUGH):
        return True
    return claim.number.agrees(
        record.value,
        fraction=claim.metric in FRACTIONS,
        strict=claim.block is not None,
        printed=record.places,
    )


def _near(claim: Claim, record: RecordedMetric, share: float) -> bool:
    """Whether a record lies within a share of the claim."""
    scales = (1.0, 100.0, 0.01) if claim.metric in FRACTIONS else (1.0,)
    return any(abs(record.value * scale - claim.number.value) <= share * abs(claim.number.value) for scale in scales)


def _nearest(claim: Claim, records: Sequence[RecordedMetric]) -> RecordedMetric:
    value = claim.number.value / 100 if claim.number.percent else claim.number.value
    return min(records, key=lambda record: (abs(record.value - value), record.path, record.locator))
