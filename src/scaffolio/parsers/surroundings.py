"""What stands above a line and speaks of the numbers in it: its headings, and the line that introduces it."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from scaffolio.parsers.document import Document, Section
from scaffolio.parsers.numbers import NUMBER
from scaffolio.parsers.vocabulary import Named, describe, join, models_in
from scaffolio.patterns import regex

_ON_TRAINING_ROWS = regex(
    r"(?:performance|results?|scores?|metrics?|accuracy|resultados?|desempenho)\b[^\n]{0,30}\b"
    r"(?:train(?:ing)?[- ](?:set|data|rows|split)|(?:dataset|dados|datos|conjunto) de (?:treino|entrenamiento))",
    re.IGNORECASE,
)
_LEAD_WIDTH = 60
_LEAD_WORDS = 4
_ROLE = frozenset({"baseline"})
_BLANK = Named(None, None, None, frozenset())


class Surroundings:
    """Asks of one document, line by line, what its headings and leads say."""

    def __init__(self, document: Document) -> None:
        self._sections = document.sections
        self._starts = [section.line for section in document.sections]
        self._prose = document.prose
        self._prose_lines = [paragraph.line for paragraph in document.prose]
        self._cached: dict[int, tuple[Section, ...]] = {}

    def heading(self, line: int) -> str:
        """The innermost heading above a line; the title, which names the project and not its parts, is none."""
        position = bisect_left(self._starts, line) - 1
        if position < 0 or (position == 0 and self._sections[0].heading.level == 1):
            return ""
        return self._sections[position].heading.text

    def lead(self, line: int) -> str:
        """The paragraph directly above a line, in the same section."""
        position = bisect_left(self._prose_lines, line) - 1
        above = bisect_left(self._starts, line) - 1
        start = self._starts[above] if above >= 0 else 0
        return self._prose[position].text if position >= 0 and self._prose[position].line >= start else ""

    def named(self, line: int) -> Named:
        """What headings below the title, and a short line naming a model, say of the numbers in a line."""
        said = join(map(_described, self._enclosing(line)))
        lead = self._leads.get(self._last_lead(line), frozenset())
        if lead == _ROLE and said.labels:  # *Strong baseline* tells the part that the heading's model plays
            lead = frozenset()
        return Named(None, said.split, said.average, lead or said.labels)

    def _enclosing(self, line: int) -> tuple[Section, ...]:
        position = bisect_left(self._starts, line) - 1
        if position not in self._cached:
            found: list[Section] = []
            for section in reversed(self._sections[max(0, position - 40) : position + 1]):
                if section.outer_end >= line and (not found or section.heading.level < found[-1].heading.level):
                    found.append(section)
            self._cached[position] = tuple(section for section in reversed(found) if section.heading.level > 1)
        return self._cached[position]

    @cached_property
    def _leads(self) -> dict[int, frozenset[str]]:
        """Lines that do nothing but name one model, and its words."""
        short = [p for p in self._prose if _introduces(p.text) and not NUMBER.search(p.text)]
        return {p.line: models for p in short if (models := models_in(p.text))}

    @cached_property
    def _lead_lines(self) -> list[int]:
        return sorted(self._leads)

    def _last_lead(self, line: int) -> int:
        """The last such line in the same section, or 0."""
        position = bisect_left(self._lead_lines, line) - 1
        start = self._starts[at] if (at := bisect_left(self._starts, line) - 1) >= 0 else 0
        return self._lead_lines[position] if position >= 0 and self._lead_lines[position] > start else 0


def _introduces(text: str) -> bool:
    return len(text) <= _LEAD_WIDTH and (len(text.split()) <= _LEAD_WORDS or text.rstrip(" *_`").endswith(":"))


def _described(section: Section) -> Named:
    text = section.heading.text
    named = describe(text)
    when = named.split == "train" and not _ON_TRAINING_ROWS.search(text)  # *Training* tells when, not on which rows
    split = None if when else named.split
    models = models_in(text)
    return Named(None, split, named.average, models) if models or split or named.average else _BLANK
