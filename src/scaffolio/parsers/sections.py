"""What a section of a README is about, from its heading, its place and its body.

The kinds are those of Prana et al. (2019), who sorted 4,226 sections into what, why,
how, when, who, references, contribution and other, and besides them what a reader of
a machine-learning project looks for. A heading names its kinds by words that begin
with a known stem; one that names none takes the kind of the heading above it, and
failing that of what stands below it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from scaffolio.parsers.document import Document, Section
from scaffolio.parsers.section_words import PHRASES, WORDS
from scaffolio.parsers.vocabulary import metric_in_prose

KINDS = (
    *("what", "why", "how", "when", "who", "references", "contribution", "other"),
    *("data", "approach", "results", "challenges", "limitations", "install", "usage", "licence"),
)
"""Every kind, in the order a section lists them."""

_NUMBERING = re.compile(r"^[\W\d_]+")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)?")
_LETTERS = re.compile(r"[^\W_]+")
_COMMAND = re.compile(
    r"(?m)^\s*(?:\$ |>>> |! ?)?(?:pip3?|conda|python3?|git clone|docker|make|uv|poetry|jupyter|streamlit)\b"
)
_DECIMAL = re.compile(r"\d?\.\d{2,}|\d ?%")
_WIDE = ("\u3040", "\u9fff")


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section and what it is about; ``last`` is the last line of it and of those below it."""

    heading: str
    line: int
    last: int
    kinds: tuple[str, ...]


def read_sections(document: Document) -> tuple[ReadSection, ...]:
    """Say of every section what it is about; ``other`` where nothing tells."""
    return tuple(_read(document))


def _read(document: Document) -> Iterator[ReadSection]:
    above: list[tuple[int, frozenset[str]]] = []
    for position, section in enumerate(document.sections):
        while above and above[-1][0] >= section.heading.level:
            above.pop()
        kinds = heading_kinds(section.heading.text)
        if position == 0 and section.heading.level == 1:
            found = frozenset({"what"})  # a title, whatever its words: "Churn results" is a project, no section
        else:
            found = kinds or (above[-1][1] if above else frozenset()) or _body_kinds(section)
            above.append((section.heading.level, kinds))
        ordered = tuple(kind for kind in KINDS if kind in found) or ("other",)
        yield ReadSection(section.heading.text, section.line, section.outer_end, ordered)


def heading_kinds(heading: str) -> frozenset[str]:
    """The kinds a heading names by its words; empty when it names none."""
    lowered = _NUMBERING.sub("", _fold(heading))
    words = _WORD.findall(lowered)
    phrase = f" {' '.join(_LETTERS.findall(lowered))} "
    return frozenset(kind for kind in WORDS if _names(kind, words, phrase))


@cache
def _fold(text: str) -> str:
    """Lower case, without accents: ``Introdução`` as ``introducao``."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))


def _names(kind: str, words: list[str], phrase: str) -> bool:
    if any(f" {wanted} " in phrase for wanted in PHRASES.get(kind, ())):
        return True
    return any(_begins(word, stem) for stem in _fold(WORDS[kind]).split() for word in words)


def _begins(word: str, stem: str) -> bool:
    if _WIDE[0] <= stem[0] <= _WIDE[1]:
        return stem in word
    return word == stem if len(stem) <= _WHOLE_WORD else word.startswith(stem)


_WHOLE_WORD = 4
"""Stems of up to so many letters stand for themselves only: ``run`` is not ``runtime``."""


def _body_kinds(section: Section) -> frozenset[str]:
    if _COMMAND.search(section.body):
        return frozenset({"how", "usage"})
    if metric_in_prose().search(section.body) and _DECIMAL.search(section.body):
        return frozenset({"how", "results"})
    return frozenset()
