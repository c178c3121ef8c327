"""Answers that say nothing but what an answer above them in the same document says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scaffolio.nouns import dataclass
from scaffolio.parsers.scaffold import line_prints, split_sections, without_blocks
from scaffolio.patterns import regex
from scaffolio.project import Project

_SENTENCE_ENDS = regex(r"(?<=[.!?])\s+|\n[ \t]*\n")
_WORD = regex(r"\w+")
_ANSWERS = 40
"""Answers of a document that are compared; no template asks half as much."""


@dataclass(frozen=True, slots=True)
class RepeatedAnswer:
    """A section that asked something, and the heading above it that already says all its sentences."""

    path: str
    heading: str
    topic: str
    other: str


def repeated_answers(project: Project) -> Iterator[RepeatedAnswer]:
    """Every answer whose sentences all stand, word for word, in the answer to one question above it.

    Case, layout and punctuation are no difference; what the scaffold wrote, open questions
    and what runs rewrite are no part of an answer. Two documents may say the same of one thing.
    """
    manifest = project.manifest
    if manifest is None:
        return
    for path in sorted(project.paths.intersection(manifest.asked)):
        asked, rendered = manifest.asked[path], set(manifest.lines.get(path, ()))
        answers = _answers(project.text(path), asked, rendered)[:_ANSWERS]
        for place, (heading, said) in enumerate(answers):
            if other := next((other for other, told in answers[:place] if said <= told), None):
                yield RepeatedAnswer(path, heading, asked[heading], other)


def _answers(text: str, asked: Mapping[str, str], rendered: set[str]) -> list[tuple[str, frozenset[str]]]:
    """The sentences below each heading that asked and now says something, in the document's order."""
    own = {
        heading: "\n".join(line for line in without_blocks(body).splitlines() if _is_own(line, rendered))
        for heading, body in split_sections(text).items()
        if heading in asked
    }
    return [(heading, said) for heading, body in own.items() if (said := _sentences(body))]


def _is_own(line: str, rendered: set[str]) -> bool:
    return "PLACEHOLDER(" not in line and rendered.isdisjoint(line_prints(line))


def _sentences(text: str) -> frozenset[str]:
    told = (" ".join(_WORD.findall(sentence.casefold())) for sentence in _SENTENCE_ENDS.split(text))
    return frozenset(sentence for sentence in told if sentence)
