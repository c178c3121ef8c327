"""A README as the body of a page: its sections as safe HTML, pictures and links resolved.

Markdown becomes HTML, nh3 takes out what could act, one walk over what is left gives
headings their level and pictures and links their address, and nh3 goes over it again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from scaffolio.parsers.markdown import DOCUMENT_LIMIT
from scaffolio.parsers.sections import heading_kinds
from scaffolio.patterns import regex
from scaffolio.portfolio.site.clean import sanitise, seal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

RESERVED = frozenset({"main", "top", "beat-the-model", "results-in-short"})
"""Identifiers of the page itself."""

_VOID = frozenset({"br", "hr", "img"})
_HEADING = regex(r"h[1-6]\Z")
_ASKED = regex(r"(?m)^(?P<mark>[ \t]*>?[ \t]*)PLACEHOLDER\((?P<topic>[\w-]+)\):?[ \t]*(?P<question>[^\n]*)$")
_ID = regex(r' id="([^"]{1,400})"')
_TAG = regex(r"<[^>]{0,2000}>")
_WORDS_A_MINUTE = 220
_SECTION = 2


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture as the page shows it: its address below the page, and its size in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Section:
    """A section as HTML without its heading; ``kinds`` are what the heading says it is about."""

    heading: str
    anchor: str
    html: str
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """A README, read: its title as words, what stands before the first section, and the sections."""

    title: str
    opening: str
    description: str
    sections: tuple[Section, ...]
    cut: bool = False

    @property
    def minutes(self) -> int:
        """Minutes that reading takes."""
        html = self.opening + "".join(section.html for section in self.sections)
        return max(1, round(len(_TAG.sub(" ", html).split()) / _WORDS_A_MINUTE))

    @property
    def anchors(self) -> frozenset[str]:
        """Every place on the page that a link may lead to."""
        below = (match for section in self.sections for match in _ID.findall(section.html))
        return frozenset({section.anchor for section in self.sections} | set(below))


@dataclass(frozen=True, slots=True)
class Resolver:
    """Where the addresses of a README lead.

    ``picture`` gives a local picture as the page shows it, or ``None`` where it is not
    shown; ``file`` the address at which a local file can be read, or ``None``. Both take a
    path as seen from the project's root.
    """

    picture: Callable[[str], Asset | None]
    file: Callable[[str], str | None]


def read_page(text: str, resolver: Resolver, folder: str = "") -> Page:
    """Turn a README in ``folder`` of its project into the parts of a page."""
    cut = len(text) > DOCUMENT_LIMIT
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")[:DOCUMENT_LIMIT]
    walk = _Walk(resolver, folder)
    walk.feed(sanitise(_markdown().render(_ASKED.sub(_unwritten, text))))
    walk.close()
    return walk.page(cut=cut)


def local_path(address: str, folder: str = "") -> str | None:
    """The path inside the project that an address names; ``None`` for another site, an anchor or a way out."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    return None if path.startswith("..") or "\0" in path else path


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    kept = "".join(c for c in heading.strip().lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-") or "section"


def _unwritten(match: re.Match[str]) -> str:
    return f"{match['mark']}**Not written yet.** {match['question']}"


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@dataclass
class _Part:
    heading: str = ""
    anchor: str = ""
    pieces: list[str] = field(default_factory=list)


class _Walk(HTMLParser):
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
        elif tag == "th":
            self._write(_tag("th", {**given, "scope": "col"}))
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
        return Page(self._title or "", opening[1], _description(opening[1]), tuple(sections), cut)

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


def _description(opening: str, longest: int = 200) -> str:
    """The first paragraph's words, cut behind a sentence or a word."""
    start = opening.find("<p>")
    if start < 0:
        return ""
    paragraph = opening[start : opening.find("</p>", start)]
    words = " ".join(_unescaped(_TAG.sub("", paragraph)).split())
    if len(words) <= longest:
        return words
    cut = words[:longest]
    stop = max(cut.rfind(". "), cut.rfind("? "), cut.rfind("! "))
    return cut[: stop + 1] if stop > longest // 3 else cut.rpartition(" ")[0] + " …"


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)
