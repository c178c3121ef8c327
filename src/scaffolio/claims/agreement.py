"""Whether a claim's number is a record's, as both are rounded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from scaffolio.parsers.claim import Claim
from scaffolio.parsers.metric_names import FRACTIONS
from scaffolio.parsers.numbers import Number
from scaffolio.parsers.recorded import RecordedMetric

_ROUGH = 0.015
"""How far, as a share, a record may lie from a number that is called a rough one, and support it."""

_ROUGH_UNITS = 3
"""How many of its last digit."""

_ROUGHEST = 0.07
"""How far it must lie to contradict it."""

_EXACT = 4
"""Digits of a number that is no rough one, whatever it is called: ``~180.00``."""

_GROUP, _GROUP_VALUE = 3, 1_000

_COARSEST = 4
"""Places to which printed results are rounded at most; finer values round to them."""


def agrees(claim: Claim, record: RecordedMetric) -> bool:
    """Whether a record rounds to the claim, or lies near enough to a rough one."""
    if is_rough(claim) and near(claim, record, min(_ROUGH, _ROUGH_UNITS * _unit(claim.number))):
        return True
    return claim.number.agrees(
        record.value,
        fraction=claim.metric in FRACTIONS,
        strict=claim.block is not None,
        printed=record.places,
    )


def is_clear_of(claim: Claim, record: RecordedMetric) -> bool:
    """Whether a record lies so far from a rough number that nobody would round it to that."""
    return not near(claim, record, _ROUGHEST)


def may_mean_thousands(claim: Claim, record: RecordedMetric) -> bool:
    """Whether a claim may be written with a point between thousands, as in much of Europe: ``8.212`` beside 8135."""
    thousands = claim.number.places == _GROUP and abs(claim.number.value) >= 1
    return thousands and _GROUP_VALUE / 2 <= abs(record.value / claim.number.value) <= _GROUP_VALUE * 2


def says_the_same(claim: Claim, record: RecordedMetric) -> bool:
    """Whether both are the same number, but for noughts at its end."""
    value = claim.number.value / 100 if claim.number.percent else claim.number.value
    return math.isclose(value, record.value)


def is_coarser(record: RecordedMetric, claim: Claim) -> bool:
    """Whether a record was rounded to fewer places than the claim."""
    return record.places is not None and record.places < claim.number.places + (2 if claim.number.percent else 0)


def near(claim: Claim, record: RecordedMetric, share: float) -> bool:
    """Whether a record lies within a share of the claim."""
    scales = (1.0, 100.0, 0.01) if claim.metric in FRACTIONS else (1.0,)
    return any(abs(record.value * scale - claim.number.value) <= share * abs(claim.number.value) for scale in scales)


def is_rough(claim: Claim) -> bool:
    """Whether a claim's number is called a rough one and has no more digits than such a one."""
    written = f"{abs(claim.number.value):.{claim.number.places}f}".replace(".", "").lstrip("0")
    return claim.about and len(written) < _EXACT


def significant_digits(number: Number) -> str:
    """The digits of a number from its first to its last that is no nought."""
    return f"{abs(number.value):.{number.places}f}".replace(".", "").strip("0")


def _unit(number: Number) -> float:
    """One of a number's last significant digit, as a share of it."""
    digits = significant_digits(number)
    return 1 / int(digits) if digits else 0.0


def nearest(claim: Claim, records: Sequence[RecordedMetric]) -> RecordedMetric:
    """The record that lies nearest to a claim."""
    value = claim.number.value / 100 if claim.number.percent else claim.number.value
    return min(records, key=lambda record: (abs(record.value - value), record.path, record.locator))


class FinerRecords:
    """Knows which records are but the rounded form of another one of their file."""

    def __init__(self, records: Iterable[RecordedMetric]) -> None:
        self._labels: dict[tuple[str, str | None, str | None, float], set[frozenset[str]]] = {}
        for record in records:
            for places in range(1, min(_COARSEST + 1, record.places or _COARSEST + 1)):
                if (rounded := round(record.value, places)) != record.value:
                    key = record.path, record.metric, record.split, rounded
                    self._labels.setdefault(key, set()).add(record.labels)

    def shadow(self, record: RecordedMetric, *, alike: bool = False) -> bool:
        """Whether a record is the rounded form of another one, or of one that is ``alike``: that names no less."""
        if record.places is None or record.places > _COARSEST:
            return False
        labels = self._labels.get((record.path, record.metric, record.split, record.value), ())
        return any(record.labels <= other for other in labels) if alike else bool(labels)
