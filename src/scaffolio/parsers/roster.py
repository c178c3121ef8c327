"""Lists of targets: one a line, or a class roster as CSV with the columns id, target, due and any others."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from scaffolio.errors import UsageError
from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

_NAME_LIMIT = 80
_UNFIT = regex(r"[^\w.-]+")
_RESERVED = regex(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One target of a list; ``name`` is a file name made of its ``id``, different from all others of the list."""

    id: str
    target: str
    name: str
    columns: tuple[tuple[str, str], ...] = ()
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """A list of targets; ``header`` holds a roster's columns in their order, nothing for a plain list."""

    header: tuple[str, ...]
    entries: tuple[Entry, ...]


def read_roster(text: str) -> Roster:
    """Read a list of targets: a CSV file where the first line names a column ``target``, else one a line.

    In a plain list, empty lines and those that start with ``#`` are left out. ``due``
    is a date, whose end counts, or a moment; without an offset it is in UTC.

    Raises:
        UsageError: there is no target, a column is named twice, or a due date cannot be read.
    """
    text = text.removeprefix("\ufeff").replace("\0", "\ufffd")
    first = next((line for line in text.splitlines() if line.strip()), "")
    header = _header(first)
    rows = list(_table(text, header) if "target" in header else _plain(text))
    if not rows:
        raise UsageError("the list names no target", "Write one a line, or a CSV file with the columns id and target")
    return Roster(header if "target" in header else (), tuple(_named(rows)))


def safe_name(text: str) -> str:
    """A file name that says the same as far as it can: no separators, no leading dot, at most 80 characters."""
    words = _UNFIT.sub("-", unicodedata.normalize("NFC", text)).strip("-.")[:_NAME_LIMIT].rstrip("-.")
    return f"_{words}" if _RESERVED.match(words) else words


def _header(line: str) -> tuple[str, ...]:
    cells = next(csv.reader([line], dialect=_dialect(line)), [])
    names = tuple(cell.strip() for cell in cells)
    lowered = tuple(name.lower() if name.lower() in {"id", "target", "due"} else name for name in names)
    if "target" in lowered and len(set(lowered)) < len(lowered):
        twice = next(name for name in lowered if lowered.count(name) > 1)
        raise UsageError(f"the roster has two columns named {twice!r}", "Rename one")
    return lowered


def _dialect(line: str) -> type[csv.Dialect]:
    class Dialect(csv.excel):
        delimiter = max(",;\t", key=line.count)

    return Dialect


def _table(text: str, header: tuple[str, ...]) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    first = next(line for line in text.splitlines() if line.strip())
    try:
        rows = [
            row
            for row in csv.reader(io.StringIO(text, newline=""), dialect=_dialect(first))
            if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise UsageError(f"the roster is not valid CSV: {error}", "Save it as CSV in UTF-8") from error
    for row in rows[1:]:
        cells = dict(zip(header, [*row, *[""] * len(header)], strict=False))
        yield cells.get("id", "").strip(), cells["target"].strip(), tuple(cells.items())


def _plain(text: str) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    for line in text.splitlines():
        if (target := line.strip()) and not target.startswith("#"):
            yield "", target, ()


def _named(rows: list[tuple[str, str, tuple[tuple[str, str], ...]]]) -> Iterator[Entry]:
    taken: set[str] = set()
    for number, (given, target, columns) in enumerate(rows, start=1):
        base = safe_name(given or target.rstrip("/").rpartition("/")[2]) or f"row-{number}"
        name, count = base, 1
        while name.casefold() in taken:
            count += 1
            name = f"{base}-{count}"
        taken.add(name.casefold())
        yield Entry(given or name, target, name, columns, _due(dict(columns).get("due", ""), given or name))


def _due(text: str, who: str) -> datetime | None:
    text = text.strip()
    if not text:
        return None
    try:
        if len(text) == len("2026-01-31"):
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"{who} has a due date that cannot be read: {text!r}", "Write 2026-01-31 or 2026-01-31T23:59+01:00"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
