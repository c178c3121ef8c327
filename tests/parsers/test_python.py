from __future__ import annotations

import ast

import pytest

from scaffolio.parsers.python import SIZE_LIMIT, dotted_name, literal_text, parse_module
from scaffolio.project import MODULE_LIMIT, MemoryFiles, Project


@pytest.mark.parametrize(
    "source",
    [
        b"print 'Python 2'\n",
        b"x = (\n",
        b"\x00",
        b"\xff\xfe\xfa = 1\n",
        b"# -*- coding: no-such-codec -*-\nx = 1\n",
        b"x = " + b"(" * 50_000 + b")" * 50_000,
        b"x = " + b"-" * 50_000 + b"1",
        b"x = 1\n" * (SIZE_LIMIT // 6 + 1),
    ],
)
def test_what_cannot_be_parsed_is_none(source: bytes) -> None:
    assert parse_module(source) is None


def test_declared_encodings_and_byte_order_marks_are_read() -> None:
    assert parse_module("﻿x = 'é'\n".encode()) is not None
    assert parse_module("# coding: latin-1\nx = 'é'\n".encode("latin-1")) is not None


def test_invalid_escapes_are_not_warned_of() -> None:
    assert parse_module(b"x = '\\d'\n") is not None


def test_names_and_literals() -> None:
    call = ast.parse("np.random.seed('a')").body[0].value  # type: ignore[attr-defined]
    assert dotted_name(call.func) == "np.random.seed"
    assert dotted_name(call) == ""
    assert literal_text(call.args[0]) == "a"
    assert literal_text(call) is None


def test_a_project_parses_each_file_once_and_only_so_many() -> None:
    project = Project(MemoryFiles({f"m{number:03}.py": "x = 1\n" for number in range(MODULE_LIMIT + 1)}))
    assert project.module("m000.py") is project.module("m000.py")
    for path in project.python_paths[:MODULE_LIMIT]:
        assert project.module(path) is not None
    assert project.modules_exhausted
    assert project.module(f"m{MODULE_LIMIT:03}.py") is None
