"""The names of the tasks that a task runner's file defines; ``None`` where they cannot all be told from it."""

from __future__ import annotations

import json
import re

from scaffolio.patterns import regex

_MAKE_TARGET = regex(r"^(?P<names>[\w./-][\w./ -]{0,200})[ \t]{0,8}::?(?!=)", re.MULTILINE)
_MAKE_UNTOLD = regex(r"^[ \t]{0,8}-?s?include\b|^[^\t#\n=:]{0,200}[%$][^\n:=]{0,200}:(?!=)", re.MULTILINE)
_RECIPE = regex(r"^@?(?P<name>[\w-]{1,60})(?:[ \t][^\n:]{0,200})?:(?!=)", re.MULTILINE)
_ALIAS = regex(r"^alias[ \t]+(?P<name>[\w-]{1,60})", re.MULTILINE)
_SESSION = regex(
    r"^@(?:nox\.)?session(?:\((?P<given>[^\n]{0,200})\))?[^\n]*\n(?:@[^\n]*\n){0,9}def (?P<name>\w{1,80})", re.MULTILINE
)
_SESSION_NAME = regex(r"\bname[ ]?=[ ]?[\"'](?P<name>[\w.-]{1,60})")
_ENVIRONMENT = regex(r"^\[(?:testenv:|env:)(?P<name>[^\]\n]{1,80})\]", re.MULTILINE)
_LISTED = regex(r"^env_?list[ \t]*=[ \t]*(?P<first>[^\n]*)(?P<more>(?:\n[ \t]+[^\n]*){0,50})", re.MULTILINE)
_PYTHON_ENVIRONMENT = regex(r"py(?:py)?[\d.]{1,6}\Z|python\Z")


def tasks_of(runner: str, content: str) -> frozenset[str] | None:
    """The tasks that a file of this runner defines."""
    return {"make": _make, "just": _just, "nox": _nox, "tox": _tox, "npm": _npm}[runner](content)


def runs_anyway(runner: str, name: str) -> bool:
    """Whether the runner knows the task without a file: ``npm run`` has none, tox any ``py311``."""
    return runner == "tox" and all(_PYTHON_ENVIRONMENT.match(part) for part in name.split("-"))


def _make(content: str) -> frozenset[str] | None:
    if _MAKE_UNTOLD.search(content):
        return None
    return frozenset(name for found in _MAKE_TARGET.finditer(content) for name in found["names"].split())


def _just(content: str) -> frozenset[str] | None:
    if "\nimport " in content or "\nmod " in content:
        return None
    return frozenset(found["name"] for pattern in (_RECIPE, _ALIAS) for found in pattern.finditer(content))


def _nox(content: str) -> frozenset[str] | None:
    named = [
        given["name"] if found["given"] and (given := _SESSION_NAME.search(found["given"])) else found["name"]
        for found in _SESSION.finditer(content)
    ]
    return frozenset([*named, *(name.replace("_", "-") for name in named)]) if "tags=" not in content else None


def _tox(content: str) -> frozenset[str] | None:
    listed = _LISTED.search(content)
    names = [found["name"] for found in _ENVIRONMENT.finditer(content)]
    names += re.split(r"[\s,]+", f"{listed['first']}{listed['more']}") if listed else []
    return None if any("{" in name for name in names) else frozenset(filter(None, names))


def _npm(content: str) -> frozenset[str] | None:
    try:
        scripts = json.loads(content).get("scripts")
    except (ValueError, RecursionError, AttributeError):
        return None
    return frozenset(scripts) if isinstance(scripts, dict) else frozenset()
