"""Measures of agreement between labels and verdicts, on plain sequences."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

Unit = TypeVar("Unit")
Kind = TypeVar("Kind")

ROUNDS = 2_000
"""Bootstrap samples."""

_NORMAL = 1.959964
"""The quantile of the normal distribution that leaves 2.5% above."""


def kappa(labels: Sequence[bool], verdicts: Sequence[bool]) -> float:
    """Cohen's kappa (Cohen 1960): agreement beyond what the two shares of *yes* give by chance."""
    count = len(labels)
    agreed = sum(a == b for a, b in zip(labels, verdicts, strict=True)) / count
    first, second = sum(labels) / count, sum(verdicts) / count
    chance = first * second + (1 - first) * (1 - second)
    return 0.0 if chance == 1 else (agreed - chance) / (1 - chance)


def balanced_accuracy(labels: Sequence[bool], verdicts: Sequence[bool]) -> float:
    """The mean of the shares of *yes* and of *no* that were recognised; a class that is absent does not count."""
    shares = []
    for wanted in (True, False):
        given = [verdict == wanted for label, verdict in zip(labels, verdicts, strict=True) if label == wanted]
        if given:
            shares.append(sum(given) / len(given))
    return sum(shares) / len(shares)


def f1(labels: Sequence[bool], verdicts: Sequence[bool]) -> float:
    """The harmonic mean of precision and recall."""
    both = sum(a and b for a, b in zip(labels, verdicts, strict=True))
    named = sum(labels) + sum(verdicts)
    return 2 * both / named if named else 0.0


def weighted_f1(labels: Sequence[frozenset[Kind]], verdicts: Sequence[frozenset[Kind]]) -> float:
    """F1 of each kind, averaged with how often people gave the kind as weight."""
    kinds = {kind for given in labels for kind in given}
    weights = {kind: sum(kind in given for given in labels) for kind in kinds}
    scores = {kind: f1([kind in a for a in labels], [kind in b for b in verdicts]) for kind in kinds}
    return sum(scores[kind] * weights[kind] for kind in kinds) / sum(weights.values())


def bootstrap(units: Sequence[Unit], measure: Callable[[Sequence[Unit]], float], seed: int = 0) -> tuple[float, float]:
    """The 95% percentile interval of a measure when whole units are drawn with replacement."""
    source = random.Random(seed)  # noqa: S311 - a simulation, no secret
    values = sorted(measure(source.choices(units, k=len(units))) for _ in range(ROUNDS))
    return values[round(0.025 * ROUNDS)], values[round(0.975 * ROUNDS) - 1]


def halves(units: Sequence[Unit], seed: int = 0) -> tuple[list[Unit], list[Unit]]:
    """Cut the units in two at random: a rule that fits one half only is over-tuned."""
    mixed = list(units)
    random.Random(seed).shuffle(mixed)  # noqa: S311 - a simulation, no secret
    middle = len(mixed) // 2
    first, second = (mixed[a:b] for a, b in pairwise((0, middle, len(mixed))))
    return first, second


def wilson(part: int, count: int) -> tuple[float, float]:
    """The 95% score interval of a share (Wilson 1927), which holds for small counts and shares near one."""
    share, spread = part / count, _NORMAL**2 / count
    middle = share + spread / 2
    reach = _NORMAL * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    return max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread))
