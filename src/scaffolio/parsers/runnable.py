"""Which documented commands can be run unattended, and why the others cannot."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from scaffolio.nouns import dataclass
from scaffolio.parsers.shell import Command, is_variable, reads_as_sentence
from scaffolio.patterns import regex


class Role(Enum):
    """What a command is for: it prepares, it is the work, or it is left out."""

    INSTALL = "install"
    RUN = "run"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Step:
    """A documented command as it will be run: one line of shell, and the folder below the project's root.

    ``reason`` says why a step is left out.
    """

    source: str
    line: int
    folder: str
    role: Role
    reason: str = ""


_PYTHON = regex(r"python(?:[23](?:\.\d{1,2})?)?\Z|py\Z")
_PIP = regex(r"pip[23]?(?:\.\d{1,2})?\Z")
_INSTALLERS = frozenset({"conda", "mamba", "micromamba", "poetry", "pipenv", "pdm", "npm", "yarn", "pnpm", "uv"})
_INSTALLING = frozenset({"install", "sync", "ci", "add", "create", "update"})
_ENVIRONMENT = "the environment is fresh already"
_SERVES = "serves until it is stopped"
_BY_PROGRAM = {
    **dict.fromkeys(("source", ".", "deactivate", "venv", "virtualenv", "pyenv", "workon"), _ENVIRONMENT),
    "http.server": _SERVES,
    **dict.fromkeys(("git", "gh", "pre-commit", "dvc"), "the copy is fresh already"),
    **dict.fromkeys(("sudo", "apt", "apt-get", "brew", "yum", "dnf", "choco", "su"), "changes the system"),
    **dict.fromkeys(("streamlit", "uvicorn", "gunicorn", "hypercorn", "tensorboard", "voila", "chainlit"), _SERVES),
    **dict.fromkeys(("docker", "docker-compose", "podman", "kubectl", "minikube", "helm"), "runs containers"),
    **dict.fromkeys(
        ("nano", "vim", "vi", "code", "open", "start", "xdg-open", "ssh", "less", "ipython"), "interactive"
    ),
    **dict.fromkeys(
        ("kaggle", "wandb", "huggingface-cli", "aws", "gcloud", "az", "heroku", "terraform"), "needs an account"
    ),
}
_BY_TWO = {
    **dict.fromkeys(
        (("flask", "run"), ("fastapi", "dev"), ("fastapi", "run"), ("mlflow", "ui"), ("mlflow", "server")), _SERVES
    ),
    **dict.fromkeys(
        (("jupyter", "notebook"), ("jupyter", "lab"), ("npm", "start"), ("yarn", "start"), ("yarn", "dev")), _SERVES
    ),
    ("dvc", "repro"): "",
}
_ENVIRONMENTS = {("conda", "activate"), ("conda", "create"), ("conda", "env"), ("uv", "venv")}
_FETCHES = frozenset({"wget", "curl", "gdown"})
_HERE = ("localhost", "127.0.0.1", "0.0.0.0")  # noqa: S104  names of a server that is asked, none that is opened
_SERVER = regex(rb"\b(?:uvicorn\.run|app\.run|serve_forever|\.launch|run_server|cv2\.VideoCapture|input)[ ]?\(")


def steps_of(
    commands: Iterable[Command], content: Callable[[str], bytes], exists: Callable[[str], bool]
) -> Iterator[Step]:
    """Every command of a document's blocks: what installs first, then the rest, each in the document's order.

    ``content`` gives the bytes of a script, empty where there is none; ``exists`` tells
    whether a path is there.
    """
    steps = [_step(joined, content, exists) for joined in _pipelines(commands)]
    yield from (step for step in steps if step.role is Role.INSTALL)
    yield from (step for step in steps if step.role is not Role.INSTALL)


def _pipelines(commands: Iterable[Command]) -> Iterator[list[Command]]:
    """Commands of blocks; those that pass their output on together. ``cd`` is in the others' folders."""
    waiting: list[Command] = []
    for command in commands:
        if command.block < 0 or command.words[0] in {"cd", "chdir", "pushd"}:
            continue
        if waiting and not command.piped:
            yield waiting
            waiting = []
        waiting.append(command)
    if waiting:
        yield waiting


def _step(joined: list[Command], content: Callable[[str], bytes], exists: Callable[[str], bool]) -> Step:
    first = joined[0]
    source = " | ".join(command.source for command in joined)
    folder = next((folder for folder in first.folders if not folder or exists(folder)), "")
    reason = next((reason for command in joined if (reason := _obstacle(command, folder, content))), "")
    role = Role.SKIPPED if reason else Role.INSTALL if _installs(first.words) else Role.RUN
    return Step(source, first.line, folder, role, reason)


def _installs(words: tuple[str, ...]) -> bool:
    program, rest = _program(words)
    return program in _FETCHES or (
        (bool(_PIP.match(program)) or program in _INSTALLERS) and bool(_INSTALLING & set(rest[:2]))
    )


def _program(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The program and its words; of ``python -m pip``, pip."""
    program = posixpath.basename(words[0]).removesuffix(".exe")
    if not _PYTHON.match(program):
        return program, words[1:]
    options = 1 + next((at for at, word in enumerate(words[1:]) if word == "-m"), len(words))
    return (words[options + 1], words[options + 2 :]) if options + 1 < len(words) else (program, words[1:])


def _obstacle(command: Command, folder: str, content: Callable[[str], bytes]) -> str:
    """Why a command is left out; empty when it can be run."""
    return _in_words(command) or _in_program(command) or _waits(command.words, folder, content)


def _in_words(command: Command) -> str:
    if not command.folders:
        return "belongs to another repository"
    if any(
        is_variable(word) or word.startswith("path/to") for word in command.words if "[" not in word and "*" not in word
    ):
        return "holds a stand-in"
    if reads_as_sentence(command.words):
        return "reads as a sentence"
    if command.source.rstrip().endswith("&"):
        return "runs in the background"
    return _BY_PROGRAM["sudo"] if "sudo" in command.source.split() else ""


def _in_program(command: Command) -> str:
    program, rest = _program(command.words)
    if program.endswith(("activate", "activate.bat", "Activate.ps1")) or (program, *rest[:1]) in _ENVIRONMENTS:
        return _ENVIRONMENT
    if program in _FETCHES and any(name in word for name in _HERE for word in rest):
        return "asks a server"
    if _PYTHON.match(program) and not rest:
        return "interactive"
    known = _BY_TWO.get((program, rest[0])) if rest else None
    return known if known is not None else _BY_PROGRAM.get(program, "")


def _waits(words: tuple[str, ...], folder: str, content: Callable[[str], bytes]) -> str:
    script = next((word for word in words if word.endswith(".py")), "")
    path = posixpath.normpath(posixpath.join(folder, script)) if script else ""
    return "serves, or asks for input" if path and _SERVER.search(content(path)) else ""
