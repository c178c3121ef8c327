"""The HTML inside a Markdown file: headings, links, images, tables, code and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

PIECE_LIMIT = 20_000
"""Characters of one piece of HTML that are read: the standard parser's time grows with the square of broken ones."""

TOTAL_LIMIT = 400_000
"""Characters of HTML that are read in one document."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "svg"})
_CELLS = frozenset({"td", "th"})


@dataclass(slots=True)
class _Open:
    """An element whose end has not been seen yet."""

    tag: str
    line: int
    target: str = ""
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


class HtmlScanner(HTMLParser):
    """Reads HTML piece by piece, as a Markdown parser hands it out.

    Elements may be opened in one piece and closed in another, with Markdown between
    them: ``text`` passes that Markdown's words on to whatever is open.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[tuple[str, int, int]] = []
        self.links: list[tuple[str, str, int]] = []
        self.images: list[tuple[str, str, int]] = []
        self.code: list[tuple[str, int]] = []
        self.tables: list[list[tuple[tuple[str, ...], int]]] = []
        self.words: list[tuple[str, int]] = []
        self._open: list[_Open] = []
        self._rows: list[tuple[list[str], int]] | None = None
        self._silent = 0
        self._left = TOTAL_LIMIT

    def scan(self, html: str, line: int) -> None:
        """Read one piece that starts on the given line."""
        self.rawdata, self.lineno, self.offset = "", line, 0
        piece = html[: min(PIECE_LIMIT, self._left)]
        self._left -= len(piece)
        self.feed(piece)
        self.close()
        self.clear_cdata_mode()

    def text(self, words: str) -> None:
        """Hand words that stand between two pieces to every open element."""
        for element in self._open:
            element.words.append(words)

    def finish(self) -> None:
        """Close what was left open."""
        for element in reversed(self._open):
            self._closed(element)
        self._open.clear()
        self._end_table()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the start of an element that matters."""
        line, values = self.getpos()[0], {name: value or "" for name, value in attrs}
        if tag == "img":
            self.images.append((values.get("src", ""), values.get("alt", ""), line))
        elif tag == "a" or tag in _HEADINGS or tag == "code":
            self._open.append(_Open(tag, line, values.get("href", "")))
        elif tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._end_table()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._end(_CELLS)
            self._rows.append(([], line))
        elif tag in _CELLS and self._rows:
            self._end(_CELLS)
            self._open.append(_Open(tag, line))
        elif tag in {"br", "p", "div", "li"}:
            self.text(" ")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element that matters."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table":
            self._end_table()
        else:
            self._end(frozenset({tag}))

    def handle_data(self, data: str) -> None:
        """Collect words."""
        if self._silent:
            return
        self.text(data)
        inside = any(element.tag in _HEADINGS | _CELLS for element in self._open)
        if data.strip() and not inside:
            self.words.append((data, self.getpos()[0]))

    def _end(self, tags: frozenset[str]) -> None:
        for position in range(len(self._open) - 1, max(-1, len(self._open) - 20), -1):
            if self._open[position].tag in tags:
                self._closed(self._open.pop(position))
                return

    def _closed(self, element: _Open) -> None:
        if element.tag == "a" and element.target:
            self.links.append((element.target, element.text, element.line))
        elif element.tag in _HEADINGS and element.text:
            self.headings.append((element.text, int(element.tag[1]), element.line))
        elif element.tag == "code" and element.text:
            self.code.append((element.text, element.line))
        elif element.tag in _CELLS and self._rows:
            self._rows[-1][0].append(element.text)

    def _end_table(self) -> None:
        if self._rows:
            self._end(_CELLS)
            rows = [(tuple(cells), line) for cells, line in self._rows if cells]
            if rows:
                self.tables.append(rows)
        self._rows = None
