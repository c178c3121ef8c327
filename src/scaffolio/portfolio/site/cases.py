"""*Beat the model*: held-out cases that the run left, to be answered before the models' answers are opened."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PATH = "reports/cases.json"
MOST_CASES = 24
MOST_TEXT = 2_000
MOST_VALUES = 400
WIDTH, HEIGHT, EDGE = 640, 120, 4


class BrokenCasesError(Exception):
    """``reports/cases.json`` does not hold what a run writes; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Series:
    """The last values known, as the points of a line in a box of WIDTH times HEIGHT."""

    points: str
    first: str
    last: str
    lowest: str
    highest: str
    count: int


@dataclass(frozen=True, slots=True)
class Case:
    """One held-out row: what was known of it, the truth, and what baseline and model say.

    ``baseline_right`` and ``model_right`` are ``None`` where the answer is no choice.
    """

    worst: bool
    truth: str
    baseline: str
    model: str
    baseline_right: bool | None = None
    model_right: bool | None = None
    fields: tuple[tuple[str, str], ...] = ()
    text: str = ""
    image: str = ""
    series: Series | None = None


@dataclass(frozen=True, slots=True)
class Quiz:
    """The question, what may be answered, and the cases."""

    question: str
    choices: tuple[str, ...]
    baseline: str
    model: str
    cases: tuple[Case, ...]

    @property
    def worst(self) -> int:
        """How many of the cases are among the model's worst mistakes."""
        return sum(case.worst for case in self.cases)

    @property
    def right(self) -> dict[str, int] | None:
        """How many cases baseline and model have right; ``None`` where they choose from no answers."""
        if any(case.model_right is None for case in self.cases):
            return None
        return {
            "baseline": sum(bool(case.baseline_right) for case in self.cases),
            "model": sum(bool(case.model_right) for case in self.cases),
        }


def read_cases(text: str) -> Quiz:
    """Read ``reports/cases.json``.

    Raises:
        BrokenCasesError: it is no JSON, or a case lacks a part.
    """
    try:
        tree = json.loads(text)
        choices = tuple(map(str, tree.get("choices", ())))
        cases = tuple(_case(case, choices) for case in tree["cases"][:MOST_CASES])
        return Quiz(str(tree["question"]), choices, str(tree["baseline"]), str(tree["model"]), cases)
    except KeyError as error:
        raise BrokenCasesError(f"it has no {error.args[0]}") from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BrokenCasesError(f"it is not what a run writes: {error}") from error


def _case(case: Mapping[str, Any], choices: Sequence[str]) -> Case:
    truth, baseline, model = str(case["truth"]), str(case["baseline"]), str(case["model"])
    fields = tuple((str(line["label"]), str(line["value"])) for line in case.get("fields", ()))
    return Case(
        worst=bool(case["worst"]),
        truth=truth,
        baseline=baseline,
        model=model,
        baseline_right=_is_right(baseline, truth, choices),
        model_right=_is_right(model, truth, choices),
        fields=fields,
        text=str(case.get("text", ""))[:MOST_TEXT],
        image=str(case.get("image", "")),
        series=_series(case["series"]) if "series" in case else None,
    )


def _is_right(answer: str, truth: str, choices: Sequence[str]) -> bool | None:
    """Whether an answer like ``yes, probability 0.7`` names the truth; the longest choice it begins with counts."""
    if truth not in choices:
        return None
    named = (choice for choice in choices if answer == choice or answer.startswith(f"{choice}, "))
    return max(named, key=len, default="") == truth


def _series(series: Mapping[str, Any]) -> Series:
    values = [None if value is None else float(value) for value in series["values"][:MOST_VALUES]]
    known = [value for value in values if value is not None]
    if not known:
        raise ValueError("a series without a value")
    low, high = min(known), max(known)
    return Series(
        points=" ".join(_points(values, low, high)),
        first=str(series["from"]),
        last=str(series["to"]),
        lowest=f"{low:,g}",
        highest=f"{high:,g}",
        count=len(values),
    )


def _points(values: Sequence[float | None], low: float, high: float) -> list[str]:
    """Places of the known values, the lowest at the bottom; gaps are bridged."""
    across = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    up = (HEIGHT - 2 * EDGE) / ((high - low) or 1)
    return [
        f"{EDGE + across * place:.1f},{HEIGHT - EDGE - up * (value - low):.1f}"
        for place, value in enumerate(values)
        if value is not None
    ]
