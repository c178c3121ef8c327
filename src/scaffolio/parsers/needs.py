"""What a command needs to be there before it can run: files, modules, targets of a task runner."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from enum import Enum

from scaffolio.nouns import dataclass
from scaffolio.parsers.shell import is_variable, reads_as_sentence
from scaffolio.patterns import regex


class Kind(Enum):
    """What kind of thing a command needs."""

    FILE = "file"
    ONE_OF = "one of several files"
    MODULE = "module that can be run"
    IMPORT = "module"
    TASK = "task"
    PROGRAM = "program of that name, should the project be the one that brings it"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing: its name as the command says it; of a task, ``names`` holds runner and task.

    Of ONE_OF, ``names`` are the files of which one is enough, below the folder ``said``.
    """

    kind: Kind
    said: str
    names: tuple[str, ...] = ()


_PYTHON = regex(r"(?:python|pythonw|ipython)(?:[23](?:\.\d{1,2})?)?(?:\.exe)?\Z|py\Z|%run\Z")
_PIP = regex(r"pip[23]?(?:\.\d{1,2})?\Z")
_WITH_VALUE = frozenset(
    {"-W", "-X", "--nproc_per_node", "--nproc-per-node", "--nnodes", "--master_port", "--node_rank"}
)
_SCRIPT = regex(r"[\w.@+/-]{1,200}\.py\Z")
_NAMED_FILE = regex(r"[\w.@+/ -]{1,200}\.(?:py|ipynb|sh|R|Rmd|jl|js|bat|ps1)\Z")
_MODULE = regex(r"[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,8}\Z")
_SERVED = regex(r"(?P<module>[A-Za-z_]\w{0,60}(?:\.\w{1,60}){0,8}):\w{1,60}(?:\(\))?\Z")
_STANDS_FOR = regex(
    r"(?:\A|[/_.-])(?:your|my|some|path|to|xxx+|foo|bar|file|filename|script|name|myscript|notebook_name)(?:[/_.-]|\Z)|(?:\A|/)example\.py\Z"
)
_INSTALLED = ("./sbin/", "./bin/", "./venv/", "./.venv/", "./env/", "./.env/")
"""Folders of software that the reader has installed elsewhere, or in an environment made by another command."""

_MANIFESTS = ("pyproject.toml", "setup.py", "setup.cfg")
_COMPOSE = ("docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml")
_MAKEFILES = ("Makefile", "makefile", "GNUmakefile")
_AS_PROGRAM = frozenset(
    {"pip", "streamlit", "uvicorn", "gunicorn", "pytest", "jupyter", "nbconvert", "papermill", "flask", "accelerate"}
    | {"hypercorn", "nox", "tox", "poetry", "uv", "dvc"}
)
_LAUNCHERS = frozenset(
    {"torchrun", "deepspeed", "torch.distributed.launch", "torch.distributed.run", "cProfile", "pdb"}
)


def needs_of(words: Sequence[str]) -> Iterator[Need]:
    """What a command needs of the repository; nothing where it stands for another or reads as a sentence."""
    if not words or reads_as_sentence(words):
        return
    program, rest = posixpath.basename(words[0]), list(words[1:])
    for need in _needs(words[0], program, rest):
        if not need.said.startswith(("/", "~")) and ":" not in need.said and not _is_stand_in(need.said):
            yield need


def _is_stand_in(said: str) -> bool:
    return is_variable(said) or _STANDS_FOR.search(said) is not None


def _needs(first: str, program: str, rest: list[str]) -> Iterator[Need]:
    if _PYTHON.match(program):
        yield from _python(rest)
    elif first == "-m" or _SCRIPT.match(first):  # what `uv run` is given
        yield from _python([first, *rest])
    elif _PIP.match(program) or program in {"uv", "pip-sync"}:
        yield from _pip(rest[1:] if program == "uv" and rest[:1] == ["pip"] else rest if program != "uv" else [])
    elif program in {"conda", "mamba", "micromamba"}:
        yield from _conda(rest)
    elif program in {"uvicorn", "gunicorn", "hypercorn"}:
        yield from _served(rest)
    elif program in {"docker", "docker-compose", "podman"}:
        yield from _docker(program, rest)
    elif program in {"make", "just", "nox", "tox", "npm", "yarn", "pnpm"}:
        yield from _task(program, rest)
    else:
        yield from _named(first, program, rest)


def _named(first: str, program: str, rest: list[str]) -> Iterator[Need]:
    """Files that a command names in so many words."""
    if program == "cp" and len(rest) > 1 and "example" in rest[-2]:
        yield Need(Kind.FILE, rest[-2])
    elif program == "pytest":
        yield from (Need(Kind.FILE, word.partition("::")[0]) for word in rest if _is_test_path(word))
    elif program == "dvc" and rest == ["repro"]:
        yield Need(Kind.ONE_OF, "", ("dvc.yaml",))
    elif first.startswith("./") and not first.startswith(_INSTALLED) and _NAMED_FILE.match(first):
        yield Need(Kind.FILE, first)
    elif program in _OPENERS:
        yield from _opened(program, rest)
    elif first == program:
        yield Need(Kind.PROGRAM, program)


def _python(rest: list[str]) -> Iterator[Need]:
    while rest and rest[0].startswith("-") and rest[0] != "-m":
        if rest[0] in {"-c", "-V", "--version"}:
            return
        del rest[: 2 if rest[0] in _WITH_VALUE else 1]
    if rest[:1] == ["-m"] and len(rest) > 1:
        if rest[1] in _AS_PROGRAM:
            yield from _needs(rest[1], rest[1], rest[2:])
        elif rest[1] in _LAUNCHERS:
            yield from _first_script(rest[2:])
        elif _MODULE.match(rest[1]):
            yield Need(Kind.MODULE, rest[1])
    elif rest and _SCRIPT.match(rest[0]):
        yield Need(Kind.FILE, rest[0])


def _first_script(rest: list[str]) -> Iterator[Need]:
    script = next((word for word in rest if _SCRIPT.match(word)), None)
    if script:
        yield Need(Kind.FILE, script)


def _pip(rest: list[str]) -> Iterator[Need]:
    if rest[:1] != ["install"]:
        return
    for position, word in enumerate(rest[1:], start=1):
        after = rest[position + 1] if position + 1 < len(rest) else ""
        if word in {"-r", "--requirement"} and after:
            yield Need(Kind.FILE, after)
        elif word.startswith("-r") and word.endswith(".txt"):
            yield Need(Kind.FILE, word.removeprefix("-r"))
        elif word.partition("[")[0].rstrip("/") in {".", "./"} or (word.startswith("./") and "." not in word[2:]):
            yield Need(Kind.ONE_OF, posixpath.normpath(word.partition("[")[0]), _MANIFESTS)


def _conda(rest: list[str]) -> Iterator[Need]:
    if rest[:2] not in (["env", "create"], ["env", "update"]) and rest[:1] != ["create"]:
        return
    given = [rest[at + 1] for at, word in enumerate(rest[:-1]) if word in {"-f", "--file"}]
    given += [word.partition("=")[2] for word in rest if word.startswith(("--file=", "-f="))]
    yield from (Need(Kind.FILE, name) for name in given)
    if not given and rest == ["env", "create"]:
        yield Need(Kind.ONE_OF, "", ("environment.yml", "environment.yaml"))


def _served(rest: list[str]) -> Iterator[Need]:
    if any(word.startswith(("--app-dir", "--chdir", "--pythonpath", "--factory")) for word in rest):
        return
    served = next((found for word in rest if (found := _SERVED.match(word))), None)
    if served:
        yield Need(Kind.IMPORT, served["module"])


def _docker(program: str, rest: list[str]) -> Iterator[Need]:
    if program != "docker-compose" and rest[:1] == ["compose"]:
        program, rest = "docker-compose", rest[1:]
    if program == "docker-compose":
        verb = next((at for at, word in enumerate(rest) if word in {"up", "build", "run"}), None)
        given = _given(rest[:verb] if verb is not None else [])
        yield from (Need(Kind.FILE, name) for name in given)
        if verb is not None and not given:
            yield Need(Kind.ONE_OF, "", _COMPOSE)
    elif rest[:1] == ["build"] or rest[:2] == ["buildx", "build"]:
        given = _given(rest)
        yield from (Need(Kind.FILE, name) for name in given if name != "-")
        if not given and rest[-1] not in {"-", "build"} and not rest[-1].startswith(("-", "http")):
            yield Need(Kind.ONE_OF, posixpath.normpath(rest[-1]), ("Dockerfile", "Containerfile"))


def _given(rest: list[str]) -> list[str]:
    return [rest[at + 1] for at, word in enumerate(rest[:-1]) if word in {"-f", "--file"}]


def _task(runner: str, rest: list[str]) -> Iterator[Need]:
    if runner in {"npm", "yarn", "pnpm"}:
        if rest[:1] == ["run"] and len(rest) > 1:
            yield Need(Kind.TASK, rest[1], ("npm", rest[1]))
        if rest[:1] == ["run"] or rest in (["install"], ["i"], ["ci"], ["start"], ["test"]):
            yield Need(Kind.ONE_OF, "", ("package.json",))
        return
    if any(word in {"-C", "-f", "--file", "--directory", "-c", "--justfile", "--noxfile"} for word in rest):
        return
    if runner in {"nox", "tox"}:
        yield from (Need(Kind.TASK, name, (runner, name)) for name in _sessions(rest))
        yield Need(Kind.ONE_OF, "", ("noxfile.py",) if runner == "nox" else ("tox.ini", "pyproject.toml", "setup.cfg"))
        return
    yield Need(Kind.ONE_OF, "", _MAKEFILES if runner == "make" else ("justfile", "Justfile", ".justfile"))
    for word in rest:
        if not word.startswith("-") and "=" not in word and not word.isdigit():
            yield Need(Kind.TASK, word, (runner, word))
            if runner == "just":
                return


def _sessions(rest: list[str]) -> Iterator[str]:
    for at, word in enumerate(rest[:-1]):
        if word in {"-s", "-e", "--session", "--sessions", "--env"}:
            yield from (name for name in rest[at + 1].split(",") if name)


def _is_test_path(word: str) -> bool:
    return not word.startswith("-") and ("/" in word or word.partition("::")[0].endswith(".py") or word == "tests")


_OPENERS = {
    "streamlit": ("run",),
    "gradio": (),
    "chainlit": ("run",),
    "fastapi": ("dev", "run"),
    "jupyter": ("notebook", "lab", "nbconvert", "execute"),
    "jupyter-notebook": (),
    "papermill": (),
    "voila": (),
    "bash": (),
    "sh": (),
    "source": (),
    ".": (),
    "Rscript": (),
    "julia": (),
    "node": (),
    "torchrun": (),
    "deepspeed": (),
    "accelerate": ("launch",),
    "spark-submit": (),
}
"""Programs that open a file, and the word that has to come first."""


def _opened(program: str, rest: list[str]) -> Iterator[Need]:
    if _OPENERS[program] and (not rest or rest[0] not in _OPENERS[program]):
        return
    opened = next((word for word in rest if _NAMED_FILE.match(word)), None)
    if opened and "bin/activate" not in opened and not (program in {"bash", "sh"} and rest[:1] == ["-c"]):
        yield Need(Kind.FILE, opened)
