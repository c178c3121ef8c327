"""Whether the very digits of a claim stand somewhere in what runs left, in whatever shape.

A last look before a number is called contradicted: a file that no reader understands may
hold it all the same. Few digits would be found anywhere, so only numbers of three and
more are looked for, and those of three only in a line that speaks of scores.
"""

from __future__ import annotations

import re

from scaffolio.parsers.numbers import Number
from scaffolio.patterns import regex

FILE_LIMIT = 300_000
"""Bytes of one file that are searched: a larger one holds data, in which any digits occur."""

TOTAL_LIMIT = 8_000_000
"""Bytes of all files together."""

RESULT_FILE = regex(r"\.(?:json|jsonl|csv|tsv|ya?ml|txt|log|out|md|html?|tex)\Z", re.IGNORECASE)

_SCORES = regex(
    r"score|auc|acc|f1|precision|recall|r2|rmse|mae|mse|mape|loss|metric|best|mean|test|val|cv|result|model",
    re.IGNORECASE,
)
_FEWEST = 3
_SURE = 4


def digits_pattern(number: Number) -> re.Pattern[str] | None:
    """What finds a number that rounds to this one or is cut off to it; ``None`` for one of too few digits."""
    whole = f"{abs(number.value):.{number.places}f}"
    if len(whole.replace(".", "").strip("0")) < _FEWEST or (number.places == 0 and not number.percent):
        return None
    spellings = [_spelling(abs(number.value), number.places)]
    if number.percent or abs(number.value) > 1:
        spellings.append(_spelling(abs(number.value) / 100, number.places + 2))
    if abs(number.value) <= 1 and not number.percent:
        spellings.append(_spelling(abs(number.value) * 100, max(0, number.places - 2)))
    return re.compile(rf"(?<![\d.])(?:{'|'.join(spellings)})")


def _spelling(value: float, places: int) -> str:
    whole, _, decimals = f"{value:.{places}f}".partition(".")
    below, _, before = f"{max(0.0, value - 10.0**-places):.{places}f}".partition(".")
    point = r"\." if places else ""
    exact = f"{_leading(whole)}{point}{decimals}" + (r"\d{0,20}" if places else r"(?:\.\d{1,20})?") + r"(?![\d.]\d)"
    return f"{exact}|{_leading(below)}{point or chr(92) + '.'}{before}[5-9]\\d{{0,20}}"


def _leading(whole: str) -> str:
    return "0?" if whole == "0" else whole


def has_few_digits(number: Number) -> bool:
    """Whether a number has so few digits that they stand in many places by accident."""
    return len(f"{abs(number.value):.{number.places}f}".replace(".", "").strip("0")) < _SURE


def find_digits(number: Number, text: str) -> int | None:
    """The line in which the number occurs, from 1."""
    pattern = digits_pattern(number)
    if pattern is None:
        return None
    few = has_few_digits(number)
    for match in pattern.finditer(text):
        start = text.rfind("\n", max(0, match.start() - 300), match.start()) + 1
        if not few or _SCORES.search(text, max(start, match.start() - 300), match.start()):
            return text.count("\n", 0, match.start()) + 1
    return None
