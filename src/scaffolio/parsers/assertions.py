"""What the tests of a Python file assert."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from scaffolio.nouns import dataclass
from scaffolio.parsers.python import dotted_name
from scaffolio.patterns import regex

CERTAIN = regex(rb"raises|fail\(|self\.assert|assert_\w+\(|\bassert\b(?!\s*(?:True|1\b|not False|\())")
"""What a test file contains that can fail by more than an exception; a cheap test before parsing."""

MAY_ASSERT = regex(rb"assert|raises|fail\(")
"""What a test holds, and a script that only tries something out and is called like a test does not."""

DECIDABLE = regex(rb"^(?:async )?def test|^class \w+(?:\((?:object|(?:unittest\.)?TestCase)?\))?:", re.MULTILINE)
"""What a test file contains whose tests inherit nothing that may assert for them."""

_CHECKS = regex(
    r"assert|raise|fail|check|verif|expect|valid|compare|ensure|require|warns|skip|xfail|match|equal|test|should|regress|"
    r"approx|call_?count|snapshot|golden|exec|subprocess|system|popen|invoke|main|doctest|given|benchmark|inspect",
    re.IGNORECASE,
)
_FIXTURES = frozenset(
    {
        *(
            "self",
            "cls",
            "tmp_path",
            "tmpdir",
            "capsys",
            "caplog",
            "capfd",
            "monkeypatch",
            "request",
            "recwarn",
            "mocker",
        ),
        *("tmp_path_factory", "tmpdir_factory", "benchmark", "client"),
    }
)


_BASES = frozenset({"object", "unittest.TestCase", "TestCase"})


@dataclass(frozen=True, slots=True)
class TestFunction:
    """One test: its name and line, and whether anything in it can find a fault.

    ``asserts`` is ``None`` when it calls something that may assert on its behalf.
    """

    __test__ = False

    name: str
    line: int
    asserts: bool | None


def read_tests(tree: ast.Module) -> Iterator[TestFunction]:
    """Yield the functions that pytest or unittest would run: named ``test…``, with no parameter but known fixtures."""
    fixtures = _FIXTURES | {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any("fixture" in ast.dump(decorator) for decorator in node.decorator_list)
    }
    for node in tree.body:
        inherits = isinstance(node, ast.ClassDef) and not all(dotted_name(base) in _BASES for base in node.bases)
        functions = node.body if isinstance(node, ast.ClassDef) else [node]
        for function in functions:
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or not function.name.startswith("test"):
                continue
            parametrized = any("parametrize" in ast.dump(decorator) for decorator in function.decorator_list)
            required = function.args.args[: len(function.args.args) - len(function.args.defaults)]
            if parametrized or all(argument.arg in fixtures for argument in required):
                asserts = _asserts(function)
                yield TestFunction(function.name, function.lineno, None if inherits and not asserts else asserts)


def _asserts(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool | None:
    unsure = bool(function.decorator_list)
    for node in ast.walk(function):
        if isinstance(node, ast.Raise):
            return True
        if isinstance(node, ast.Assert) and not _is_vacuous(node.test):
            return True
        if isinstance(node, ast.Call):
            name = dotted_name(node.func) or (node.func.attr if isinstance(node.func, ast.Attribute) else "")
            unsure |= name == "" or _CHECKS.search(name) is not None
        if isinstance(node, ast.With | ast.AsyncWith):
            unsure = True
    return None if unsure else False


def _is_vacuous(test: ast.expr) -> bool:
    """Whether an assertion holds whatever the code does: ``assert True``, ``assert 1 == 1``."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.Tuple):
        return bool(test.elts)
    if isinstance(test, ast.Compare) and isinstance(test.left, ast.Constant) and len(test.comparators) == 1:
        other = test.comparators[0]
        return isinstance(other, ast.Constant) and other.value == test.left.value
    return False
