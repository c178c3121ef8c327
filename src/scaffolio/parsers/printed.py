"""Metric values in printed text: ``F1: 0.81``, classification reports, tables as pandas prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scaffolio.nouns import dataclass
from scaffolio.parsers.cells import metric_cells
from scaffolio.parsers.notebook import Notebook
from scaffolio.parsers.numbers import NUMBER, Number, read_number
from scaffolio.parsers.vocabulary import Named, describe, join, metric_in_prose, models_in
from scaffolio.patterns import regex

_VALUE = regex(r"[\s:=()\[\]'\"~]*(?:[A-Za-z]+[\s:=()]+){0,4}?(?P<value>" + NUMBER.pattern + ")")
_LOG = regex(r"\bloss\b|\bepoch\b|\bstep\b|\biter", re.IGNORECASE)
_COLUMNS = regex(r"\s{2,}|\t")
_NOTHING = Named(None, None, None, frozenset())
_LINE = 300
_NAME = 40


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """A metric value in a printed line; ``log`` when the line is one of a training log."""

    number: Number
    named: Named
    log: bool = False


def notebook_values(notebook: Notebook) -> Iterator[tuple[int, PrintedValue]]:
    """Yield the values in a notebook's text outputs with the number of their cell, from 1."""
    for cell in notebook.cells:
        for text in cell.output.texts:
            for value in printed_values(text):
                yield cell.number, value


def printed_values(text: str) -> Iterator[PrintedValue]:
    """Yield every metric value that a printed text states."""
    if not metric_in_prose().search(text):
        return
    lines = [line[:_LINE] for line in text.splitlines()]
    position, above = 0, _NOTHING
    while position < len(lines):
        header = _header(lines[position])
        rows = _rows(lines, position + 1, header) if header else []
        above = above if header else _heading(lines[position], above)
        for value in _table(header, rows) if header else _sentence(lines[position]):
            yield replace(value, named=join((above, value.named)))
        position += len(rows) + 1


def _heading(line: str, above: Named) -> Named:
    """What a line without numbers says of those below it: ``Random Forest``, ``--- TEST SET ---``."""
    if not line.strip() or len(line) > _NAME * 2 or any(letter.isdigit() for letter in line):
        return above
    split, models = describe(line).split, models_in(line)
    if models:
        return Named(None, split, None, models)
    return replace(above, split=split) if split else above


def _header(line: str) -> list[str]:
    """The column names of a table's first line; empty when it is none."""
    if not line.strip() or NUMBER.search(line):
        return []
    names = _COLUMNS.split(line.strip())
    return (
        names
        if len(names) > 1 and all(len(name) <= _NAME for name in names) and any(describe(name).metric for name in names)
        else []
    )


def _rows(lines: list[str], start: int, header: list[str]) -> list[list[str]]:
    """The rows under a header, each with its label first; blank lines of a report are passed over."""
    rows: list[list[str]] = []
    for line in lines[start : start + 200]:
        cells = _COLUMNS.split(line.strip())
        numbers = sum(bool(NUMBER.fullmatch(cell)) for cell in cells)
        if line.strip() and not numbers:
            break
        if cells[0] == "accuracy":
            rows.append([cells[0], *cells[1:2]])
        elif "support" in header:
            rows.append([cells[0] if cells[0].endswith("avg") else f"class {cells[0]}", *cells[1:]])
        else:
            rows.append(cells if len(cells) > len(header) else ["", *cells])
    return rows


def _table(header: list[str], rows: list[list[str]]) -> Iterator[PrintedValue]:
    for row in rows:
        if row[0] == "accuracy" and len(row) > 1 and (found := NUMBER.search(row[1])):
            yield PrintedValue(read_number(found[0]), describe("accuracy"))
    body = [row if row[0] != "accuracy" else [] for row in rows]
    for cell in metric_cells(["", *header], body):
        yield PrintedValue(cell.number, cell.named)


def _sentence(line: str) -> Iterator[PrintedValue]:
    log = _LOG.search(line) is not None
    names = list(metric_in_prose().finditer(line))
    for position, name in enumerate(names):
        stop = names[position + 1].start() if position + 1 < len(names) else len(line)
        found = _VALUE.match(line, name.end())
        if found is None or found.start("value") > stop:
            continue
        before = line[names[position - 1].end() if position else 0 : name.end()]
        yield PrintedValue(read_number(found["value"]), describe(before[-60:]), log)
