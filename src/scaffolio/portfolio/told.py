"""A headline result in words, the same on page, profile and résumé."""

from __future__ import annotations

from scaffolio.parsers.headline import Headline

TECHNIQUES = {
    "classification": "Classification",
    "regression": "Regression",
    "clustering": "Clustering",
    "timeseries": "Time series",
    "nlp": "Text",
    "vision": "Vision",
}
"""The six techniques as people read them, in the order in which they are told."""


def number(value: float) -> str:
    """A number as README prints it: three decimals, thousands grouped, a proper minus sign."""
    return f"{value:,.3f}".replace("-", "\N{MINUS SIGN}")


def signed(value: float) -> str:
    """A difference: its sign always there."""
    return number(value) if value < 0 else f"+{number(value)}"


def span(low: float | None, high: float | None) -> str:
    """An interval in brackets; empty where a run gave none."""
    return "" if low is None or high is None else f"[{number(low)}, {number(high)}]"


def difference(headline: Headline) -> str:
    """The paired difference from the best baseline with its interval; empty where no run compared them."""
    if headline.difference is None:
        return ""
    return f"{signed(headline.difference)} {span(headline.difference_low, headline.difference_high)}".strip()


def verdict(headline: Headline) -> str:
    """Whether the difference can be told from none."""
    if headline.beats_baseline is None:
        return "not compared by the run"
    if not headline.distinguishable:
        return "not distinguishable"
    return "distinguishably better" if headline.beats_baseline else "distinguishably worse"


def split(headline: Headline) -> str:
    """On which rows it was measured: ``temporal split, 15,411 rows to learn from, 3,891 held out``."""
    told = [f"{headline.split} split"] if headline.split else []
    if headline.train_rows is not None:
        told.append(f"{headline.train_rows:,} rows to learn from")
    if headline.test_rows is not None:
        told.append(f"{headline.test_rows:,} held out")
    return ", ".join(told)
