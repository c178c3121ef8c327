"""One number that a run left behind."""

from __future__ import annotations

import math

from scaffolio.nouns import dataclass

_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class RecordedMetric:
    """One number that a run left behind.

    ``metric`` is ``None`` for a number whose file does not say what it measures (a count
    in a headline). ``kind`` is ``value``, ``low`` or ``high`` (an interval's ends),
    ``difference``, ``fact``, or ``log`` (one line of many, as training prints them).
    ``places`` is set when the number was printed rounded.
    """

    metric: str | None
    value: float
    labels: frozenset[str]
    path: str
    locator: str
    split: str | None = None
    average: str | None = None
    kind: str = "value"
    places: int | None = None


def finite(node: object) -> float | None:
    """The node as a number; ``None`` when it is none, or no finite one."""
    if isinstance(node, bool) or not isinstance(node, int | float):
        return None
    return float(node) if math.isfinite(node) and abs(node) < _LARGEST else None
