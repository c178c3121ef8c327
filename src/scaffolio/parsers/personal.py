"""Columns of a table that hold e-mail addresses or telephone numbers; no value ever leaves this module."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

HEAD = 65_536
"""Bytes of a table's start that are read."""

_NAMED = {
    "e-mail addresses": regex(r"e[-_ ]?mail|\bmail\b|correo", re.IGNORECASE),
    "telephone numbers": regex(
        r"phone|mobile|(?:^|[_ ])(?:tel|cell|fax|handy|whatsapp)(?:$|[_ .])|telefon", re.IGNORECASE
    ),
}
_HINTS = (b"mail", b"phone", b"mobile", b"tel", b"cell", b"fax", b"correo", b"handy", b"whatsapp")
_EMAIL = regex(r"[\w.+-]{1,64}@(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})")
_NOBODY = regex(
    r"(?:^|\.)(?:example|test|invalid|localhost)(?:\.|\Z)|^(?:email|mail|domain|company|abc|xyz|foo)\.com\Z",
    re.IGNORECASE,
)
_PHONE = regex(r"(?=(?:\D*\d){8,15}\D*\Z)[+(]?\d[\d ().x/-]{7,24}")
_FICTIONAL = regex(r"555[-. ]?01\d\d")
_ENOUGH = 5
_SHARE = 0.8
_ROWS = 500


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """A column by its name, what it holds, and in how many of the rows that were read."""

    name: str
    kind: str
    rows: int


def personal_columns(head: bytes) -> Iterator[PersonalColumn]:
    """Yield the columns whose header names an address or a number and whose values mostly are such."""
    first = head.split(b"\n", 1)[0].lower()
    if not any(hint in first for hint in _HINTS):
        return
    import csv

    lines = head.decode("utf-8-sig", errors="replace").splitlines()[: _ROWS + 1]
    try:
        rows = list(csv.reader(lines[:-1] if len(head) >= HEAD else lines, delimiter=_delimiter(lines[0])))
    except csv.Error:
        return
    for position, name in enumerate(rows[0] if rows else []):
        kind = next((kind for kind, pattern in _NAMED.items() if pattern.search(name)), None)
        values = [row[position].strip() for row in rows[1:] if position < len(row) and row[position].strip()]
        if kind and len(set(values)) >= _ENOUGH and _mostly(kind, values):
            yield PersonalColumn(name.strip()[:60], kind, len(values))


def _mostly(kind: str, values: list[str]) -> bool:
    real = _is_address if kind.startswith("e-mail") else _is_number
    return sum(map(real, values)) >= _SHARE * len(values)


def _is_address(value: str) -> bool:
    match = _EMAIL.fullmatch(value[:320])
    return match is not None and _NOBODY.search(match["host"]) is None


def _is_number(value: str) -> bool:
    return _PHONE.fullmatch(value[:40]) is not None and _FICTIONAL.search(value) is None


def _delimiter(line: str) -> str:
    return max(",;\t|", key=line.count)
