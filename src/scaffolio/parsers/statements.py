"""A document taken apart into sentences and table rows, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.parsers.document import Document
from scaffolio.patterns import regex

LIMIT = 2_000
"""Characters of one sentence that are read."""

_ENDS = regex(r"(?<=[.!?;])(?<!\bal\.)(?<!e\.g\.)\s+|\n")


def statements(document: Document) -> Iterator[tuple[int, str]]:
    """Sentences, each line of a paragraph one at least, and rows of tables with bars between their cells, by line."""
    found = [(row.line, " | ".join(row.cells)[:LIMIT]) for table in document.tables for row in table.rows]
    for paragraph in document.prose:
        found += [(paragraph.line + offset, sentence) for offset, sentence in sentences(paragraph.text, _ENDS)]
    return iter(sorted(found, key=lambda statement: statement[0]))


def sentences(text: str, ends: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield each sentence, cut to what is read, and how many lines below the text's first it begins."""
    start = line = 0
    for end in ends.finditer(text):
        yield line, text[start : min(end.start(), start + LIMIT)]
        line += text.count("\n", start, end.end())
        start = end.end()
    yield line, text[start : start + LIMIT]
