"""Which numbers of a table are metric values: the same reading for READMEs, CSV files and printed tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scaffolio.nouns import dataclass
from scaffolio.parsers.numbers import NUMBER, Number, read_number
from scaffolio.parsers.vocabulary import Named, describe, join
from scaffolio.patterns import regex

_CELL_LIMIT = 60
_LABEL_CELLS = 4
_FILE = regex(r"\w\.(?:json|jsonl|csv|txt|md|ya?ml|ipynb|py|log)\b")
"""A file in a cell tells where a number is from, and not of what model it is."""

_LOSS = regex(r"\W{0,5}(?:loss|criterion|objective)\b", re.IGNORECASE)
_RANGE = regex(r"\s*(?:–|-|to\b)\s*[.\d]|\+(?!\s?\d)")
"""What behind a number makes it one end of a range: ``0.8 to 0.9``, ``0.9+``."""

_DASH = regex(r"(?<=\d)\s?[–-]\s?(?=[.\d])|[\[\](),;]\s?(?=\s|$|[-−.\d])")


@dataclass(frozen=True, slots=True)
class Cell:
    """One metric value of a table; ``bound`` is ``low`` or ``high`` for the ends of an interval."""

    row: int
    column: int
    number: Number
    named: Named
    bound: str | None = None


def metric_cells(header: Sequence[str], rows: Sequence[Sequence[str]], context: Named | None = None) -> Iterator[Cell]:
    """Yield the metric values of a table: metrics above the columns, or one to a row.

    ``context`` is what the text around the table says of all its numbers.
    """
    above = [describe(name) for name in header]
    across = [bool(name.metric) and len(cell) <= _CELL_LIMIT for name, cell in zip(above, header, strict=True)]
    if any(across[1:]) or (across[:1] == [True] and not _names_metrics(rows)):
        yield from _by_column(header, rows, above, across, context)
    elif _names_metrics(rows) and not _are_losses(header, rows):
        yield from _by_row(header, rows, above, context)


def _by_column(
    header: Sequence[str], rows: Sequence[Sequence[str]], above: list[Named], across: list[bool], context: Named | None
) -> Iterator[Cell]:
    for position, row in enumerate(rows):
        label = _label(row[: max(1, across.index(True))])
        metric: Named | None = None
        for column, cell in enumerate(row[: len(header)]):
            if across[column]:
                metric = join([part for part in (context, above[column], label) if part])
                number = _only_number(cell)
                if number:
                    yield Cell(position, column, number, metric)
            elif metric and _is_interval(header[column]):
                ends = [read_number(match[0]) for match in NUMBER.finditer(_apart(cell))]
                if len(ends) == len(("low", "high")):
                    yield Cell(position, column, ends[0], metric, "low")
                    yield Cell(position, column, ends[1], metric, "high")


def _label(cells: Sequence[str]) -> Named:
    """What the words before a row's first value say: the model, the features, the split."""
    words = [
        cell
        for cell in cells[:_LABEL_CELLS]
        if len(cell) <= _CELL_LIMIT and not (_is_amount(cell) or _FILE.search(cell))
    ]
    named = join([describe(word) for word in words if word.strip()])
    return Named(None, named.split, named.average, named.labels)


def _is_amount(cell: str) -> bool:
    return NUMBER.fullmatch(cell.strip(" $€£*_`~≈")) is not None


def _by_row(
    header: Sequence[str], rows: Sequence[Sequence[str]], above: list[Named], context: Named | None
) -> Iterator[Cell]:
    for position, row in enumerate(rows):
        name = describe(row[0]) if row else Named(None, None, None, frozenset())
        if not name.metric or len(row[0]) > _CELL_LIMIT:
            continue
        for column, cell in enumerate(row[1 : len(header)], start=1):
            number = _only_number(cell)
            if number and not _is_interval(header[column]):
                yield Cell(position, column, number, join([part for part in (context, name, above[column]) if part]))


def _names_metrics(rows: Sequence[Sequence[str]]) -> bool:
    named = [row for row in rows if row and describe(row[0]).metric and any(_only_number(cell) for cell in row[1:])]
    return bool(named) and len(named) * 2 >= len(rows)


def report_label(label: str) -> str:
    """The label of a row of a classification report, told from those of the whole: a class is one, an average none."""
    return label if label.endswith("avg") else f"class {label}"


def _are_losses(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first column says by what models were trained, of which several were by the same."""
    names = [row[0].casefold() for row in rows if row]
    return bool(header) and _LOSS.match(header[0]) is not None and len(set(names)) < len(names)


def _only_number(cell: str) -> Number | None:
    """The number of a cell that holds one, perhaps with a spread or an interval after it."""
    text = cell.strip(" *_`~≈$€£")
    found = NUMBER.search(text)
    if found is None or found.start() > 0 or _RANGE.match(text[found.end() :]):
        return None
    return read_number(found[0])


def _is_interval(heading: str) -> bool:
    lowered = heading.casefold()
    return "interval" in lowered or lowered.replace("%", " ").split()[-1:] == ["ci"]


def _apart(cell: str) -> str:
    """Part the two ends of ``.097–.116``, where the dash is no minus sign."""
    return _DASH.sub(" ", cell)
