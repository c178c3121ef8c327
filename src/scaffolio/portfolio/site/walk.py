"""One walk over a README's sanitised HTML, which writes it anew: headings, links, pictures and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from scaffolio.parsers.sections import heading_kinds
from scaffolio.patterns import regex
from scaffolio.portfolio.site.clean import seal
from scaffolio.portfolio.site.parts import (
    RESERVED,
    Page,
    Resolver,
    Section,
    first_words,
    local_path,
    shortened,
    slug,
    words_of,
)

_SECTION = 2
_VOID = frozenset({"br", "hr", "img"})
_SIDES = frozenset({"right", "center"})
_HEADING = regex(r"h[1-6]\Z")


@dataclass
class _Part:
    heading: str = ""
    anchor: str = ""
    pieces: list[str] = field(default_factory=list)


class Walk(HTMLParser):
    """Walks sanitised HTML once and writes it anew, section by section."""

    def __init__(self, resolver: Resolver, folder: str) -> None:
        super().__init__(convert_charrefs=True)
        self._resolver = resolver
        self._folder = folder
        self._title: str | None = None
        self._parts = [_Part()]
        self._heading: list[str] | None = None
        self._level = self._wanted = 1
        self._links: list[bool] = []
        self._tables = 0
        self._anchors = set(RESERVED)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write an element anew; headings, links, pictures and tables each in their own way."""
        given = {name: value or "" for name, value in attrs}
        if _HEADING.match(tag):
            self._open_heading(int(tag[1]))
        elif tag == "img":
            self._picture(given)
        elif tag == "a":
            self._link(given)
        elif tag == "table":
            self._tables += 1
            about = self._parts[-1].heading or "the opening"
            label = f"Table {self._tables}, in {about}"
            self._write(f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}"><table>')
        elif tag in {"th", "td"}:
            self._cell(tag, given)
        elif tag != "div":
            self._write(_tag(tag, given))

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened; the divisions of a README have no use here."""
        if _HEADING.match(tag):
            self._close_heading()
        elif tag == "a":
            if self._links and self._links.pop():
                self._write("</a>")
        elif tag == "table":
            self._write("</table></div>")
        elif tag not in _VOID and tag != "div":
            self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Words, in a heading or below one."""
        if self._heading is not None:
            self._heading.append(data)
        else:
            self._write(escape(data, quote=False))

    def page(self, *, cut: bool) -> Page:
        """Everything walked over so far."""
        opening, *rest = [(part, seal("".join(part.pieces)).strip()) for part in self._parts]
        sections = [Section(p.heading, p.anchor, html, heading_kinds(p.heading)) for p, html in rest]
        answer = next((words for s in sections if "results" in s.kinds and (words := _answer(s.html))), "")
        return Page(self._title or "", opening[1], first_words(opening[1]), tuple(sections), cut, answer)

    def _write(self, piece: str) -> None:
        if self._heading is None:
            self._parts[-1].pieces.append(piece)

    def _open_heading(self, level: int) -> None:
        self._heading = []
        self._wanted = level

    def _close_heading(self) -> None:
        words = " ".join("".join(self._heading or ()).split())
        self._heading = None
        if not words:
            return
        if self._wanted == 1 and self._title is None and len(self._parts) == 1:
            self._title = words
            return
        level = min(max(_SECTION, self._wanted), self._level + 1)
        self._level = level
        anchor = self._anchor(words)
        if level == _SECTION:
            self._parts.append(_Part(words, anchor))
        else:
            self._write(f'<h{level} id="{escape(anchor)}">{escape(words, quote=False)}</h{level}>')

    def _anchor(self, words: str) -> str:
        wanted, number = slug(words), 0
        anchor = wanted
        while anchor in self._anchors:
            number += 1
            anchor = f"{wanted}-{number}"
        self._anchors.add(anchor)
        return anchor

    def _cell(self, tag: str, given: dict[str, str]) -> None:
        """A cell keeps the side that Markdown put it on: as a class, for the page allows no style of its own."""
        side = given.pop("align", "")
        scope = {"scope": "col"} if tag == "th" else {}
        self._write(_tag(tag, {**given, **scope, **({"class": side} if side in _SIDES else {})}))

    def _picture(self, given: Mapping[str, str]) -> None:
        """A local picture is shown; one of another site is named by its words, so that nothing is asked of it."""
        path, alt = local_path(given.get("src", ""), self._folder), " ".join(given.get("alt", "").split())
        asset = self._resolver.picture(path) if path else None
        if asset is None:
            self._write(escape(alt, quote=False))
            return
        size = {"width": str(asset.width), "height": str(asset.height)}
        shown = {"src": asset.address, "alt": alt, **size, "loading": "lazy"}
        self._write(_tag("img", shown))

    def _link(self, given: Mapping[str, str]) -> None:
        """A link within the page or to another site stays; one to a file leads to where it can be read."""
        target = given.get("href", "")
        path = local_path(target, self._folder)
        if path is not None:
            target = self._resolver.file(path) or ""
        elif not target.startswith("#") and not urlsplit(target).scheme:
            target = ""
        if self._title and unquote(target) == f"#{slug(self._title)}":
            target = "#main"  # the title is the page's own heading
        self._links.append(bool(target))
        if target:
            self._write(_tag("a", {"href": target, **({"title": t} if (t := given.get("title", "")) else {})}))


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>"


def _answer(results: str) -> str:
    """The words that results begin with, where their first paragraph is bold from end to end."""
    paragraph = results[: results.find("</p>")]
    bold = paragraph.startswith("<p><strong>") and paragraph.endswith("</strong>")
    return shortened(words_of(paragraph)) if bold else ""
