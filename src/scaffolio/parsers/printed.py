"""Metric values in printed text: ``F1: 0.81``, classification reports, tables as pandas prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scaffolio.nouns import dataclass
from scaffolio.parsers.cells import metric_cells, report_label
from scaffolio.parsers.notebook import Notebook
from scaffolio.parsers.numbers import NUMBER, Number, read_number
from scaffolio.parsers.vocabulary import Named, describe, holds_model, join, metric_in_prose, models_in
from scaffolio.patterns import regex

_VALUE = regex(r"[\s:=()*`|\[\]'\"~]*(?:[A-Za-z]+[\s:=()]+){0,4}?(?P<value>" + NUMBER.pattern + ")")
_SETTING = regex(r"\([^()=:\n]{1,30}=[^()=:\n]{1,30}\)(?=\s?[:=]\s?[-\d.])")
"""With what a value was measured, said between its name and the value: ``Silhouette score (k=4): 0.088``."""

_GLOSS = regex(r"\s{0,12}\((?=[^()\n]{0,39}[^\W\d_])(?P<said>[^()\n]{1,40})\)(?=\s{0,12}[:=])")
"""What stands in brackets between a metric and its value: ``Recall (class 1): 0.78``."""

_LOG = regex(r"\bepoch\b|\bstep\b|\biter|\[=+|━|\bval_|\beta:|\bloss: .*- ", re.IGNORECASE)
_COLUMNS = regex(r"\s{2,}|\t")
_FRACTIONS = regex(r"(?: -?\d{1,12}\.\d{1,20}(?![^\s])){1,12}\Z")
_OPENS = regex(r"\s*\{?['\"](?P<key>[^'\"]{1,40})['\"]:\s*\{")
_ACT = regex(r"\A\W{0,8}(?:training|fitting|evaluating|testing)\s(?=[^.…:\n]{3,40}(?:\.\.\.|…))", re.IGNORECASE)
"""What a run says it is about to do: *Training Random Forest …* tells no split."""

_RULE = regex(r"[\s|+:=─-]+\Z")
_CALL = regex(r"(?:print\s?\(|round\s?\(|float\s?\(|np\.mean\s?\(|[A-Za-z_]\w{0,40}\s?=\s?)*(?P<call>[\w.]{1,60})\s?\(")
_NOTHING = Named(None, None, None, frozenset())
_NUMBERED = regex(r"\A\W{0,12}\d{1,3}[.)]\s")
_WAY = regex(r"\w[ ]?\([^()]{2,40}\)\W*\Z")
_LINE = 300
_NAME = 40
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """A metric value in a printed line, counted from 0; ``log`` when the line is one of a training log."""

    number: Number
    named: Named
    log: bool = False
    line: int = 0


def notebook_values(notebook: Notebook) -> Iterator[tuple[int, PrintedValue]]:
    """Yield the values in a notebook's text outputs with the number of their cell, from 1."""
    for cell in notebook.cells:
        for text in cell.output.texts:
            bare = _bare_value(cell.source, text)
            if bare:
                yield cell.number, bare
            for value in printed_values(text):
                yield cell.number, value


def _bare_value(source: str, text: str) -> PrintedValue | None:
    """The number that a cell shows of its last line, which calls a metric: ``accuracy_score(y_test, forest_pred)``."""
    if len(text) > _NAME or not NUMBER.fullmatch(text.strip()):
        return None
    last = source.rstrip(" \n;").rpartition("\n")[2][:_LINE]
    call = _CALL.match(last)
    named = describe(call["call"].rpartition(".")[2].replace("_", " ")) if call else _NOTHING
    if not named.metric or not last.endswith(")") or "squared=" in last:
        return None
    arguments = last.replace("_", " ")
    return PrintedValue(read_number(text), Named(named.metric, describe(arguments).split, None, models_in(arguments)))


def printed_values(text: str) -> Iterator[PrintedValue]:
    """Yield every metric value that a printed text states."""
    if not metric_in_prose().search(text):
        return
    lines = [line[:_LINE] for line in text.splitlines()]
    position, above, inner = 0, _NOTHING, _NOTHING
    while position < len(lines):
        inner = _opened(lines[position]) or inner
        header = _header(lines[position])
        rows = _rows(lines, position + 1, header) if header else []
        above = above if header else _heading(lines[position], above)
        for value in _table(header, rows) if header else _sentence(lines[position]):
            yield replace(value, named=join((above, inner, value.named)), line=position + value.line)
        inner = inner if "}" not in lines[position] else _NOTHING
        position += (rows[-1].line if rows else 0) + 1


def _opened(line: str) -> Named | None:
    """What a dictionary's key says of the values in it: a report's class, or its kind of average."""
    match = _OPENS.match(line)
    named = describe(match["key"]) if match else _NOTHING
    if match is None or named.metric or named.split:
        return None
    return named if named.average else Named(None, None, None, describe(f"class {match['key']}").labels)


def _heading(line: str, above: Named) -> Named:
    """What a line without numbers says of those below it: ``Random Forest``, ``--- TEST SET ---``."""
    line = _NUMBERED.sub("", line)
    if not line.strip() or len(line) > _NAME * 2 or any(letter.isdigit() for letter in line):
        return above
    named, models = describe(line), models_in(line)
    split = named.split
    if models:  # ``Class weights (RF)`` is one of several ways to use the model
        return Named(None, split, None, named.labels if _WAY.search(line) else models)
    return replace(above, split=split) if split else above


def _header(line: str) -> list[str]:
    """The column names of a table's first line; empty when it is none."""
    if not line.strip() or NUMBER.search(line):
        return []
    names = _columns(line)
    return (
        names
        if len(names) > 1 and all(len(name) <= _NAME for name in names) and any(describe(name).metric for name in names)
        else []
    )


def _columns(line: str) -> list[str]:
    """The cells of a printed line: between bars where it has some, else where two spaces part them."""
    if line.count("|") > 1:
        return [cell.strip() for cell in line.strip(" |").split("|")]
    cells: list[str] = []
    for cell in _COLUMNS.split(line.strip()):
        tail = _FRACTIONS.search(cell)  # as wide as its column, a number is parted from the cell before by one space
        cells += [cell[: tail.start()], *tail[0].split()] if tail and tail.start() else [cell]
    return cells


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a printed table's row, its label first, and its distance from the header."""

    cells: list[str]
    line: int


def _rows(lines: list[str], start: int, header: list[str]) -> list[_Row]:
    """The rows under a header; rules and the blank lines of a report are passed over."""
    rows: list[_Row] = []
    for distance, line in enumerate(lines[start : start + 200], start=1):
        if not line.strip() or _RULE.match(line):
            continue
        cells = _columns(line)
        if not any(NUMBER.fullmatch(cell) for cell in cells):
            if distance == 1 and len(line.split()) == 1:  # the name that pandas prints of the labels below it
                continue
            break
        if cells[0] == "accuracy":
            cells = [cells[0], *cells[1:2]]
        elif "support" in header:
            cells = [report_label(cells[0]), *cells[1:]]
        elif len(cells) <= len(header) and "|" not in line:
            cells = ["", *cells]
        rows.append(_Row(cells, distance))
    return rows


def _table(header: list[str], rows: list[_Row]) -> Iterator[PrintedValue]:
    for row in rows:
        if row.cells[0] == "accuracy" and len(row.cells) > 1 and (found := NUMBER.search(row.cells[1])):
            yield PrintedValue(read_number(found[0]), describe("accuracy"), line=row.line)
    body = [row.cells if row.cells[0] != "accuracy" else [] for row in rows]
    barred = any(len(cells) == len(header) and cells[0] for cells in body) and "support" not in header
    for cell in metric_cells(header if barred else ["", *header], body):
        yield PrintedValue(cell.number, cell.named, line=rows[cell.row].line)


def _sentence(line: str) -> Iterator[PrintedValue]:
    log, line = _LOG.search(line) is not None, _SETTING.sub(" ", _ACT.sub("", line))
    names = list(metric_in_prose().finditer(line))
    first, start = _NOTHING, 0
    for position, name in enumerate(names):
        stop = names[position + 1].start() if position + 1 < len(names) else len(line)
        gloss = _GLOSS.match(line, name.end())
        found = _VALUE.match(line, gloss.end() if gloss else name.end())
        if found is None or found.start("value") > stop:
            continue
        named = describe(line[max(start, name.end() - _BEFORE) : name.end()])
        if gloss:
            named = join((_glossed(gloss["said"]), named))
        if not start and models_in(line[: name.start()]):  # of a line's one model are all of its values
            first = Named(None, None, None, named.labels)
        yield PrintedValue(read_number(found["value"]), join((first, named)), log)
        start = found.end()


def _glossed(said: str) -> Named:
    """What brackets behind a metric say of it: split, average, class or model; a translation or a unit says nothing."""
    told = describe(said)
    labels = told.labels if "class" in told.labels or holds_model(told.labels) else frozenset[str]()
    return Named(None, told.split, told.average, labels)
