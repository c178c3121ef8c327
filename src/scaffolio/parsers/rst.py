"""Reads a reStructuredText document line by line into the same facts as a Markdown one.

docutils knows the whole language but takes longer to import than an audit may take;
headings, links, pictures, code, tables and paragraphs are all that a rule asks for.
"""

from __future__ import annotations

import re

from scaffolio.parsers.document import Document, Fence, Heading, Image, InlineCode, Link, Prose, Row, Table, sections_of
from scaffolio.patterns import regex

LINE_LIMIT = 20_000
"""Lines of a document that are read."""

_WIDTH = 2_000
_ADORNMENT = regex(r"([=\-`:.'\"~^_*+#<>!$%&(),/;?@\[\]{|}\\])\1{2,}\s*\Z")
_DIRECTIVE = regex(r"\.\. (?:\|(?P<substituted>[^|\n]{1,60})\| )?(?P<name>[\w-]{1,40})::\s*(?P<argument>.*)\Z")
_TARGET = regex(r"\.\. _(?P<name>[^:`]{1,80}|`[^`]{1,80}`): (?P<target>\S+)")
_INLINE_LINK = regex(r"`(?P<text>[^`<\n]{0,200}?)\s*<(?P<target>[^>\s]{1,400})>`__?")
_NAMED_LINK = regex(r"`(?P<quoted>[^`<>\n]{1,80})`__?(?!\w)|(?<![\w`])(?P<word>[\w.-]{1,60})_(?![\w_])")
_ADDRESS = regex(r"(?<![<\w])https?://[^\s<>`)\]]{4,400}")
_LITERAL = regex(r"``([^`\n]{1,300})``")
_RULE_TABLE = regex(r"={2,}(?: +={2,})+\s*\Z")
_PICTURES = frozenset({"image", "figure"})
_CODE = frozenset({"code", "code-block", "sourcecode", "parsed-literal", "ipython", "prompt", "doctest"})
_SILENT = frozenset({"contents", "toctree", "raw", "include", "math", "csv-table", "list-table", "meta", "highlight"})
_SUBSTITUTION = regex(r"\|[^|\n]{1,60}\|_{0,2}")
_ROLE = regex(r":[\w:+-]{1,40}:`([^`\n]{1,200})`")


def parse_rst(text: str) -> Document:
    """Read a reStructuredText document of any size and shape; never fails."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _Reader(text).read()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


class _Reader:
    """Goes down the lines once and keeps what it meets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [line[:_WIDTH].expandtabs(4).rstrip() for line in text.split("\n")[:LINE_LIMIT]]
        self._styles: list[tuple[str, bool]] = []
        self._headings: list[Heading] = []
        self._links: list[Link] = []
        self._images: list[Image] = []
        self._fences: list[Fence] = []
        self._code: list[InlineCode] = []
        self._tables: list[Table] = []
        self._prose: list[Prose] = []
        self._targets = {
            match["name"].strip("`").lower(): match["target"]
            for match in (_TARGET.match(line) for line in self._lines)
            if match
        }

    def read(self) -> Document:
        """Go down the lines."""
        at = 0
        while at < len(self._lines):
            at = self._step(at)
        sections = tuple(sections_of(self._headings, self._text.split("\n")))
        return Document(
            self._text,
            tuple(self._headings),
            sections,
            tuple(self._links),
            tuple(self._images),
            tuple(self._fences),
            tuple(self._code),
            tuple(self._tables),
            tuple(self._prose),
        )

    def _line(self, at: int) -> str:
        return self._lines[at] if 0 <= at < len(self._lines) else ""

    def _step(self, at: int) -> int:
        """Read what starts on this line and return the first line after it."""
        line = self._lines[at]
        if not line:
            return at + 1
        if (after := self._heading(at)) is not None:
            return after
        if line == ".." or line.startswith((".. ", "__ ")):
            return self._explicit(at)
        if _RULE_TABLE.match(line):
            return self._table(at)
        return self._paragraph(at)

    def _heading(self, at: int) -> int | None:
        """A title with a line of punctuation under it, and perhaps one above."""
        over = _ADORNMENT.match(self._lines[at]) is not None
        title, under = (self._line(at + 1), self._line(at + 2)) if over else (self._lines[at], self._line(at + 1))
        fits = _ADORNMENT.match(under) and len(under) >= min(len(title.strip()) - 1, 60)
        if not title.strip() or not fits or (not over and title[0] == " ") or _ADORNMENT.match(title):
            return at + 1 if over and not _RULE_TABLE.match(self._lines[at]) else None
        style = (under[0], over)
        if style not in self._styles:
            self._styles.append(style)
        words = self._words(title.strip(), at + 1 + over)
        self._headings.append(Heading(" ".join(words.split()), self._styles.index(style) + 1, at + 1 + over, "rst"))
        return at + 2 + over

    def _explicit(self, at: int) -> int:
        """A directive, a target or a comment, with the indented block that belongs to it."""
        match = _DIRECTIVE.match(self._lines[at])
        end = self._block_end(at + 1, 1)
        name = match["name"].lower() if match else ""
        body = self._lines[at + 1 : end]
        options = [line.strip() for line in body if line.strip().startswith(":")]
        if match and name in _PICTURES:
            alt = next(
                (o.partition(":alt:")[2].strip() for o in options if o.startswith(":alt:")), match["substituted"] or ""
            )
            self._images.append(Image(match["argument"].strip(), alt, at + 1))
        elif match and name in _CODE:
            kept = [line for line in body if not line.strip().startswith(":")]
            self._fence(match["argument"].strip().lower(), kept, end - len(kept) + 1)
        elif match and name not in _SILENT:
            return at + 1  # a note, a warning: its words are the reader's, too
        return end

    def _block_end(self, at: int, least: int) -> int:
        """The first line at or after this one that is neither blank nor indented."""
        while at < len(self._lines) and (not self._lines[at] or _indent(self._lines[at]) >= least):
            at += 1
        while at > 0 and not self._lines[at - 1]:
            at -= 1
        return at

    def _fence(self, language: str, lines: list[str], first: int) -> None:
        filled = [line for line in lines if line]
        cut = min((_indent(line) for line in filled), default=0)
        skipped = next((n for n, line in enumerate(lines) if line), 0)
        content = "\n".join(line[cut:] for line in lines[skipped:])
        if filled:
            self._fences.append(Fence(language, content + "\n", first + skipped))

    def _table(self, at: int) -> int:
        """A simple table: rows between lines of equals signs."""
        marks, rows, line = 1, [], at + 1
        columns = [match.start() for match in re.finditer(r"=+", self._lines[at])]
        while line < len(self._lines) and self._lines[line]:
            if _RULE_TABLE.match(self._lines[line]):
                marks += 1
            else:
                cells = zip(columns, [*columns[1:], None], strict=False)
                rows.append(Row(tuple(self._lines[line][a:b].strip() for a, b in cells), line + 1))
            line += 1
        if rows and marks > 1:
            self._tables.append(Table(rows[0], tuple(rows[1:])))
        return line

    def _paragraph(self, at: int) -> int:
        """Lines up to the next blank one; two colons at their end open a literal block."""
        end = at
        while end < len(self._lines) and self._lines[end] and not (end > at and self._heading_at(end)):
            end += 1
        block = self._lines[at:end]
        if block[0].lstrip().startswith(("+-", "+=", "| ")) and block[0].lstrip()[0] == "+":
            self._grid(block, at + 1)
            return end
        words = self._words("\n".join(line.strip() for line in block if not line.startswith(":")), at + 1)
        if words.strip(" :\n"):
            self._prose.append(Prose(words, at + 1))
        if block[-1].endswith("::"):
            least = _indent(block[-1]) + 1
            start = end
            end = self._block_end(end, least)
            self._fence("", self._lines[start:end], start + 1)
        elif block[0].startswith(">>> "):
            self._fence("pycon", block, at + 1)
        return max(end, at + 1)

    def _heading_at(self, at: int) -> bool:
        under = self._line(at + 1)
        return bool(_ADORNMENT.match(under)) and len(under) >= len(self._lines[at].strip()) and at > 0

    def _grid(self, block: list[str], first: int) -> None:
        rows = [
            Row(tuple(cell.strip() for cell in line.strip().strip("|").split("|")), first + n)
            for n, line in enumerate(block)
            if line.lstrip().startswith("|")
        ]
        if rows:
            self._tables.append(Table(rows[0], tuple(rows[1:])))

    def _words(self, text: str, line: int) -> str:
        """The words of a paragraph, its links and code noted on the way."""

        def at(position: int) -> int:
            return line + text.count("\n", 0, position)

        for match in _INLINE_LINK.finditer(text):
            self._links.append(Link(match["target"], match["text"].strip(), at(match.start())))
        for match in _ADDRESS.finditer(_INLINE_LINK.sub(lambda m: " " * len(m[0]), text)):
            self._links.append(Link(match[0].rstrip(".,;:"), match[0], at(match.start())))
        for match in _NAMED_LINK.finditer(text):
            named = match["quoted"] or match["word"]
            if (target := self._targets.get(named.lower())) is not None:
                self._links.append(Link(target, named, at(match.start())))
        for match in _LITERAL.finditer(text):
            self._code.append(InlineCode(match[1], at(match.start())))
        told = _INLINE_LINK.sub(lambda match: match["text"], _LITERAL.sub(r"`\1`", text))
        return _SUBSTITUTION.sub("", _ROLE.sub(r"`\1`", told).replace("**", ""))
