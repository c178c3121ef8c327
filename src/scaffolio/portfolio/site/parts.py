"""The parts of a page, and how addresses and anchors in a README are read."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from scaffolio.patterns import regex

RESERVED = frozenset({"main", "top", "beat-the-model", "results-in-short"})
"""Identifiers of the page itself."""

_ID = regex(r' id="([^"]{1,400})"')
_TAG = regex(r"<[^>]{0,2000}>")
_WORDS_A_MINUTE = 220
_DESCRIPTION = 200
_SENTENCE_ENDS = (". ", "? ", "! ", "。", "\N{FULLWIDTH QUESTION MARK}", "\N{FULLWIDTH EXCLAMATION MARK}", "؟ ", "। ")


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
    """A README, read: its title as words, what stands before the first section, and the sections.

    ``description`` are the words it begins with, and ``answer`` those that its results do.
    """

    title: str
    opening: str
    description: str
    sections: tuple[Section, ...]
    cut: bool = False
    answer: str = ""

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


def words_of(html: str) -> str:
    """The words of a piece of HTML, on one line."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def first_words(html: str) -> str:
    """The words of the first paragraph, as far as a description goes; empty without one."""
    start = html.find("<p>")
    return shortened(words_of(html[start : html.find("</p>", start)])) if start >= 0 else ""


def shortened(words: str, longest: int = _DESCRIPTION) -> str:
    """At most so many characters, cut behind a sentence or a word; scripts without blanks are cut anywhere."""
    if len(words) <= longest:
        return words
    cut = words[: longest - 2]
    stop = max(cut.rfind(end) for end in _SENTENCE_ENDS)
    if stop > longest // 3:
        return cut[: stop + 1]
    return (cut.rpartition(" ")[0] if " " in cut[longest // 2 :] else cut) + " …"


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    kept = "".join(c for c in heading.strip().lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-") or "section"
