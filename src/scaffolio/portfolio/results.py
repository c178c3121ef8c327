"""What a run says of a project in one line: the leading model against the best baseline.

Read from ``reports/metrics.json`` and from nowhere else, so that a page, a profile and a
résumé cannot state a number that no run produced.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PATH = "reports/metrics.json"

TECHNIQUES = {
    "classification": "Classification",
    "regression": "Regression",
    "clustering": "Clustering",
    "timeseries": "Time series",
    "nlp": "Text (NLP)",
    "vision": "Vision",
}
"""The six techniques as people read them, in the order of the coverage strip."""


class BrokenResultsError(Exception):
    """``reports/metrics.json`` does not hold what a run writes; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Score:
    """A value with the ends of its 95% interval; the ends are missing where a run gave none."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def shown(self) -> str:
        """The value to three decimals."""
        return number(self.value)

    @property
    def interval(self) -> str:
        """The interval in brackets; empty without one."""
        return "" if self.low is None or self.high is None else f"[{number(self.low)}, {number(self.high)}]"


@dataclass(frozen=True, slots=True)
class Difference:
    """The paired difference of the leading model minus the best baseline, and whether zero is outside."""

    value: float
    low: float
    high: float
    distinguishable: bool

    @property
    def shown(self) -> str:
        """The signed difference and its interval."""
        return f"{'+' if self.value >= 0 else ''}{number(self.value)} [{number(self.low)}, {number(self.high)}]"


@dataclass(frozen=True, slots=True)
class Results:
    """One run: what was measured on which rows, by whom, against what.

    ``role`` is ``own`` or ``reference``: the latter is the scaffold's model, nobody's result.
    """

    technique: str
    label: str
    direction: str
    model: str
    role: str
    score: Score
    baseline: str
    baseline_score: Score
    difference: Difference | None
    split: str
    train: int
    test: int
    dataset: str
    source: str
    license: str
    sample: bool
    figures: Mapping[str, str]

    @property
    def is_own(self) -> bool:
        """Whether the leading result is the person's, not the scaffold's."""
        return self.role == "own"

    @property
    def verdict(self) -> str:
        """Whether the difference from the baseline can be told from nothing, in words."""
        if self.difference is None:
            return "not compared"
        if not self.difference.distinguishable:
            return "not distinguishable"
        better = (self.difference.value > 0) == (self.direction == "maximize")
        return "distinguishably better" if better else "distinguishably worse"


def number(value: float) -> str:
    """A number as README prints it: three decimals, a proper minus sign, thousands grouped."""
    return f"{value:,.3f}".replace("-", "\N{MINUS SIGN}")


def read_results(text: str) -> Results:
    """Read ``reports/metrics.json``.

    Raises:
        BrokenResultsError: it is no JSON, or a result, a baseline or a split is not in it.
    """
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenResultsError(f"it is no JSON: {error}") from error
    try:
        return _results(tree)
    except (KeyError, TypeError, ValueError, StopIteration, AttributeError) as error:
        told = f"it has no {error.args[0]}" if isinstance(error, KeyError) else f"it is not what a run writes: {error}"
        raise BrokenResultsError(told) from error


def _results(tree: Mapping[str, Any]) -> Results:
    primary, direction = str(tree["primary_metric"]), str(tree["direction"])
    rows = list(tree["results"])
    lead = next((row for role in ("own", "reference") for row in rows if row["role"] == role), None)
    baselines = [row for row in rows if row["role"] == "baseline"]
    if lead is None or not baselines:
        raise ValueError("no reference or own result" if lead is None else "no baseline")
    sign = 1 if direction == "maximize" else -1
    rival = max(baselines, key=lambda row: sign * float(row["metrics"][primary]["value"]))
    split, dataset = tree["split"], tree["dataset"]
    return Results(
        technique=str(tree["technique"]),
        label=str(tree.get("label") or primary.replace("_", " ")),
        direction=direction,
        model=str(lead["model"]),
        role=str(lead["role"]),
        score=_score(lead["metrics"][primary]),
        baseline=str(rival["model"]),
        baseline_score=_score(rival["metrics"][primary]),
        difference=_difference(tree.get("comparisons", ()), (lead["model"], rival["model"]), primary),
        split=str(split["kind"]),
        train=int(split["train"]),
        test=int(split["test"]),
        dataset=str(dataset["name"]),
        source=str(dataset.get("source", "")),
        license=str(dataset.get("license", "")),
        sample=bool(dataset.get("sample", False)),
        figures={str(name): str(alt) for name, alt in tree.get("figures", {}).items()},
    )


def _score(metric: Mapping[str, Any]) -> Score:
    low, high = metric.get("low"), metric.get("high")
    ends = (None, None) if low is None or high is None else (_finite(low), _finite(high))
    return Score(_finite(metric["value"]), *ends)


def _finite(value: Any) -> float:
    found = float(value)
    if not math.isfinite(found):
        raise ValueError(f"{value} is no finite number")
    return found


def _difference(
    comparisons: Sequence[Mapping[str, Any]], pair: tuple[object, object], metric: str
) -> Difference | None:
    for row in comparisons:
        if (row["model"], row["against"]) == pair and row.get("metric", metric) == metric:
            ends = (_finite(row[key]) for key in ("difference", "low", "high"))
            return Difference(*ends, distinguishable=bool(row["distinguishable"]))
    return None
