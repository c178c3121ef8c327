"""What IPython adds to Python in a notebook's cell: magics, shell commands, help and prompts."""

from __future__ import annotations

import re

from scaffolio.parsers.syntax import SyntaxFault, source_fault
from scaffolio.patterns import regex

_SPACED = r"^(?P<indent>[ \t]*)"
_CELL_MAGIC = regex(r"%%(?P<name>\w+)")
_ON_PYTHON = frozenset(
    {"time", "timeit", "capture", "prun", "memit", "mprun", "python", "python3", "px", "heat", "wandb"}
)
_WHOLE_CELL = regex(r"%(?:md|sql|sh|r|R|scala|fs|bash|html|javascript|js|latex)\b")  # Databricks
_MAGIC = regex(rf"{_SPACED}(?:[%!?/;,]|[\w.,\[\]'\" ()]+?=[ ]*(?:%[A-Za-z]|!))")
_HELP = regex(rf"{_SPACED}[\w.%*]+(?:\(\))?\?{{1,2}}[ \t]*(?:#.*)?\Z")
_AUTOMAGIC = regex(
    rf"{_SPACED}(?:pip3?|conda|mamba|ls|ll|cd|pwd|cat|cp|mv|rm|mkdir|man|more|less|run|load|who|whos|time|timeit|"
    r"matplotlib|pylab|history|reload_ext|load_ext|autoreload|config|env|pinfo|reset|store)(?:[ ]+[^\s=(.,:\[].*)?\Z"
)
_PROMPT = regex(r"^[ \t]*(?:>>> ?|\.\.\. ?|In ?\[\d*\]: ?)", re.MULTILINE)


def plain_python(source: str) -> str | None:
    """The cell with IPython's own lines made empty, row by row; ``None`` when it is in another language."""
    rows = source.split("\n")
    first = next((row.lstrip() for row in rows if row.strip()), "")
    named = _CELL_MAGIC.match(first)
    if (named and named["name"] not in _ON_PYTHON) or _WHOLE_CELL.match(first):
        return None
    plain: list[str] = []
    continued = False
    for row in _dedented(rows):
        special = _MAGIC.match(row) or _HELP.match(row) or _AUTOMAGIC.match(row)
        plain.append("" if continued else f"{special['indent']}pass" if special else row)
        continued = (continued or special is not None) and row.rstrip().endswith("\\")
    return "\n".join(plain)


def _dedented(rows: list[str]) -> list[str]:
    """The rows without the first one's indentation, as IPython takes it away."""
    first = next((row for row in rows if row.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [row.removeprefix(indent) for row in rows]


def syntax_fault(source: str) -> SyntaxFault | None:
    """Why a cell's source is no Python, in IPython's dialect; ``None`` when it is, or is another language."""
    if source_fault(source) is None:
        return None
    plain = plain_python(source)
    if plain is None or (fault := source_fault(plain)) is None or source_fault(_PROMPT.sub("", plain)) is None:
        return None
    return fault
