"""Python source parsed to a syntax tree, nothing executed; hostile or broken source is none."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass

from scaffolio.patterns import regex

SIZE_LIMIT = 400_000
"""Bytes of one file that are parsed; generated tables beyond that cost seconds and say little."""


_PYTHON_2 = regex(r"Missing parentheses|multiple exception types|leading zeros|invalid decimal literal|exec|<>")
_MAGIC = regex(r"[ \t]*(?:[%!?]|.*\?\Z)")
_TRANSPARENT = regex(r"%%(?:time|timeit|capture|prun|memit)\b")


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Why a source is no Python: the row counts from 1."""

    message: str
    row: int
    text: str

    @property
    def python_2(self) -> bool:
        """Whether Python 2 would very likely have taken it."""
        return _PYTHON_2.search(self.message) is not None


def parse_cell(source: str) -> ast.Module | None:
    """Parse a notebook's cell as Python; lines that only IPython knows count as empty."""
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%") and not _TRANSPARENT.match(first):
        return None
    kept = (f"{line[: len(line) - len(line.lstrip())]}pass" if _MAGIC.match(line) else line for line in lines)
    return parse_module("\n".join(kept).encode("utf-8", errors="replace"))


def parse_module(source: bytes) -> ast.Module | None:
    """Parse one file, or return ``None``: Python 2, a broken file, one too large or nested too deep.

    The parser decodes as Python would: by the byte order mark or the coding line, else UTF-8.
    """
    if len(source) > SIZE_LIMIT:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError, OverflowError, SystemError):
            return None


def source_fault(source: str | bytes) -> SyntaxFault | None:
    """Why a source is no Python; ``None`` when it is, or when the parser gives up for another reason."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as error:
        return SyntaxFault(error.msg, error.lineno or 1, (error.text or "").strip())
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def dotted_name(node: ast.expr) -> str:
    """The name that an expression spells: ``a.b.c``; empty when it is none."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join((node.id, *reversed(parts)))


def literal_text(node: ast.AST | None) -> str | None:
    """The text of a string literal; ``None`` for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
