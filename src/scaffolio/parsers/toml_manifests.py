"""What pyproject.toml, a Pipfile and pixi.toml declare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scaffolio.parsers.distributions import normalised
from scaffolio.parsers.requirement import Declarations, Fault, Requirement, read_line
from scaffolio.patterns import regex

_AT_LINE = regex(r"at line (\d+)")


def read_toml(text: str, path: str) -> tuple[Declarations, str | None, bool]:
    """Return what a TOML manifest declares, the Python version, and whether all of it is in this file."""
    import tomllib

    found = Declarations()
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = _AT_LINE.search(str(error))
        found.faults.append(Fault(int(line[1]) if line else None, "", str(error)))
        return found, None, False
    if path.rsplit("/", 1)[-1] == "Pipfile":
        for section, extra in (("packages", ""), ("dev-packages", "dev")):
            _table(found, _at(content, section), extra, path, text)
        required = _at(content, "requires")
        stated = required.get("python_version") or required.get("python_full_version")
        return found, stated if isinstance(stated, str) else None, True
    return _pyproject(content, found, path, text)


def _pyproject(
    content: Mapping[str, Any], found: Declarations, path: str, text: str
) -> tuple[Declarations, str | None, bool]:
    for listed, extra in _lists(content):
        for entry in listed if isinstance(listed, list) else ():
            if isinstance(entry, str):
                _declare(found, entry, extra, path, text)
    tool = _at(content, "tool")
    poetry = _at(tool, "poetry")
    pixi = tool.get("pixi") if isinstance(tool.get("pixi"), dict) else content
    tables = [(_at(poetry, "dependencies"), ""), (_at(poetry, "dev-dependencies"), "dev")]
    tables += [(_at(group, "dependencies"), name) for name, group in _at(poetry, "group").items()]
    tables += [(_at(pixi, "dependencies"), ""), (_at(pixi, "pypi-dependencies"), "")] if isinstance(pixi, dict) else []
    for table, extra in tables:
        _table(found, table, extra, path, text)
    project = _at(content, "project")
    poetry_python = _at(poetry, "dependencies").get("python")
    stated = project.get("requires-python") or poetry_python
    dynamic = project.get("dynamic")
    complete = not (isinstance(dynamic, list) and "dependencies" in dynamic)
    return found, stated if isinstance(stated, str) else None, complete


def _lists(content: Mapping[str, Any]) -> Iterator[tuple[object, str]]:
    project, tool = _at(content, "project"), _at(content, "tool")
    yield project.get("dependencies"), ""
    for part in (_at(project, "optional-dependencies"), _at(content, "dependency-groups")):
        for name, listed in part.items():
            yield listed, name
    yield _at(tool, "uv").get("dev-dependencies"), "dev"
    for name, listed in _at(_at(tool, "pdm"), "dev-dependencies").items():
        yield listed, name
    for name, environment in _at(_at(tool, "hatch"), "envs").items():
        if isinstance(environment, dict):
            yield environment.get("dependencies"), name
            yield environment.get("extra-dependencies"), name
    flit = _at(_at(tool, "flit"), "metadata")
    yield flit.get("requires"), ""


def _at(content: object, key: str) -> dict[str, Any]:
    value = content.get(key) if isinstance(content, dict) else None
    return value if isinstance(value, dict) else {}


def _declare(found: Declarations, entry: str, extra: str, path: str, text: str) -> None:
    position = text.find(entry)
    line = text.count("\n", 0, position) + 1 if position >= 0 else None
    try:
        found.requirements.append(read_line(entry, line, extra, path))
    except ValueError as reason:
        found.faults.append(Fault(line, entry, str(reason)))


def _table(found: Declarations, table: Mapping[str, Any], extra: str, path: str, text: str) -> None:
    """Entries such as ``pandas = "^2.0"``; a caret or a bare version is Poetry's, left as written."""
    for name, value in table.items():
        if name == "python":
            continue
        version = value.get("version", "") if isinstance(value, dict) else value
        address = ""
        if isinstance(value, dict):
            address = next((str(value[key]) for key in ("git", "path", "url", "file") if key in value), "")
        match = re.search(rf"(?m)^[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*=", text)
        line = text.count("\n", 0, match.start()) + 1 if match else None
        specifier = version if isinstance(version, str) and version != "*" else ""
        found.requirements.append(Requirement(normalised(name), specifier, line, extra, path, address=address))
