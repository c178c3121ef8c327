"""What a call's arguments say, as written."""

from __future__ import annotations

import ast


def keyword(node: ast.Call, name: str) -> ast.expr | None:
    """The argument given by this name."""
    return next((word.value for word in node.keywords if word.arg == name), None)


def says(node: ast.Call, name: str, *, value: object) -> bool:
    """Whether an argument is given by this name and is this constant."""
    given = keyword(node, name)
    return isinstance(given, ast.Constant) and given.value == value


def is_negative(node: ast.expr) -> bool:
    """Whether an expression begins with a minus."""
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
