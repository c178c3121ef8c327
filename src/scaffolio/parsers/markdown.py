"""Reads a Markdown document, and the HTML inside it, into facts. Never fails: what cannot be read is left out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from scaffolio.parsers.document import Document, Fence, Heading, Image, InlineCode, Link, Prose, Row, Table, sections_of
from scaffolio.patterns import regex

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from scaffolio.parsers.html import HtmlScanner

DOCUMENT_LIMIT = 400_000
"""Characters of a document that are read; no README anybody reads is longer."""

INLINE_LIMIT = 20_000
"""Characters of one paragraph whose inline marks are read; a longer one counts as plain words."""

BOLD_LEVEL = 7
"""The level of a bold line that serves as a heading: below every real one."""

_FRONT_MATTER = regex(r"\A---[ \t]*\n((?:[^\n]*\n){1,200}?)---[ \t]*(?:\n|\Z)")
_BOLD_LINE = regex(r"(\*\*|__)(?P<text>[^*_\n][^*\n]{0,78}?)\1[ \t]*:?\Z")
_LOOSE = regex(r"(?P<marks>#{2,6}(?=[^\s#!\d])|#(?=[^\W\d_a-z]))(?P<text>[^\n]{1,120}?)#*[ \t]*(?:\n|\Z)")
_NUMBER = regex(r"\d[.,%]|[.,]\d")


def parse(text: str) -> Document:
    """Read a Markdown document of any size and shape."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _Builder(text).read()


@cache
def _parser() -> MarkdownIt:
    # Imported here so that importing the rules stays cheap.
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def _blank_front_matter(text: str) -> str:
    """Empty a YAML header, keeping its lines: Markdown would read it as a heading."""
    match = _FRONT_MATTER.match(text)
    return "\n" * match[0].count("\n") + text[match.end() :] if match and ":" in match[1] else text


class _Builder:
    """Walks the tokens of one document once and keeps what it meets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._html: HtmlScanner | None = None
        self._headings: list[Heading] = []
        self._links: list[Link] = []
        self._images: list[Image] = []
        self._fences: list[Fence] = []
        self._code: list[InlineCode] = []
        self._tables: list[Table] = []
        self._rows: list[tuple[list[str], int]] = []
        self._prose: list[Prose] = []

    def read(self) -> Document:
        """Walk the tokens and put the document together."""
        env: dict[str, object] = {}
        tokens = _parser().parse(_blank_front_matter(self._text)[:DOCUMENT_LIMIT], env)
        for before, token in zip([None, *tokens], tokens, strict=False):
            line = token.map[0] + 1 if token.map else 0
            if token.type == "inline":
                self._inline(token, before.tag if before else "", line, env)
            elif token.type in {"fence", "code_block"}:
                language = token.info.strip().split(" ")[0].strip("{}.").lower()
                self._fences.append(Fence(language, token.content, line + (token.type == "fence")))
            elif token.type == "html_block":
                self._scan(token.content, line)
            elif token.type == "tr_open":
                self._rows.append(([], line))
            elif token.type == "table_close":
                rows = [Row(tuple(cells), number) for cells, number in self._rows]
                self._tables.append(Table(rows[0], tuple(rows[1:])))
                self._rows.clear()
        if self._html:
            self._html.finish()
            self._take(self._html)
        return self._document()

    def _inline(self, token: Token, tag: str, line: int, env: dict[str, object]) -> None:
        words = self._words(token, line, env)
        if tag == "p" and token.level == 1 and (loose := _LOOSE.match(token.content)):
            title, _, words = words.partition("\n")
            self._headings.append(Heading(title.strip("# "), len(loose["marks"]), line, "loose"))
            line += 1
        bold = _BOLD_LINE.match(token.content.strip()) if tag == "p" and token.level == 1 else None
        if tag.startswith("h"):
            self._headings.append(Heading(" ".join(words.split()), int(tag[1]), line, "markdown"))
        elif tag in {"th", "td"}:
            self._rows[-1][0].append(words.strip())
        elif bold and not _NUMBER.search(bold["text"]):
            self._headings.append(Heading(bold["text"].strip(" :"), BOLD_LEVEL, line, "bold"))
        elif words.strip():
            self._prose.append(Prose(words, line))

    def _words(self, token: Token, line: int, env: dict[str, object]) -> str:
        """The words of a paragraph, its links, images and code noted on the way."""
        if len(token.content) > INLINE_LIMIT:
            return token.content
        children: list[Token] = []
        _parser().inline.parse(token.content, _parser(), env, children)
        words: list[str] = []
        opened: list[tuple[str, int, int]] = []
        for child in children:
            here = line + "".join(words).count("\n")
            piece = ""
            if child.type in {"text", "text_special"}:
                piece = child.content
            elif child.type in {"softbreak", "hardbreak"}:
                piece = "\n"
            elif child.type == "code_inline":
                self._code.append(InlineCode(child.content, self._line_of(child.content, here)))
                piece = f"`{child.content}`"
            elif child.type == "link_open":
                opened.append((str(child.attrs.get("href", "")), len(words), here))
            elif child.type == "link_close" and opened:
                target, start, number = opened.pop()
                self._links.append(Link(target, "".join(words[start:]).strip(), number))
            elif child.type == "image":
                self._images.append(Image(str(child.attrs.get("src", "")), child.content, here))
            elif child.type == "html_inline":
                self._scan(child.content, here)
                piece = "\n" * child.content.count("\n") or (" " if child.content.startswith("<br") else "")
            words.append(self._between(piece))
        return "".join(words)

    def _line_of(self, content: str, guess: int) -> int:
        """The line a code span stands on: a span that wraps hides a line break from the parser."""
        needle = content[:40].split("\n", maxsplit=1)[0]
        return next((n for n in (guess, guess + 1, guess + 2) if needle in "".join(self._lines[n - 1 : n])), guess)

    def _scan(self, html: str, line: int) -> None:
        if self._html is None:
            from scaffolio.parsers.html import HtmlScanner  # most documents hold none

            self._html = HtmlScanner()
        self._html.scan(html, line)

    def _between(self, words: str) -> str:
        """Hand words on to every element of HTML that is open around them."""
        if self._html:
            self._html.text(words)
        return words

    def _take(self, html: HtmlScanner) -> None:
        self._headings.extend(Heading(text, level, line, "html") for text, level, line in html.headings)
        self._links.extend(Link(*found) for found in html.links)
        self._images.extend(Image(*found) for found in html.images)
        self._code.extend(InlineCode(*found) for found in html.code)
        self._prose.extend(Prose(words, line) for words, line in html.words)
        for rows in html.tables:
            header, *rest = [Row(cells, line) for cells, line in rows]
            self._tables.append(Table(header, tuple(rest)))

    def _document(self) -> Document:
        headings = sorted(self._headings, key=_by_line)
        return Document(
            text=self._text,
            headings=tuple(headings),
            sections=tuple(sections_of(headings, self._lines)),
            links=tuple(sorted(self._links, key=_by_line)),
            images=tuple(sorted(self._images, key=_by_line)),
            fences=tuple(self._fences),
            inline_code=tuple(sorted(self._code, key=_by_line)),
            tables=tuple(sorted(self._tables, key=lambda table: table.header.line)),
            prose=tuple(sorted(self._prose, key=_by_line)),
        )


def _by_line(fact: Heading | Link | Image | InlineCode | Prose) -> int:
    return fact.line
