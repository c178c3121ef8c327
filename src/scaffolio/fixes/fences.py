"""Code blocks of the README that name no language."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scaffolio.fixes.change import Change, Materials
from scaffolio.patterns import regex
from scaffolio.project import Project

_OPENING = regex(r"(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})[ \t]*\Z")
_COMMAND = regex(
    r"(?:\$ )?(?:pip3?|python3?|conda|git|cd|make|docker|uv|poetry|source|export|wget|curl|bash|sh|npm|streamlit|"
    r"jupyter|pytest|mkdir|tox|nox|kaggle|unzip|dvc)(?: |\Z)"
)
_TREE = regex(r"[├└│]")
_PYTHON = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)


def name_languages(project: Project, _materials: Materials) -> Iterator[Change]:
    """Name the language where it is beyond doubt: shell commands, Python with an import, a drawn tree."""
    path, readme = project.readme_path, project.readme
    if path is None or readme is None:
        return
    before = project.content(path).decode("utf-8", "surrogateescape")
    lines = before.split("\n")
    for fence in readme.fences:
        row = fence.line - 2
        opening = _OPENING.match(lines[row].rstrip("\r")) if 0 <= row < len(lines) else None
        language = _language(fence.content) if not fence.language and opening else None
        if language and opening:
            end = "\r" if lines[row].endswith("\r") else ""
            lines[row] = f"{opening['indent']}{opening['fence']}{language}{end}"
    after = "\n".join(lines)
    if after != before:
        yield Change(path, before, after, "code blocks name their language")


def _language(content: str) -> str | None:
    lines = [line.strip() for line in content.splitlines() if line.strip()]
    if not lines:
        return None
    if any(_TREE.search(line) for line in lines):
        return "text"
    commands = [line for line in lines if not line.startswith("#")]
    if commands and all(_COMMAND.match(line) for line in commands):
        return "bash"
    return "python" if _is_python(content) else None


def _is_python(content: str) -> bool:
    """Whether this parses and does something only Python does."""
    try:
        parsed = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(node, _PYTHON) for node in parsed.body)
