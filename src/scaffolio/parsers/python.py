"""Python source parsed to a syntax tree, nothing executed; hostile or broken source is none."""

from __future__ import annotations

import ast
import warnings

from scaffolio.nouns import dataclass
from scaffolio.parsers.magics import plain_python

SIZE_LIMIT = 400_000
"""Bytes of one file that are parsed; generated tables beyond that cost seconds and say little."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where code stands: by how much its lines are to be raised, and in which cell of a notebook.

    Where a cell's lines are not ``spread`` over lines of the file, all of them stand in one.
    """

    shift: int = 0
    cell: int | None = None
    spread: bool = True

    def line_of(self, row: int) -> int:
        """The file's line of a row, counted from 1."""
        return self.shift + (row if self.spread else 1)


def parse_cell(source: str) -> ast.Module | None:
    """Parse a notebook's cell as Python; lines that only IPython knows count as empty."""
    tree = parse_module(source.encode("utf-8", errors="replace"))
    if tree is None:
        plain = plain_python(source)
        tree = parse_module(plain.encode("utf-8", errors="replace")) if plain is not None else None
    return tree


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
