"""Text that other people's templates wrote, known by fingerprints of its lines.

``foreign_templates.json`` holds them with their source; ``tools/foreign_templates.py``
makes it. A line is its words: bullets, tree branches and punctuation do not count.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pkgutil import get_data

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

FEWEST_WORDS = 4
"""Words of a line below which two authors may have written the same."""

_STUB_WORDS = 12
"""Words of a line beyond which one that ends with a stub only speaks of it."""

_WORD = regex(r"\w+")
_LONGEST = 200_000
"""Characters of a document that are read."""

_COMMENT = regex(r"<!--[^>]{0,1000}-->")
_COMMENT_OR_TAG = regex(r"<[^<>\n]{0,300}>|\]\([^()\n]{0,300}\)")


@dataclass(frozen=True, slots=True)
class ForeignTemplate:
    """A template of somebody else's: fingerprints of lines that speak to the author, and of the others.

    ``stubs`` are the first or last words of lines that differ from project to project.
    """

    name: str
    source: str
    licence: str
    stubs: tuple[str, ...]
    asks: frozenset[str]
    lines: frozenset[str]


@cache
def foreign_templates() -> tuple[ForeignTemplate, ...]:
    """Every template that is known, in the order of the file."""
    stored = json.loads(get_data(__package__, "foreign_templates.json") or b"")
    return tuple(
        ForeignTemplate(
            known["name"],
            known["source"],
            known["licence"],
            tuple(known["stubs"]),
            frozenset(known["asks"]),
            frozenset(known["lines"]),
        )
        for known in stored["templates"]
    )


@dataclass(frozen=True, slots=True)
class ForeignText:
    """What a template wrote of a document: its lines that speak to the author, and the words of all its lines."""

    template: str
    asks: tuple[tuple[int, str], ...]
    lines: int
    words: int
    of_words: int


def foreign_text(text: str) -> Iterator[ForeignText]:
    """Hold a document's lines against every template; a line that two wrote goes to the first."""
    text = text[:_LONGEST]
    marked = [
        (number, line, words, line_mark(line))
        for number, line in enumerate(_COMMENT.sub(_blank, text).splitlines(), start=1)
        if (words := words_of(line))
    ]
    total = sum(len(words) for _, _, words, _ in marked)
    for template in foreign_templates():
        asks = [one for one in marked if one[3] in template.asks or _is_stub(template, one[2])]
        others = [one for one in marked if one[3] in template.lines]
        if asks or others:
            written = {one[0]: len(one[2]) for one in (*asks, *others)}
            shown = tuple((number, line.strip()) for number, line, _, _ in asks)
            yield ForeignText(template.name, shown, len(written), sum(written.values()), total)
            marked = [one for one in marked if one[0] not in written]


def _is_stub(template: ForeignTemplate, words: list[str]) -> bool:
    said = " ".join(words[:_STUB_WORDS])
    return any(said.startswith(stub) or (len(words) <= _STUB_WORDS and said.endswith(stub)) for stub in template.stubs)


def _blank(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def words_of(line: str) -> list[str]:
    """A line's words in lower case, without markup and addresses."""
    return _WORD.findall(_COMMENT_OR_TAG.sub(" ", line).replace("_", " ").lower())


def line_mark(line: str) -> str:
    """The fingerprint of a line's words: 12 hexadecimal digits of their SHA-256."""
    return hashlib.sha256(" ".join(words_of(line)).encode()).hexdigest()[:12]
