"""Imports that code cannot do without: at the top of a module, in no ``try`` and under no condition."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from scaffolio.patterns import regex

_LINE = regex(r"(?:from[ \t]+(?P<module>[A-Za-z_]\w*)[\w.]*[ \t]+import\b|import[ \t]+(?P<modules>[A-Za-z_][^#;]*))")


def hard_imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the top-level name and the line of each import that runs whenever the file does."""
    yield from _hard(tree.body)


def _hard(body: Sequence[ast.stmt]) -> Iterator[tuple[str, int]]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0], node.lineno
        elif isinstance(node, ast.If) and "__main__" in ast.dump(node.test):
            yield from _hard(node.body)


def cell_imports(source: str) -> Iterator[tuple[str, int]]:
    """Yield the same of a notebook's cell, with lines counted from 0; nothing of one that catches errors."""
    if "import" not in source or "except" in source:
        return
    lines = source.split("\n")
    for number, line in enumerate(lines):
        match = _LINE.match(line)
        if match is None or (number > 0 and lines[number - 1].endswith("\\")):
            continue
        for part in (match["module"] or match["modules"]).split(","):
            words = part.split()
            if words:
                yield words[0].partition(".")[0], number
