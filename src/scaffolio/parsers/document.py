"""The nouns of a Markdown document: what a rule may want to know of one file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

_BADGE = regex(
    r"shields\.io|badge|badgen\.net|/workflows/|travis-ci|circleci\.com|codecov\.io|coveralls", re.IGNORECASE
)
_CODE_SPAN = regex(r"`[^`\n]*`")
_WORD = regex(r"[^\W_]+(?:['’-][^\W_]+)*")
SIGN = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""A Chinese, Japanese or Korean character, which counts as a word."""

_WORD_OR_SIGN = regex(rf"{SIGN}|{_WORD.pattern}")
_FIRST_SIGN = "\u3040"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    ``form`` is ``markdown``, ``html``, ``rst``, ``bold`` (a bold line that serves as one), ``loose``
    (hash marks without the space that Markdown asks for) or ``plain`` (capitals in a text file).
    """

    text: str
    level: int
    line: int
    form: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it.

    ``end`` is the last line before the next heading of any level, ``outer_end`` the last
    before the next one of the same or a higher level; ``body`` runs to ``end``.
    """

    heading: Heading
    end: int
    outer_end: int
    body: str

    @property
    def line(self) -> int:
        """The line of the heading."""
        return self.heading.line


@dataclass(frozen=True, slots=True)
class Link:
    """A link, from Markdown or ``<a>``."""

    target: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Image:
    """An image, from Markdown or ``<img>``."""

    target: str
    alt: str
    line: int

    @property
    def is_badge(self) -> bool:
        """Whether this is a status badge and no picture of the project."""
        return _BADGE.search(self.target) is not None


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code, fenced or indented; ``line`` is that of its first line of content."""

    language: str
    content: str
    line: int


@dataclass(frozen=True, slots=True)
class InlineCode:
    """A span of code inside a sentence."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line of a table."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header and its rows."""

    header: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph's words; a line break stays one, so that a position tells its line.

    Code spans keep their backticks. Badges, images and comments are left out.
    """

    text: str
    line: int

    def line_at(self, position: int) -> int:
        """The document's line of a position in the text."""
        return self.line + self.text.count("\n", 0, position)


@dataclass(frozen=True)
class Document:
    """Everything a rule may want to know of one document, whatever its markup."""

    text: str
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    links: tuple[Link, ...]
    images: tuple[Image, ...]
    fences: tuple[Fence, ...]
    inline_code: tuple[InlineCode, ...]
    tables: tuple[Table, ...]
    prose: tuple[Prose, ...]

    @property
    def words(self) -> int:
        """How many words of prose there are; headings, tables and code do not count."""
        return sum(count_words(paragraph.text) for paragraph in self.prose)

    def prose_between(self, first: int, last: int) -> Iterator[Prose]:
        """The paragraphs that start on one of these lines."""
        return (paragraph for paragraph in self.prose if first <= paragraph.line <= last)


def sections_of(headings: Sequence[Heading], lines: Sequence[str]) -> Iterator[Section]:
    """Cut a document's lines at its headings, which are in order."""
    last = len(lines)
    enclosing: list[int] = []  # positions of headings whose outer end is still open
    outer = [last] * len(headings)
    for position, heading in enumerate(headings):
        while enclosing and headings[enclosing[-1]].level >= heading.level:
            outer[enclosing.pop()] = heading.line - 1
        enclosing.append(position)
    for position, heading in enumerate(headings):
        end = headings[position + 1].line - 1 if position + 1 < len(headings) else last
        body = "\n".join(lines[heading.line : end])
        yield Section(heading, max(end, heading.line), max(outer[position], heading.line), body)


def count_words(text: str) -> int:
    """Count words outside code spans; a Chinese, Japanese or Korean character counts as one."""
    plain = _CODE_SPAN.sub(" ", text)
    return len((_WORD_OR_SIGN if may_hold_signs(plain) else _WORD).findall(plain))


def may_hold_signs(text: str) -> bool:
    """Whether a text may be Chinese, Japanese or Korean: to compile an expression of so many letters takes long."""
    return not text.isascii() and max(text) >= _FIRST_SIGN
