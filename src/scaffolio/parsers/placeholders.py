"""The questions a scaffold leaves where only the person can answer, and the sentence that takes their place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from scaffolio.errors import UsageError
from scaffolio.nouns import dataclass
from scaffolio.parsers.scaffold import PLACEHOLDER
from scaffolio.patterns import regex

_LEFT = regex(r"^[\s>#*+<!-]*PLACEHOLDER\(")
_BLOCK = regex(r"#{1,6}(?:\s|\Z)|```|~~~|(?:[-=*_]\s*){2,}\Z|>|\|")
_KEPT_MARK = regex(r"\s*(?:[-*+]|#{1,6})\s+(?=PLACEHOLDER)")
_CONTROL = regex(r"[\x00-\x1f\x7f-\x9f]")
_REFUSED = ("<!--", "-->", "PLACEHOLDER(")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One question only the person can answer, and where it stands."""

    path: str
    line: int
    topic: str
    question: str


def read_placeholders(path: str, text: str, code_lines: Collection[int] = ()) -> Iterator[Placeholder]:
    """Every line that asks; one that only speaks of placeholders, or stands in code, does not."""
    if "PLACEHOLDER(" not in text:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        found = PLACEHOLDER.search(line)
        if found and _LEFT.match(line) and number not in code_lines:
            yield Placeholder(path, number, found["topic"], found["question"].removesuffix("-->").strip())


def one_sentence(text: str) -> str:
    """A person's words as one line of Markdown.

    Raises:
        UsageError: nothing is said, or the words hold what would end a block, open another
            kind of one, or be taken for a question of the scaffold.
    """
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UsageError("the sentence is no UTF-8 text", "Set the terminal to UTF-8, or edit the file")
    sentence = " ".join(_CONTROL.sub(" ", text).split())
    if not re.search(r"\w", sentence):
        raise UsageError("the sentence says nothing", "Write one sentence of your own")
    if found := next((mark for mark in _REFUSED if mark in sentence), None):
        raise UsageError(f"the sentence holds {found}, which marks a block or a question", "Say it without")
    if _BLOCK.match(sentence):
        raise UsageError(f"{sentence.split()[0]} at the start would open a block of its own", "Begin with a word")
    return sentence


def answer(text: str, asked: Placeholder, sentence: str) -> str | None:
    """The text with the sentence in place of the question's line, every other byte as it was.

    The question to the reader stays a quotation, as the scaffold writes one that was
    answered beforehand; other answers are paragraphs, or items of the list they stood in.
    ``None`` when the line asks something else by now, or its comment goes on below.
    """
    lines = text.splitlines(keepends=True)
    line = lines[asked.line - 1] if asked.line <= len(lines) else ""
    found = PLACEHOLDER.search(line)
    if found is None or found["topic"] != asked.topic or ("<!--" in line and "-->" not in line):
        return None
    kept = _KEPT_MARK.match(line)
    mark = "> " if asked.topic == "question" and line.startswith(">") else kept[0] if kept else ""
    ending = line[len(line.rstrip("\r\n")) :]
    lines[asked.line - 1] = f"{mark}{sentence}{ending}"
    return "".join(lines)
