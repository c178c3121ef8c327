"""The column names of a table in text."""

from __future__ import annotations

from scaffolio.patterns import regex

_NAME = regex(r"[^\W\d][\w .%()/-]{0,59}")


def column_names(head: bytes) -> tuple[str, ...]:
    """The names in the first line of a table; empty when the line looks like data."""
    import csv

    first = head.split(b"\n", 1)[0][:10_000].decode("utf-8-sig", errors="replace")
    try:
        cells = next(csv.reader([first], delimiter=max(",;\t|", key=first.count)), [])
    except csv.Error:
        return ()
    names = [cell.strip() for cell in cells if cell.strip()]
    fitting = [name for name in names if _NAME.fullmatch(name)]
    return tuple(fitting) if len(fitting) == len(names) == len(set(names)) else ()
