"""What a section of a README is about, from its heading, its place and its body.

The kinds are those of Prana et al. (2019), who sorted 4,226 sections into what, why,
how, when, who, references, contribution and other, and besides them what a reader of
a machine-learning project looks for. The former are given by a linear model of heading,
place, neighbours and body; the latter by words of the heading that begin with a known
stem. A heading that has none takes the kinds of the one above it, and failing that of
what stands below it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from scaffolio.nouns import dataclass
from scaffolio.parsers.document import Document, Section
from scaffolio.parsers.section_features import BODY_LIMIT, RawSection
from scaffolio.parsers.section_model import KINDS as GENERAL_KINDS
from scaffolio.parsers.section_model import classify, shipped_model
from scaffolio.parsers.section_words import PHRASES, WORDS
from scaffolio.parsers.vocabulary import metric_in_prose
from scaffolio.patterns import regex

KINDS = (
    *GENERAL_KINDS,
    *("data", "approach", "results", "challenges", "limitations", "install", "usage", "licence"),
)
"""Every kind, in the order a section lists them."""

_GENERAL = frozenset(GENERAL_KINDS)
_NUMBERING = regex(r"^[\W\d_]+")
_WORD = regex(r"[^\W_]+(?:-[^\W_]+)?")
_LETTERS = regex(r"[^\W_]+")
_COMMAND = regex(
    r"(?m)^\s*(?:\$ |>>> |! ?)?(?:pip3?|conda|python3?|git clone|docker|make|uv|poetry|jupyter|streamlit)\b"
)
_DECIMAL = regex(r"\d?\.\d{2,}|\d ?%")
_WIDE = ("\u3040", "\ud7af")


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
    named = [heading_kinds(section.heading.text) for section in document.sections]
    raw = [
        RawSection(section.heading.text, section.heading.level, section.body[:BODY_LIMIT], kinds)
        for section, kinds in zip(document.sections, named, strict=True)
    ]
    general = list(classify(raw, shipped_model())) if raw else []
    for position, section in enumerate(document.sections):
        while above and above[-1][0] >= section.heading.level:
            above.pop()
        kinds = named[position] - _GENERAL
        if position == 0 and section.heading.level == 1:
            found = frozenset[str]()  # a title, whatever its words: "Churn results" is a project, no section
        else:
            found = kinds or (above[-1][1] if above else frozenset()) or _body_kinds(section)
            above.append((section.heading.level, kinds))
        yield ReadSection(section.heading.text, section.line, section.outer_end, _in_order(found | general[position]))


def _in_order(found: frozenset[str]) -> tuple[str, ...]:
    """The kinds in the order of the list; ``other`` only where nothing else tells."""
    ordered = tuple(kind for kind in KINDS if kind in found and kind != "other")
    return ordered or ("other",)


def heading_kinds(heading: str) -> frozenset[str]:
    """The kinds a heading names by its words; empty when it names none."""
    lowered = _NUMBERING.sub("", _fold(heading[:_HEADING_LIMIT]))
    phrase = f" {' '.join(_LETTERS.findall(lowered))} "
    found = {kind for kind, phrases in PHRASES.items() if any(f" {wanted} " in phrase for wanted in phrases)}
    words = _WORD.findall(lowered)
    for word in words:
        found |= _word_kinds(word)
    if words and (words[0].startswith(_DOING) or (words[0].startswith("obtain") and "by" in words)):
        found -= {"results"}  # "Running experiments" and "Obtained by calling" tell how to get results, and none
    if " feature comparison " in phrase:
        found -= {"results"}  # what each edition or tool can do
    return frozenset(found)


_HEADING_LIMIT = 300
_DOING = ("run", "reproduc", "generat", "view", "check", "train", "getting")


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    """Lower case, without accents: ``Introdução`` as ``introducao``."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))


@lru_cache(maxsize=4096)
def _word_kinds(word: str) -> frozenset[str]:
    """The kinds whose stems a word begins with; Chinese and Japanese stems count anywhere in it."""
    beginnings, anywhere = _stems()
    found = {kind for end in range(1, len(word) + 1) for kind in beginnings.get(word[:end], ()) if _fits(word, end)}
    if any(_WIDE[0] <= letter <= _WIDE[1] for letter in word):
        found |= {kind for stem, kind in anywhere if stem in word}
    return frozenset(found)


def _fits(word: str, end: int) -> bool:
    return end == len(word) or end > _WHOLE_WORD


@cache
def _stems() -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    """Each stem with its kinds, and the stems of scripts that do not part their words."""
    beginnings: dict[str, tuple[str, ...]] = {}
    anywhere = []
    for kind, words in WORDS.items():
        for stem in _fold(words).split():
            if _WIDE[0] <= stem[0] <= _WIDE[1]:
                anywhere.append((stem, kind))
            else:
                beginnings[stem] = (*beginnings.get(stem, ()), kind)
    return beginnings, tuple(anywhere)


_WHOLE_WORD = 4
"""Stems of up to so many letters stand for themselves only: ``run`` is not ``runtime``."""


def _body_kinds(section: Section) -> frozenset[str]:
    if _COMMAND.search(section.body):
        return frozenset({"usage"})
    if metric_in_prose().search(section.body) and _DECIMAL.search(section.body):
        return frozenset({"results"})
    return frozenset()
