"""What a linear model of README sections looks at: heading, place, neighbours and body.

Each section becomes a mapping of named features to values. Names carry a prefix: ``h``
heading word, ``n`` neighbouring words, ``t`` whole heading, ``k`` kind that the
heading's words name in any language, ``p`` word of the heading above, ``b`` word of the
body, ``c`` cue in the body, ``x`` place and form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

BODY_LIMIT = 1_200
"""Characters of a body that are read; what a section is about shows early."""

_STEM = 7
_BODY_WEIGHT = 1.25
_MOST_WORDS = 6
_WORD = regex(r"[^\W\d_]+|\d+")
_LINK = regex(r"\]\([^)\n]{0,300}\)|https?://\S{1,300}")
_CUES = {
    "fence": regex(r"(?m)^(?:```|~~~| {4}\S|\t\S)"),
    "command": regex(
        r"(?m)^\s{0,8}(?:[$>] )?(?:sudo|npm|yarn|pip3?|conda|gem|git|bundle|docker|make|python3?|curl|wget|brew|"
        r"apt|apt-get|cd|mvn|composer|bower|go|rake|node|cargo|cmake|uv|poetry|jupyter|streamlit) "
    ),
    "link": regex(r"\]\(http"),
    "image": regex(r"!\[|<img"),
    "address": regex(r"https?://"),
    "table": regex(r"(?m)^\s{0,3}\|"),
    "bullets": regex(r"(?m)^\s{0,4}[-*+] "),
    "steps": regex(r"(?m)^\s{0,4}\d+[.)] "),
    "mail": regex(r"\w@\w"),
    "year": regex(r"\b(?:19|20)\d\d\b"),
    "version": regex(r"\d\.\d+\.\d"),
    "licence": regex(r"\bMIT\b|Apache|\bGPL|\bBSD\b|icen[sc]e"),
    "copyright": regex(r"©|\([cC]\)|opyright"),
    "handle": regex(r"(?<!\w)@\w"),
    "code": regex(r"`"),
    "question": regex(r"\?"),
    "you": regex(r"\b[Yy]ou\b"),
    "we": regex(r"\b[Ww]e\b"),
    "fork": regex(r"pull request|[Ff]ork\b"),
    "checkbox": regex(r"\[[ x]\]"),
}


@dataclass(frozen=True, slots=True)
class RawSection:
    """A heading as written, its level from 1, the text below it, and kinds its words name."""

    heading: str
    level: int
    body: str
    named: frozenset[str] = frozenset()


def features(sections: Sequence[RawSection]) -> Iterator[Mapping[str, float]]:
    """Describe each section of one document, in order."""
    headings = [_words(_LINK.sub("]", section.heading)) for section in sections]
    above: list[int] = []
    for place, section in enumerate(sections):
        while above and sections[above[-1]].level >= section.level:
            above.pop()
        found: dict[str, float] = {"x:bias": 1.0}
        _describe_heading(found, section, headings[place])
        _describe_place(found, place, sections)
        _describe_relatives(found, place, above, headings, sections)
        _describe_body(found, section.body)
        above.append(place)
        yield found


def _words(text: str) -> list[str]:
    return [word[:_STEM] if word.isalpha() else "0" for word in _WORD.findall(text.lower())]


def _describe_heading(found: dict[str, float], section: RawSection, words: list[str]) -> None:
    for word in words:
        found[f"h:{word}"] = 1.0
    for pair in zip(["^", *words], [*words, "$"], strict=True):
        found["n:" + "_".join(pair)] = 0.7
    found["t:" + " ".join(words)] = 1.0
    for kind in section.named:
        found[f"k:{kind}"] = 1.0
    found[f"x:words{min(len(words), _MOST_WORDS)}"] = 0.5
    for name, mark, weight in (("code", "`", 1.0), ("call", "()", 0.7), ("ask", "?", 1.0), ("badge", "![", 0.5)):
        if mark in section.heading:
            found[f"x:{name}"] = weight


def _describe_place(found: dict[str, float], place: int, sections: Sequence[RawSection]) -> None:
    last = len(sections) - 1
    found[f"x:level{min(sections[place].level, _MOST_WORDS)}"] = 0.4
    found[f"x:fifth{5 * place // len(sections)}"] = 0.4
    found[f"x:sections{min(len(sections).bit_length(), _MOST_WORDS)}"] = 0.3
    if place == 0:
        found["x:first"] = 1.0
    if place == 1:
        found["x:second"] = 0.4
    if place == last:
        found["x:last"] = 0.4
    if place < last and sections[place + 1].level > sections[place].level:
        found["x:parent"] = 0.5


def _describe_relatives(
    found: dict[str, float], place: int, above: list[int], headings: list[list[str]], sections: Sequence[RawSection]
) -> None:
    if not above:
        found["x:top"] = 0.5
    for weight, index in zip((0.6, 0.4), reversed(above), strict=False):
        if index == 0:
            found["x:below-title"] = 0.5
        for word in headings[index]:
            found[f"p:{word}"] = weight
        for kind in sections[index].named if index else ():
            found[f"pk:{kind}"] = weight
    if place:
        found.update((f"l:{word}", 0.2) for word in headings[place - 1])
    if place + 1 < len(headings):
        found.update((f"r:{word}", 0.2) for word in headings[place + 1])


def _describe_body(found: dict[str, float], body: str) -> None:
    read = body[:BODY_LIMIT]
    words = _words(read)
    different = set(words)
    weight = _BODY_WEIGHT / max(5.0, len(different) ** 0.5)
    for word in different:
        found[f"b:{word}"] = weight
    found[f"x:length{len(words).bit_length()}"] = 0.4
    if not read.strip():
        found["x:empty"] = 1.0
    for name, pattern in _CUES.items():
        if pattern.search(read):
            found[f"c:{name}"] = 0.4
