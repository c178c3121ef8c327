"""The blocks between markers that a run writes: every number in them comes from a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scaffolio.parsers.claim import Claim
from scaffolio.parsers.document import Document, Prose, Row, Table
from scaffolio.parsers.numbers import NUMBER, Number, read_number
from scaffolio.parsers.vocabulary import describe, tokens
from scaffolio.patterns import regex

Span = tuple[str, int, int]
"""A block's name, the line of its start marker, the line of its end marker."""

_MARKER = regex(r"<!-- (?P<name>results|runs|errors):(?P<side>start|end)\b[^\n]*?-->")
_NUMERAL = r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d*\.?\d+)"
_INTERVAL = regex(rf"\[\s*(?P<low>{_NUMERAL})\s*,\s*(?P<high>{_NUMERAL})\s*\]")
_DIFFERENCE = regex(rf"(?P<difference>{_NUMERAL})\s*{_INTERVAL.pattern}")
_SPAN = regex(rf"(?P<low>{_NUMERAL})\s?–\s?(?P<high>{_NUMERAL})\Z")
_VALUE = regex(rf"(?P<value>{_NUMERAL})\Z")
_ZERO = Number("", 0.0, 0)
_ROWS = "Trained on "
_HEADLINE = regex(rf"\*\*.*\d.*\*\*|{_ROWS}")


def spans(text: str) -> tuple[Span, ...]:
    """The results, runs and errors blocks of a document."""
    if ":start" not in text:
        return ()
    found: list[Span] = []
    opened: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        for marker in _MARKER.finditer(line) if "<!--" in line else ():
            if marker["side"] == "start":
                opened[marker["name"]] = number
            elif marker["name"] in opened:
                found.append((marker["name"], opened.pop(marker["name"]), number))
    return tuple(found)


def name_at(found: Sequence[Span], line: int) -> str | None:
    """The block a line lies in."""
    return next((name for name, start, end in found if start <= line <= end), None)


def claims(document: Document, found: Sequence[Span]) -> Iterator[Claim]:
    """Every number in the blocks that a reader takes for a result."""
    if not found:
        return
    lines = document.text.split("\n")
    for table in document.tables:
        block = name_at(found, table.header.line)
        if block:
            for row in table.rows:
                yield from _in_row(table, row, block)
    for paragraph in document.prose:
        block = name_at(found, paragraph.line)
        if block:
            yield from _in_prose(paragraph, lines, block)


def _in_row(table: Table, row: Row, block: str) -> Iterator[Claim]:
    label, heading = frozenset(tokens(row.cells[0])) if row.cells else frozenset(), ""
    if block == "runs" and row.cells:
        label = frozenset({row.cells[0].strip("`* ").casefold()})
    for name, cell in zip(table.header.cells[1:], row.cells[1:], strict=False):
        heading = heading if "interval" in name else name
        metric = describe(heading).metric
        labels = label if metric or block == "runs" else label | set(tokens(heading))
        yield from _parts(cell.strip("* "), Claim(row.line, _ZERO, metric, labels, block=block))


def _parts(cell: str, like: Claim) -> Iterator[Claim]:
    for shape in (_VALUE, _SPAN, _DIFFERENCE):
        match = shape.match(cell)
        for kind, text in match.groupdict().items() if match else ():
            number = read_number(text)
            counted = kind == "value" and not number.places and like.metric is None
            yield replace(like, number=number, kind="count" if counted else kind)


def _in_prose(paragraph: Prose, lines: Sequence[str], block: str) -> Iterator[Claim]:
    for offset, text in enumerate(paragraph.text.split("\n")):
        line = paragraph.line + offset
        seen: set[int] = set()
        like = Claim(line, _ZERO, None, frozenset(tokens(text)), block=block)
        for match in _DIFFERENCE.finditer(text):
            seen.update(range(*match.span()))
            yield from _parts(match[0], like)
        headline = _HEADLINE.search(lines[line - 1]) is not None
        for match in NUMBER.finditer(text):
            number = read_number(match[0])
            if match.start() in seen or (number.percent and not headline):
                continue
            if number.percent:
                yield replace(like, number=number, labels=frozenset(), kind="share")
            elif number.places:  # a headline speaks of several models at once: any recorded value may be meant
                yield replace(like, number=number, labels=frozenset() if headline else like.labels)
            elif headline:
                kind = "rows" if text.lstrip("* ").startswith(_ROWS) else "count"
                yield replace(like, number=number, labels=frozenset(), kind=kind)
