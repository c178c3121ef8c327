"""The journal of runs, ``reports/runs.jsonl``, and the row of *What I tried* that shows its last line.

A generated project renders the whole table itself; here one cell of it changes, so
that nothing of the project has to run. A test holds both to the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from scaffolio.patterns import regex

PATH = "reports/runs.jsonl"
NO_REASON = "–"
"""What the table shows for a run without a reason."""

_BLOCK = regex(r"<!-- runs:start.*?<!-- runs:end -->", re.DOTALL)
_LAST_CELL = regex(r"(?<= \| )(?:\\\||[^|\n])*(?= \|[ \t]*\Z)")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "؟", "।")


def read_journal(text: str) -> tuple[Mapping[str, Any], ...]:
    """The entries that name their run and its metrics, the oldest first; other lines do not count."""
    found = [_entry(line) for line in text.splitlines()]
    return tuple(entry for entry in found if entry is not None)


def _entry(line: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    named = isinstance(entry, dict) and isinstance(entry.get("run"), str) and isinstance(entry.get("metrics"), dict)
    return entry if named else None


def last_run(text: str) -> dict[str, Any] | None:
    """The entry on the last line that is not blank; ``None`` when there is none or it is no entry."""
    written = [line for line in text.splitlines() if line.strip()]
    return _entry(written[-1]) if written else None


def joined(before: object, sentence: str) -> str:
    """The reason that stood there with the sentence behind it; said twice, it stands once."""
    if not isinstance(before, str) or not before.strip():
        return sentence
    before = before.strip()
    if before.endswith(sentence):
        return before
    return f"{before} {sentence}" if before.endswith(_SENTENCE_ENDS) else f"{before}; {sentence}"


def with_reason(text: str, reason: str) -> str:
    """The journal with the reason in its last entry; the lines before it stay byte for byte."""
    lines = text.splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if line.strip())
    entry = {**json.loads(lines[last]), "why": reason}
    lines[last] = json.dumps(entry, ensure_ascii=False) + "\n"
    return "".join(lines)


def cell(text: str) -> str:
    """A text inside a cell of a table, as a generated project's ``report.py`` writes one."""
    return re.sub(r"\\*\|", r"\|", " ".join(text.split())).replace("<!--", "&lt;!--")


def show_reason(text: str, run: str, reason: str) -> tuple[str, int] | None:
    """The document with the reason in the row of the run, and that row's line.

    ``None`` when no runs block shows the run in its last row.
    """
    block = _BLOCK.search(text)
    if block is None:
        return None
    rows = list(re.finditer(r"(?m)^\|[^\r\n]*\|", block[0]))
    if not rows or not rows[-1][0].startswith(f"| {run} |"):
        return None
    changed, count = _LAST_CELL.subn(lambda _: cell(reason), rows[-1][0])
    if count != 1:
        return None
    start, end = (block.start() + place for place in rows[-1].span())
    return text[:start] + changed + text[end:], text.count("\n", 0, start) + 1
