"""One cell: is it missing, a number, a date? And how it is written plainly."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from scaffolio.patterns import regex

Convert = Callable[[str], str | None]
"""Gives a cell as the project reads it, or ``None`` when it is not of that kind."""

ABSENT = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "?", "<na>"})
"""What counts as missing in any column, in lower case."""

ALSO_ABSENT = ABSENT | {"none", "-", "--", ".", "unknown", "missing", "nil", "inf", "-inf"}
"""What counts as missing besides in a column of numbers or dates."""

SHARE = 0.95
"""Share of a column's cells that have to be of a kind."""

_PLAIN = regex(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = regex(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?", re.ASCII)
_DECIMAL_COMMA = regex(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?", re.ASCII)
_CODE = regex(r"0\d+", re.ASCII)
_DRESS = regex(r"^[$€£¥]\s*|\s*[%€£$¥]$")

_DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%y",
    "%d/%m/%y",
    "%m/%d/%y",
)
_WORDS = (
    "%d %b %Y",
    "%d %B %Y",
    "%b %d %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d/%b/%Y",
    "%d. %B %Y",
    "%Y-%m",
    "%Y/%m",
    "%m/%Y",
    "%b %Y",
    "%B %Y",
    "%b-%Y",
    "%b-%y",
    "%Y %b",
    "%Y %B",
)
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_FORMATS = (*(day + time for time in _TIMES for day in _DAYS), *_WORDS)
_QUARTER = regex(r"(?P<year>\d{4})[ -]?Q(?P<q>[1-4])|Q(?P<q2>[1-4])[ -]?(?P<year2>\d{4})", re.ASCII | re.IGNORECASE)
_WEEK = regex(r"(\d{4})-?W(\d{2})", re.ASCII | re.IGNORECASE)
_RUN_ON = regex(r"(?P<year>1[5-9]\d\d|2[01]\d\d)(?P<month>\d\d)(?P<day>\d\d)?", re.ASCII)
_SPOKEN = {
    "%I:%M:%S %p": "time",
    "%I:%M %p": "time",
    "%H:%M:%S": "time",
    "%H:%M": "time",
    "%d": "DD",
    "%m": "MM",
    "%Y": "YYYY",
    "%y": "YY",
    "%b": "Mon",
    "%B": "Month",
}


def is_absent(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.strip().lower() in ABSENT


def number_styles(separator: str) -> list[tuple[str, Convert]]:
    """Ways to write numbers, the likeliest first, each with what makes them plain.

    In a table whose cells are separated by commas, ``1,234`` is a thousand and more;
    where semicolons separate, the comma is the decimal mark.
    """
    thousands = ("with commas between thousands", _thousands)
    decimal = ("with a decimal comma", _decimal_comma)
    last = [decimal, thousands] if separator == ";" else [thousands, decimal]
    return [("", _plain), *last]


def _plain(cell: str) -> str | None:
    text = _digits(cell)
    return text if _PLAIN.fullmatch(text) and not _CODE.fullmatch(text) else None


def _thousands(cell: str) -> str | None:
    text = _digits(cell)
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) and not _CODE.fullmatch(text) else None


def _decimal_comma(cell: str) -> str | None:
    text = _digits(cell)
    if not _DECIMAL_COMMA.fullmatch(text) or _CODE.fullmatch(text):
        return None
    return text.replace(".", "").replace(",", ".")


def _digits(cell: str) -> str:
    """The number without spaces, currency or percent sign, in ASCII digits."""
    text = _DRESS.sub("", cell.strip()).replace("\u00a0", "").replace("\u202f", "").replace("\u2212", "-")
    if text.isascii():
        return text
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def date_styles(cells: Sequence[str]) -> list[tuple[str, Convert]]:
    """Ways to write dates that at least ``SHARE`` of these cells follow."""
    if not cells:
        return []
    styles: list[tuple[str, Convert]] = [("ISO 8601", _iso), ("year and quarter", _quarter), ("year and week", _week)]
    styles += [(_spoken(form), _dated(form)) for form in _FORMATS]
    few = cells[:20]
    likely = [style for style in styles if any(style[1](cell) is not None for cell in few)]
    fitting = [style for style in likely if _fits(cells, style[1])]
    return fitting[:1] if fitting and fitting[0][0] == "ISO 8601" else fitting


def _fits(cells: Sequence[str], convert: Convert) -> bool:
    return sum(convert(cell) is not None for cell in cells) >= SHARE * len(cells)


def year(cell: str) -> str | None:
    """A year as its first day."""
    text = cell.strip().removesuffix(".0")
    return f"{text}-01-01" if re.fullmatch(r"1[5-9]\d\d|2[01]\d\d", text, re.ASCII) else None


def run_on(cell: str) -> str | None:
    """A date written as one number, 20240331 or 202403, the latter as the month's first day."""
    found = _RUN_ON.fullmatch(cell.strip().removesuffix(".0"))
    if found is None:
        return None
    try:
        return shown(datetime(int(found["year"]), int(found["month"]), int(found["day"] or 1)))  # noqa: DTZ001
    except ValueError:
        return None


def _quarter(cell: str) -> str | None:
    """A quarter as its first day."""
    found = _QUARTER.fullmatch(cell.strip())
    if found is None:
        return None
    return f"{found['year'] or found['year2']}-{3 * int(found['q'] or found['q2']) - 2:02}-01"


def _week(cell: str) -> str | None:
    """An ISO week as its Monday."""
    found = _WEEK.fullmatch(cell.strip())
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1).isoformat() if found else None
    except ValueError:
        return None


def _spoken(form: str) -> str:
    """A format as people write it: ``DD/MM/YYYY``."""
    for code, words in _SPOKEN.items():
        form = form.replace(code, words)
    return form


def _iso(cell: str) -> str | None:
    text = cell.strip()
    if len(text) < len("2000-01-01") or text[4:5] != "-":
        return None
    try:
        return shown(datetime.fromisoformat(text))
    except ValueError:
        return None


def _dated(form: str) -> Convert:
    def convert(cell: str) -> str | None:
        try:
            return shown(datetime.strptime(cell.strip(), form))  # noqa: DTZ007  tables rarely name a zone
        except ValueError:
            return None

    return convert


def shown(moment: datetime) -> str:
    """A date as ISO 8601, its time only where there is one; zones are brought to UTC."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat() if moment.time() != moment.min.time() else moment.date().isoformat()
