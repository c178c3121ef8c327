"""TRU: whether the commands that the README shows can be run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.needs import Kind, Need, needs_of
from scaffolio.parsers.shell import Command
from scaffolio.parsers.task_names import runs_anyway, tasks_of
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import rule

_TASK_FILES = {
    "make": ("Makefile", "makefile", "GNUmakefile"),
    "just": ("justfile", "Justfile", ".justfile"),
    "nox": ("noxfile.py",),
    "tox": ("tox.ini",),
    "npm": ("package.json",),
}

_LINE = 1_000
"""Characters of a line that are searched."""


@rule(
    "TRU002",
    Severity.ERROR,
    scope=Scope.ANYWHERE,
    minutes=2,
    bad={
        "README.md": "# Churn\n\n```bash\npip install -r requirements.txt\npython train.py\n```\n",
        "requirements.txt": "pandas\n",
        "src/train.py": "import pandas\n",
    },
    good={
        "README.md": "# Churn\n\n```bash\npip install -r requirements.txt\ncd src && python train.py\n```\n",
        "requirements.txt": "pandas\n",
        "src/train.py": "import pandas\n",
    },
)
def command_broken(project: Project) -> Iterator[Finding]:
    """A documented command calls a script, module, task or file that is not in the repository.

    `cd` is followed. Commands in a clone of another repository, stand-ins such as `path/to/file.py`, and files that
    an earlier command or the reader makes, or `.gitignore` leaves out, are not counted.

    **Why.** A command that fails on the first try is where most readers stop; of 863,878 notebooks on GitHub 24% ran
    without an error (Pimentel et al., MSR 2019).

    **Fix.** Run the README's commands in a fresh clone, from top to bottom, and correct the ones that fail.
    """
    for path, commands in project.commands.items():
        made: set[str] = set()
        told: set[str] = set()
        for command in commands:
            if command.folders:
                for need in needs_of(command.words):
                    said = _missing(project, path, command, need, made)
                    if said and said not in told:
                        told.add(said)
                        yield Finding(said, path, command.line, command.text[:120])
            made.update(_made_by(command.words))


def _missing(project: Project, path: str, command: Command, need: Need, made: set[str]) -> str:
    """What to say of a need that is not met; empty where it is, or nobody can tell."""
    folders = (*command.folders, posixpath.dirname(path)) if path.startswith("docs/") else command.folders
    if need.kind in {Kind.MODULE, Kind.IMPORT}:
        return _missing_module(project, folders, need)
    if need.kind is Kind.PROGRAM:
        return _missing_program(project, need.said)
    if need.kind is Kind.TASK:
        said, names = _missing_task(project, folders, need), _TASK_FILES[need.names[0]]
    elif need.kind is Kind.ONE_OF:
        said, names = _missing_one(project, folders, need, made), need.names
        if command.block < 0 and any(posixpath.basename(known) in names for known in project.files.paths):
            return ""
    else:
        said, names = _missing_file(project, folders, need.said, made), (need.said,)
    if not said or any(_elsewhere(project, path, command, name) for name in names):
        return ""
    if any(_in_library(project, path, name) for name in names):
        return ""
    return "" if need.kind is not Kind.TASK and _to_be_made(project, path, command, names) else said


def _missing_program(project: Project, name: str) -> str:
    """A command of the package's own name, which its manifest does not declare, or whose module is not there."""
    target = project.entry_points.get(name)
    if target is None:
        return f"pyproject.toml declares no command {name}" if name == project.unscripted_name else ""
    module = target.partition(":")[0].strip()
    top = module.partition(".")[0]
    local = any(posixpath.join(source, top) in project.folders for source in ("", "src"))
    if not local or project.find_module(("",), module, run=False):
        return ""
    return f"the command {name} calls {module}, which is not there"


def _missing_file(project: Project, folders: Sequence[str], said: str, made: set[str]) -> str:
    if posixpath.basename(said) in made or project.find(folders, said):
        return ""
    near = _near(project, said)
    wanted = posixpath.normpath(posixpath.join(folders[0], said))
    unknown = wanted.startswith("..") or project.ignores(wanted) or "{{" in near
    return "" if unknown else f"{wanted if near else said} is not there{near}"


def _missing_one(project: Project, folders: Sequence[str], need: Need, made: set[str]) -> str:
    where = [posixpath.normpath(posixpath.join(folder, need.said)) for folder in folders]
    inside = [f"{place}/".removeprefix("./") for place in where]
    if any(place.startswith("..") for place in where) or made & set(need.names):
        return ""
    if any(project.exists(place + name) for place in inside for name in need.names):
        return ""
    if any(
        known.startswith(place) and _is_variant(known[len(place) :], need.names)
        for place in inside
        for known in project.files.paths
    ):
        return ""
    if any(project.ignores(inside[0] + name) for name in need.names):
        return ""
    place = "" if where[0] == "." else f" in {where[0]}"
    return f"there is no {need.names[0]}{place}{_near(project, need.names[0])}"


def _is_variant(name: str, wanted: Sequence[str]) -> bool:
    """Whether a file differs from what is wanted by its case alone, which some systems forgive."""
    return "/" not in name and name.lower() in {one.lower() for one in wanted}


def _missing_task(project: Project, folders: Sequence[str], need: Need) -> str:
    runner, name = need.names
    files = [
        f for folder in folders for one in _TASK_FILES[runner] if (f := posixpath.join(folder, one)) in project.paths
    ]
    if not files or runs_anyway(runner, name):
        return ""
    tasks = tasks_of(runner, project.text(files[0]))
    if tasks is None or name in tasks or name.partition("(")[0] in tasks or project.exists(name):
        return ""
    return f"{files[0]} defines no {name}"


def _missing_module(project: Project, folders: Sequence[str], need: Need) -> str:
    run = need.kind is Kind.MODULE
    if project.find_module(folders, need.said, run=run):
        return ""
    top, _, rest = need.said.partition(".")
    places = [posixpath.join(folder, source, top) for folder in folders for source in ("", "src")]
    local = next((place for place in places if place in project.folders), None)
    if local is None:
        gone = rest and top in {"src", "app", "scripts", project.name} and top not in project.imported_packages
        return f"there is no module {need.said}{_near(project, need.said.split('.')[-1] + '.py')}" if gone else ""
    if not any(known.startswith(f"{local}/") and known.endswith(".py") for known in project.files.paths):
        return ""
    folder = posixpath.join(local, *rest.split(".")) if rest else local
    if folder in project.folders and not run:
        return ""  # a folder without __init__.py can be imported all the same
    if folder in project.folders:
        return f"{need.said} cannot be run as a module: {folder}/__main__.py is not there"
    return f"there is no module {need.said}{_near(project, need.said.split('.')[-1] + '.py')}"


def _near(project: Project, said: str) -> str:
    name = posixpath.basename(said).lower()
    same = [path for path in project.own_paths if posixpath.basename(path).lower() == name]
    return f"; {same[0]} is" if len(same) == 1 else ""


_MOVING = regex(
    r"\b(?:cd|navigate|change|go|switch|inside|within|from|under|enter|move|directory|dir|folder|cwd|root)\b",
    re.IGNORECASE,
)


def _elsewhere(project: Project, path: str, command: Command, said: str) -> bool:
    """Whether the file is in a folder that a line before the command sends the reader to."""
    end = f"/{said.removeprefix('./')}"
    holders = {posixpath.dirname(known) for known in project.files.paths if known.endswith(end)}
    names = "|".join(re.escape(posixpath.basename(holder)) for holder in sorted(holders))
    if not holders:
        return False
    named = re.compile(rf"(?<![\w-])(?:{names})(?![\w-])", re.IGNORECASE)
    before = project.document(path).text.split("\n")[: command.line]
    return any(_MOVING.search(line[:_LINE]) and named.search(line[:_LINE]) for line in before)


def _in_library(project: Project, path: str, said: str) -> bool:
    """Whether the file's folder is not here, and the reader is told to clone a library that the code imports."""
    folder, _, rest = said.removeprefix("./").partition("/")
    if not rest or folder in project.folders:
        return False
    cloned = [one.words[2:] for one in project.commands[path] if one.words[:2] == ("git", "clone")]
    names = {posixpath.basename(word).removesuffix(".git").lower() for words in cloned for word in words}
    return not names.isdisjoint(project.whole.imports)


_MAKE = regex(r"\b(?:create|make|write|save|add|put|place|paste)\b", re.IGNORECASE)
_NEAR_BY = 60
"""Characters between a verb and the name of what is to be made."""


def _to_be_made(project: Project, path: str, command: Command, names: Sequence[str]) -> bool:
    """Whether a line before the command asks the reader to make the file."""
    ends = [end for name in names if (end := posixpath.basename(name.rstrip("/")))]
    for line in project.document(path).text.split("\n")[: command.line - 1]:
        asked = _MAKE.search(line[:_LINE])
        told = line[asked.end() : asked.end() + _NEAR_BY] if asked else ""
        if any(end in told and "install" not in told.partition(end)[0] for end in ends):
            return True
    return False


def _made_by(words: Sequence[str]) -> Iterator[str]:
    """Names of files that a command makes."""
    for position, word in enumerate(words[:-1]):
        if word in {">", ">>", "-o", "-O", "--output", "--output-file"}:
            yield posixpath.basename(words[position + 1])
    if words and words[0] in {"touch", "wget", "curl", "cp", "mv", "nano", "vim", "vi", "echo", "gdown", "copy", "ln"}:
        yield from (posixpath.basename(word.lstrip(">")) for word in words[1:])
    if words[:2] == ("jupytext", "--to") or words[:2] == ("jupyter", "nbconvert"):
        yield from (f"{posixpath.splitext(posixpath.basename(w))[0]}.py" for w in words if w.endswith(".ipynb"))
