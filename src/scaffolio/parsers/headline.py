"""The one result that stands for a project: its best model of the person's own, against the best baseline.

Read from the ``reports/metrics.json`` that a project of ours writes. Everything in it
comes from a file that a person may have edited, so nothing of it is taken for granted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from scaffolio.nouns import dataclass

_LEADING = ("own", "reference", "simple")
"""Whose result stands for a project: the person's, else the scaffold's reference, else any."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One model's score with its interval, and how it stands against the best baseline.

    ``metric`` is the name as people write it and ``key`` as the file has it. ``role``
    says whose model it is: ``own``, ``reference``, ``simple``, or empty where a run
    recorded a number and not whose. ``low`` and ``high`` are a 95% interval. The
    difference is this model's score less the baseline's, of the same resamples, and
    ``distinguishable`` whether its interval leaves out zero; it is ``None``, as are
    all other fields, where no run said. ``direction`` is ``maximize`` or ``minimize``.
    """

    metric: str
    key: str
    value: float
    model: str = ""
    role: str = ""
    low: float | None = None
    high: float | None = None
    baseline: str | None = None
    baseline_value: float | None = None
    difference: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    distinguishable: bool | None = None
    direction: str | None = None
    split: str | None = None
    train_rows: int | None = None
    test_rows: int | None = None

    @property
    def beats_baseline(self) -> bool | None:
        """Whether it is better than the best baseline by more than chance; ``None`` where no run compared them."""
        if self.difference is None or self.distinguishable is None:
            return None
        return self.distinguishable and (self.difference > 0) == (self.direction == "maximize")


def read_headline(results: Mapping[str, Any]) -> Headline | None:
    """The headline of a metrics file of version 1; ``None`` when it holds no result."""
    key = results.get("primary_metric")
    rows = list(_rows(results.get("results"), key)) if isinstance(key, str) else []
    leads = [row for role in _LEADING for row in rows if row["role"] == role]
    if not leads or not isinstance(key, str):
        return None
    lead, score = leads[0], leads[0]["score"]
    minimize = results.get("direction") == "minimize"
    baselines = sorted((row for row in rows if row["role"] == "baseline"), key=lambda row: row["score"]["value"])
    best = baselines[0 if minimize else -1] if baselines else None
    gap = _comparison(results.get("comparisons"), lead["model"], best["model"], key) if best else {}
    split = results.get("split")
    split = split if isinstance(split, dict) else {}
    label = results.get("label")
    return Headline(
        metric=label if isinstance(label, str) and label else key.replace("_", " "),
        key=key,
        value=score["value"],
        model=lead["model"],
        role=lead["role"],
        low=_number(score.get("low")),
        high=_number(score.get("high")),
        baseline=best["model"] if best else None,
        baseline_value=best["score"]["value"] if best else None,
        difference=_number(gap.get("difference")),
        difference_low=_number(gap.get("low")),
        difference_high=_number(gap.get("high")),
        distinguishable=gap["distinguishable"] if isinstance(gap.get("distinguishable"), bool) else None,
        direction="minimize" if minimize else "maximize",
        split=split["kind"] if isinstance(split.get("kind"), str) else None,
        train_rows=_count(split.get("train")),
        test_rows=_count(split.get("test")),
    )


def _rows(results: object, key: str) -> Iterator[dict[str, Any]]:
    """Model, role and score of each result that has the metric."""
    for row in results if isinstance(results, list) else []:
        metrics = row.get("metrics") if isinstance(row, dict) else None
        score = metrics.get(key) if isinstance(metrics, dict) else None
        if isinstance(score, dict) and _number(score.get("value")) is not None and isinstance(row.get("model"), str):
            yield {"model": row["model"], "role": str(row.get("role", "")), "score": score}


def _comparison(comparisons: object, model: str, against: str, key: str) -> Mapping[str, Any]:
    for pair in comparisons if isinstance(comparisons, list) else []:
        if isinstance(pair, dict) and (pair.get("model"), pair.get("against"), pair.get("metric")) == (
            model,
            against,
            key,
        ):
            return pair
    return {}


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
