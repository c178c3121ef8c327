"""Which records measure what a claim speaks of, so that one of them has to bear it out."""

from __future__ import annotations

from collections.abc import Iterable

from scaffolio.claims.agreement import is_clear_of, is_rough, may_mean_thousands
from scaffolio.parsers.claim import Claim
from scaffolio.parsers.recorded import RecordedMetric
from scaffolio.parsers.vocabulary import holds_model
from scaffolio.patterns import regex

_FEW = 3
"""Different printed values of one metric that a claim is still held against."""

_ASIDE = frozenset({"log", "fact"})

_MANY_LABELS = 8
"""Labels of one metric beyond which nobody can tell of which a claim without any speaks."""

_FORMS = frozenset({"simple", "multiple", "univariate", "multivariate"})
"""Words that tell one form of a model from another: a record of the bare name may well be of the other one."""

_EXPLORING = regex(r"(?i)(?:^|[/_. -])(?:explor\w*|eda|scratch|drafts?|playground|archived?|old|backup)(?:[/_. -]|\Z)")


def is_try(record: RecordedMetric) -> bool:
    """Whether a file holds tries with other settings: what is in it supports a claim and contradicts none."""
    return _EXPLORING.search(record.path) is not None


class Spoken:
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
        """Whether the document gives the claim's metric and model for one split only."""
        return len(self._splits[claim.metric, claim.labels]) == 1


def rivals_of(claim: Claim, same: list[RecordedMetric], spoken: Spoken) -> list[RecordedMetric]:
    """The records that measure what the claim speaks of, as far as both sides say and anybody can tell."""
    named = any(record.labels == claim.labels and record.kind not in _ASIDE for record in same)
    tested = any(record.split in {None, "test"} and record.kind == "value" for record in same)
    labels = {record.labels for record in same if record.places is None and record.kind == "value"}
    rivals = [
        record
        for record in same
        if record.kind not in _ASIDE
        and not is_try(record)
        and (record.kind in {"low", "high"}) == (claim.kind in {"low", "high"})
        and _same_rows(claim, record, one_split=spoken.one_split(claim), tested=tested)
        and (claim.average == record.average or claim.average is None)
        and (is_clear_of(claim, record) or not is_rough(claim))
        and not may_mean_thousands(claim, record)
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


def _same_model(claim: Claim, record: RecordedMetric, spoken: Spoken, *, named: bool, many: bool) -> bool:
    if "class" in record.labels and "class" not in claim.labels:
        return False
    if record.labels == claim.labels:
        return True
    if not claim.labels:  # a value printed beside a name speaks of that name, and of no other result
        return record.places is None and not many
    if record.labels < claim.labels:
        if (claim.labels - record.labels) & _FORMS:
            return False
        return not named and _is_model(record.labels) and spoken.alone(claim, record.labels)
    return not named and claim.labels < record.labels and _is_model(claim.labels)


def _is_model(labels: frozenset[str]) -> bool:
    return not labels or holds_model(labels)


def clearly_other(claim: Claim, record: RecordedMetric) -> bool:
    """Whether a record says that it measures another model, or other rows, than the claim speaks of."""
    if claim.split and record.split and claim.split != record.split:
        return True
    return bool(record.labels) and not record.labels <= claim.labels and not claim.labels <= record.labels
