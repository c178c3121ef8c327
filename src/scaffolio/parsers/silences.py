"""Comments that silence a rule on one line: ``# scaffolio: ignore[CODE]``, in Markdown inside an HTML comment."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

MARK = b"scaffolio: ignore["
"""What a file that silences anything contains."""

_SILENCE = regex(r"(?P<lead>#|<!--|//|%)[ \t]*scaffolio: ignore\[(?P<codes>[A-Z0-9, ]{1,200})\]")
_CODE_SPAN = regex(r"`[^`\n]{0,300}`")


@dataclass(frozen=True, slots=True)
class Silence:
    """One code that a comment silences on one line of one file."""

    path: str
    line: int
    """Where the comment stands."""
    silenced: int
    """The line it speaks of: its own, or the next one where it stands alone."""
    code: str


def read_silences(path: str, text: str) -> Iterator[Silence]:
    """Every silence in a file; one that is quoted in a code span of Markdown is none."""
    markdown = path.lower().endswith((".md", ".markdown"))
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if markdown and line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced or "scaffolio: ignore[" not in line:
            continue
        found = _SILENCE.search(_CODE_SPAN.sub("", line) if markdown else line)
        if found is None or (markdown and found["lead"] != "<!--"):
            continue
        alone = line.lstrip().startswith(found["lead"]) and not line.partition("-->")[2].strip()
        for code in found["codes"].split(","):
            if code.strip():
                yield Silence(path, number, number + 1 if alone else number, code.strip())
