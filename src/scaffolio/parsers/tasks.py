"""What a command of a CI job leads to: a make target, a nox session, a tox environment, a script.

Tests are looked for by name, generously: a command counts as a test when the word
occurs in it or in what it starts. Only where everything was looked into and nothing
was found is the answer no.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container
from enum import Enum

from scaffolio.patterns import regex

DEPTH = 4
"""How far a command is followed from one file to the next."""

_TESTS = regex(
    r"(?<![a-z])test(?!\.?pypi)|run_?tests|py\.?test|unittest|nosetests|nose2|doctest|coverage run|behave\b|"
    r"nbval|papermill",
    re.IGNORECASE,
)
_INSTALLATION = regex(
    r"\b(?:pip3?|conda|mamba|micromamba|poetry|uv|pdm|apt|apt-get|brew|npm|yarn|pixi)[ \t]+(?:[\w-]+[ \t]+)?"
    r"(?:install|add|sync|update|create)\b[^\n;&|]*"
)
_UNKNOWN = regex(r"\b(?:docker|docker-compose|podman|bazel|dvc|act|earthly|dagger|pants|tilt|ssh|curl|wget)\b|\$\{\{")
_TASK_FILES = {
    "make": ("Makefile", "makefile", "GNUmakefile"),
    "just": ("justfile", "Justfile", ".justfile"),
    "npm": ("package.json",),
    "yarn": ("package.json",),
    "invoke": ("tasks.py",),
    "inv": ("tasks.py",),
    "poe": ("pyproject.toml",),
    "hatch": ("pyproject.toml", "hatch.toml"),
    "pdm": ("pyproject.toml",),
    "pixi": ("pixi.toml", "pyproject.toml"),
    "task": ("Taskfile.yml", "Taskfile.yaml"),
    "pre-commit": (".pre-commit-config.yaml",),
    "nox": ("noxfile.py",),
    "tox": ("tox.ini", "pyproject.toml", "setup.cfg"),
}
_COMMAND = regex(
    r"(?:^|[;&|(\s])(?P<tool>make|just|npm|yarn|invoke|inv|poe|hatch|pdm|pixi|task|pre-commit|nox|tox)\b(?P<rest>[^\n;&|]{0,200})"
)
_SCRIPT = regex(r"(?:^|[\s;&|=(\"'])(?:\./)?(?P<path>[\w./-]{1,120}\.(?:sh|py|bash|ps1|bat|mk|R))\b")
_TARGETS = regex(r"^(?P<names>[\w./-]{1,80}(?: [\w./-]{1,80}){0,10}) ?:(?!=)(?P<needs>[^\n=]*)$", re.MULTILINE)
_ENVIRONMENT = regex(r"^\[(?P<name>testenv(?::[^\]\n]{1,80})?)\]", re.MULTILINE)
_SESSION = regex(r"^@nox\.session[^\n]*", re.MULTILINE)
_NAMED = regex(r"(?:-s|--session|-e|--env)[= ]+(?P<names>[\w,.:-]+)")


class Tests(Enum):
    """Whether a command runs tests; unknown where it leads out of the repository."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def runs_tests(command: str, paths: Container[str], text: Callable[[str], str], depth: int = DEPTH) -> Tests:
    """Whether a shell command, or anything in the repository that it starts, runs tests."""
    command = "\n".join(line for line in command.split("\n") if not line.lstrip().startswith("#"))
    command = _INSTALLATION.sub("", command)
    if _TESTS.search(command):
        return Tests.YES
    unknown = depth == 0 or _UNKNOWN.search(command) is not None
    for found in _COMMAND.finditer(command):
        answer = _by_tool(found["tool"], found["rest"], paths, text, depth - 1)
        if answer is Tests.YES:
            return answer
        unknown |= answer is Tests.UNKNOWN
    for script in _SCRIPT.finditer(command):
        path = posixpath.normpath(script["path"])
        if path in paths and depth > 0:
            answer = runs_tests(text(path)[:100_000], paths, text, depth - 1)
            if answer is Tests.YES:
                return answer
    return Tests.UNKNOWN if unknown else Tests.NO


def _by_tool(tool: str, rest: str, paths: Container[str], text: Callable[[str], str], depth: int) -> Tests:
    files = [name for name in _TASK_FILES[tool] if name in paths]
    if not files or depth < 0 or " -C" in rest or " -f" in rest:
        return Tests.UNKNOWN
    answers = set()
    for name in files:
        started = _started(tool, rest, text(name)[:100_000])
        answers.add(Tests.UNKNOWN if started is None else runs_tests(started, paths, text, depth))
    return next(answer for answer in (Tests.YES, Tests.UNKNOWN, Tests.NO) if answer in answers)


def _started(tool: str, rest: str, content: str) -> str | None:
    """What of a task file a call starts; all of it where that cannot be told, ``None`` where the task is elsewhere."""
    if tool == "make":
        return _recipes(rest, content)
    if tool == "tox":
        return _blocks(_ENVIRONMENT, rest, content, lambda name: f"testenv:{name}", default="testenv")
    if tool == "nox":
        return _blocks(_SESSION, rest, content, lambda name: f"def {name}(")
    return content


def _recipes(rest: str, content: str) -> str | None:
    """The recipes of the named targets, the first one where none is named, with those of what they need."""
    heads = list(_TARGETS.finditer(content))
    blocks: dict[str, tuple[str, list[str]]] = {}
    for number, head in enumerate(heads):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(content)
        for name in head["names"].split():
            if name != ".PHONY":
                blocks.setdefault(name, (content[head.end() : end], head["needs"].split()))
    wanted = [word for word in rest.split() if re.fullmatch(r"[\w./-]+", word) and not word.startswith("-")]
    wanted = wanted or list(blocks)[:1]
    found: dict[str, str] = {}
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        if name not in blocks:
            if not found:
                return None
            continue
        found[name], needs = blocks[name]
        wanted += needs
    return "\n".join(found.values())


def _blocks(
    heads: re.Pattern[str], rest: str, content: str, mark: Callable[[str], str], default: str | None = None
) -> str | None:
    """The blocks of the named environments or sessions; everything where none is named."""
    named = _NAMED.search(rest)
    starts = [*heads.finditer(content)]
    if named is None or not starts:
        return content
    ends = [*(start.start() for start in starts[1:]), len(content)]
    blocks = [content[start.start() : end] for start, end in zip(starts, ends, strict=True)]
    marks = [mark(name.partition("-")[0]) for name in named["names"].split(",")]
    chosen = [block for block in blocks if any(wanted in block for wanted in marks)]
    if not chosen and default is not None:
        chosen = [block for block in blocks if block.startswith(f"[{default}]")]
    body = "\n".join(block.partition("\n")[2] for block in chosen)
    return body if chosen else None
