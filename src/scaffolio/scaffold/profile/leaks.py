"""Columns that know the answer: by their ranking of the target alone, or by their name."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence

from scaffolio.patterns import regex
from scaffolio.scaffold.profile.columns import Profile

LEAK_AUC = 0.98
"""A single column that ranks the target better than this most likely comes after it."""

NAMED_AUC = 0.6
"""A name that sounds late is believed only of a column that ranks the target better than this."""

_LOOKED_AT = 4_000
_FEWEST = 60
_AFTER = regex(
    r"(?i)(?:^|[\W_])(outcome|result|resolution|closed|closing|cancel(?:led|lation)?|refund(?:ed)?|chargeback|"
    r"recover(?:y|ed|ies)|terminat(?:ed|ion)|discharge[d]?|death|deceased|post|afterwards?|follow_?up|predicted|prediction)"
    r"(?:$|[\W_])"
)
_SMOOTH = 2.0


def leak(found: Profile, target: Sequence[str], name: str, classes: Sequence[str]) -> str:
    """Why this column seems to come after the target; empty when it does not."""
    value = strength(found, target, classes)
    if value > LEAK_AUC:
        return f"leak-like: alone it ranks {name} with AUC {value:.3f}; known before {name}? Then role: feature"
    if value < NAMED_AUC and len(target) >= _FEWEST:
        return ""
    return late_name(found.name, name)


def late_name(column: str, target: str) -> str:
    """Why a name says that the column is written after the target is known."""
    words = [word for word in re.split(r"[\W_]+", target.casefold()) if len(word) > 3]  # noqa: PLR2004
    within = [word for word in words if word in column.casefold()]
    if words and len(within) == len(words):
        return f"leak-like: its name holds {target}; known before {target}? Then role: feature"
    if match := _AFTER.search(column):
        return f"leak-like: {match[1]!r} in its name; known before {target}? Then role: feature"
    return ""


def strength(found: Profile, target: Sequence[str], classes: Sequence[str]) -> float:
    """One-vs-rest AUC of this column alone, 0.5 to 1; of several classes the one it tells worst.

    Categories are scored by the smoothed rate among the other half of the rows, so
    that many levels alone do not look informative. Missing cells are a level. The
    halves are drawn by lot: a table that deals yes and no in turn would else give
    every column the rank of its row.
    """
    step = max(1, len(target) // _LOOKED_AT)
    cells, labels = found.cells[::step], target[::step]
    if len(labels) < _FEWEST:
        return 0.5
    areas = []
    for label in classes if len(classes) > 2 else classes[:1]:  # noqa: PLR2004
        truth = [value == label for value in labels]
        if not any(truth) or all(truth):
            continue
        areas.append(max(_folded(_rates(cells, truth), truth), _number_area(found, cells, truth)))
    return min(areas, default=0.5)


def _number_area(found: Profile, cells: Sequence[str], truth: Sequence[bool]) -> float:
    if found.kind != "number":
        return 0.5
    present = [(float(cell), yes) for cell, yes in zip(cells, truth, strict=True) if cell]
    if len(present) < 0.5 * len(cells):
        return 0.5
    return _folded([value for value, _ in present], [yes for _, yes in present])


def _rates(cells: Sequence[str], truth: Sequence[bool]) -> list[float]:
    """Each cell's rate of yes among rows of the other half with the same cell."""
    overall = sum(truth) / len(truth)
    scores = [0.0] * len(cells)
    drawn = list(range(len(cells)))
    random.Random(0).shuffle(drawn)  # noqa: S311  a fixed lot, not a secret
    halves = drawn[::2], drawn[1::2]
    for scored, others in (halves, halves[::-1]):
        counts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for place in others:
            entry = counts[cells[place]]
            entry[0] += truth[place]
            entry[1] += 1
        for place in scored:
            yes, count = counts.get(cells[place], (0.0, 0.0))
            scores[place] = (yes + _SMOOTH * overall) / (count + _SMOOTH)
    return scores


def _folded(scores: Sequence[float], truth: Sequence[bool]) -> float:
    value = area(scores, truth)
    return max(value, 1 - value)


def area(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """Area under the ROC curve from ranks, ties shared (Mann and Whitney 1947)."""
    positives = sum(truth)
    negatives = len(truth) - positives
    if not positives or not negatives:
        return 0.5
    order = sorted(range(len(scores)), key=scores.__getitem__)
    total, start = 0.0, 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        total += (start + end + 1) / 2 * sum(truth[place] for place in order[start:end])
        start = end
    return (total - positives * (positives + 1) / 2) / (positives * negatives)
