"""Small statistics on plain lists: skewness, rank correlation."""

from __future__ import annotations

from collections.abc import Sequence

_LOOKED_AT = 5_000
FEWEST_PAIRS = 40


def skewness(values: Sequence[float]) -> float:
    """Third standardised moment; 0 where all values are equal."""
    mean = sum(values) / len(values)
    spread = sum((value - mean) ** 2 for value in values) / len(values)
    if spread == 0:
        return 0.0
    return float(sum((value - mean) ** 3 for value in values) / len(values) / spread**1.5)


def rank_correlation(pairs: Sequence[tuple[float, float]]) -> float:
    """Spearman's correlation on up to 5,000 pairs, ties at their mean rank; 0 under 40 pairs."""
    shown = pairs[:: max(1, len(pairs) // _LOOKED_AT)]
    if len(shown) < FEWEST_PAIRS:
        return 0.0
    first, second = (_ranks([pair[side] for pair in shown]) for side in (0, 1))
    middle = (len(shown) + 1) / 2
    both = sum((x - middle) * (y - middle) for x, y in zip(first, second, strict=True))
    apart = sum((x - middle) ** 2 for x in first) * sum((y - middle) ** 2 for y in second)
    return float(both / apart**0.5) if apart else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks, start = [0.0] * len(values), 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = (start + end + 1) / 2
        start = end
    return ranks
