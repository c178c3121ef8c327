"""Numbers as people write them: .476, 47.6 %, 3,891, −0.2, 0,91."""

from __future__ import annotations

import math

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

NUMBER = regex(
    r"(?<![\w.,/])(?P<sign>[-+−–]?)"
    r"(?P<digits>\d{1,3}(?:,\d{3}){1,8}(?:\.\d{1,30})?|\d{1,30}[.,]\d{1,30}|\d{1,30}|\.\d{1,30})"
    r"(?![\w/]|[.,]\d)(?P<percent>\s?(?:%|percent\b|per cent\b))?"
)
"""One number that stands alone: no part of a version, a date, a name or a path."""

_THOUSANDS = regex(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\Z")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, the places written after its decimal point, and whether it stands in per cent."""

    text: str
    value: float
    places: int
    percent: bool = False

    def agrees(self, recorded: float, *, fraction: bool, strict: bool, printed: int | None = None) -> bool:
        """Whether the recorded value, rounded as this number is, gives this number.

        ``fraction`` lets 0.94 stand for 94. ``strict`` asks for what Python's formatting gives;
        otherwise either way of rounding a half counts, and so does cutting places off. ``printed`` is
        how many places the record itself was rounded to.
        """
        if fraction and printed == 1 and self.places > 1 and not math.isclose(self.value, recorded):
            return False  # one digit after the point tells nothing of two
        scales = [(self.value, self.places, recorded, printed)]
        if self.percent or fraction:
            finer = None if printed is None else printed + 2
            scales.append((self.value / 100, self.places + 2, recorded, printed))
            scales.append((self.value, self.places, recorded / 100, finer))
        return any(_equal(*scale, strict=strict) for scale in scales)


def _equal(value: float, places: int, recorded: float, printed: int | None, *, strict: bool) -> bool:
    if printed is not None and printed < places:
        value, recorded, places = recorded, value, printed
    unit = 10.0**-places
    if strict:
        return abs(round(recorded, places) - value) < unit * 1e-6
    if abs(recorded - value) <= unit / 2 * (1 + 1e-6):
        return True
    return value * recorded >= 0 and 0 <= abs(recorded) - abs(value) < unit * (1 - 1e-6)


def read_number(text: str) -> Number:
    """Read a text that is one number, perhaps with a sign before and per cent after it.

    Raises:
        ValueError: it is no number.
    """
    match = NUMBER.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no number")
    digits = match["digits"]
    digits = digits.replace(",", "") if _THOUSANDS.match(digits) else digits.replace(",", ".")
    value = float(digits) * (-1 if match["sign"] in {"-", "−"} else 1)
    return Number(match[0], value, len(digits.partition(".")[2]), match["percent"] is not None)
