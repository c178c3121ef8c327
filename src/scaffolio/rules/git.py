"""GIT: what is in the work tree and should not be, and what keeps it out."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from scaffolio.example_files import KAGGLE_KEY
from scaffolio.model import Finding, Scope, Severity
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import rule

_CHECKPOINTS = ".ipynb_checkpoints"
_JUNK_FOLDERS = frozenset(
    [
        "__pycache__",
        _CHECKPOINTS,
        "node_modules",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".tox",
        ".nox",
        ".eggs",
        ".virtual_documents",
        "__MACOSX",
    ]
)
_JUNK_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".Rhistory"})
_ENVIRONMENT = regex(
    r"(?P<root>(?:^|.*/)[^/]+)/(?:pyvenv\.cfg|lib/python3\.\d+/site-packages/.+|Lib/site-packages/.+)\Z"
)
_COMPILED = regex(r"\.py[cod]\Z")


@rule(
    "GIT003",
    Severity.WARNING,
    scope=Scope.ANYWHERE,
    minutes=3,
    bad={"README.md": "# Churn\n", "src/__pycache__/train.cpython-311.pyc": "\x00"},
    good={"README.md": "# Churn\n", "src/train.py": "print(1)\n", ".gitignore": "__pycache__/\n"},
)
def junk_tracked(project: Project) -> Iterator[Finding]:
    """Files that a machine makes anew are among the project's: virtual environments, caches, notebook checkpoints.

    **Why.** A committed virtual environment or `node_modules` is on reviewers' lists of what makes a repository look
    unkempt; it also carries one machine's paths to everybody else's.

    **Fix.** `git rm -r --cached` what is named, and add its name to `.gitignore`.
    """
    found: Counter[str] = Counter()
    for path in project.files.paths:
        if junk := _junk(path):
            found[junk] += 1
    for place in sorted(found):
        if f"{place}/pyvenv.cfg" in project.paths:  # all of it is the environment's, scripts and manuals too
            found[place] = sum(path.startswith(f"{place}/") for path in project.files.paths)
        noun = "file" if found[place] == 1 else "files"
        said = f"{place} is part of the repository"
        fix = _MOVE if posixpath.basename(place) == _CHECKPOINTS and _only_copies(project, place) else None
        yield Finding(said, place, None, f"{found[place]} {noun}", fix)


_MOVE = "Move what is nowhere else out of it; then `git rm -r --cached` it, and add its name to `.gitignore`."


def _only_copies(project: Project, place: str) -> bool:
    """Whether a folder of Jupyter's copies holds one of a notebook that is not there itself."""
    inside = [path.removeprefix(f"{place}/") for path in project.files.paths if path.startswith(f"{place}/")]
    folder = posixpath.dirname(place)
    return any(posixpath.join(folder, name.replace("-checkpoint.", ".")) not in project.paths for name in inside)


def _junk(path: str) -> str | None:
    """The folder or file that a path is junk by; folders of one name count once, at the highest."""
    environment = _ENVIRONMENT.match(path)
    if environment:
        return environment["root"]
    parts = path.split("/")
    for position, part in enumerate(parts[:-1]):
        if part in _JUNK_FOLDERS or part.endswith(".egg-info"):
            return "/".join(parts[: position + 1])
    return path if parts[-1] in _JUNK_FILES or _COMPILED.search(path) else None


_TEXT = regex(
    r"\.(?:py|md|ipynb|toml|ya?ml|json|txt|cfg|ini|sh|csv|tsv|rst|r|jl|js|ts|html|css|sql|tex|bib|cff)\Z|"
    r"(?:^|/)(?:Dockerfile|Makefile|LICENSE|\.gitignore|\.env\.example)\Z",
    re.IGNORECASE,
)
_LARGEST = 1_000_000
_CONFLICT = regex(
    rb"^<{7} [^\n]*\n(?:(?!<{7} |>{7} )[^\n]*\n)*?={7}\r?\n(?:(?!<{7} |>{7} )[^\n]*\n)*?>{7} ", re.MULTILINE
)
_START = b"<" * 7 + b" "


@rule(
    "GIT004",
    Severity.ERROR,
    scope=Scope.ANYWHERE,
    minutes=5,
    bad={"README.md": "# Churn\n", "train.py": f"{'<' * 7} HEAD\nC = 1\n{'=' * 7}\nC = 10\n{'>' * 7} tuning\n"},
    good={
        "README.md": "# Churn\n",
        "train.py": "C = 10\n",
        "docs/merging.md": "Git writes `<<<<<<< HEAD` above your lines.\n",
    },
)
def conflict_marker(project: Project) -> Iterator[Finding]:
    """A file still holds the markers of a merge that was never resolved.

    Files of up to 1 MB are read. Markers inside a Markdown code block are an explanation, not a conflict.

    **Why.** Python with a conflict marker does not parse, a notebook with one does not open.

    **Fix.** Keep the lines that are right and delete the three markers.
    """
    for path in project.files.paths:
        if not _TEXT.search(path) or project.files.size(path) > _LARGEST:
            continue
        content = project.content(path)
        if _START not in content:
            continue
        match = _CONFLICT.search(content)
        if match and not _explained(project, path, content[: match.start()].count(b"\n") + 1):
            line = content.count(b"\n", 0, match.start()) + 1
            evidence = content[match.start() : match.start() + 60].split(b"\n")[0].decode(errors="replace")
            yield Finding("an unresolved merge is left in the file", path, line, evidence)


def _explained(project: Project, path: str, line: int) -> bool:
    if not path.lower().endswith((".md", ".markdown")):
        return path.lower().endswith((".rst", ".tex", ".html"))
    fences = project.document(path).fences
    return any(fence.line <= line < fence.line + fence.content.count("\n") + 1 for fence in fences)


@rule(
    "GIT001",
    Severity.ERROR,
    scope=Scope.REPOSITORY,
    minutes=20,
    bad={"README.md": "# Churn\n", "kaggle.json": KAGGLE_KEY},
    good={
        "README.md": "# Churn\n",
        "download.py": 'import os\n\nTOKEN = os.environ["KAGGLE_KEY"]\n',
        "kaggle.example.json": '{"username": "your-name", "key": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}\n',
    },
)
def secret_committed(project: Project) -> Iterator[Finding]:
    """A file holds what has the exact form of a key, a token or a private key.

    Files of up to 1 MB are read, and every cell of a notebook; pictures, tests, lock files and others' code are not.
    The value is never printed.

    **Why.** Whoever finds a key in a public repository can use it, and programs look for nothing else
    (docs.github.com, "About secret scanning"). Of a reviewer it costs the trust in everything else.

    **Fix.** Revoke the key where it was issued: deleting the line is not enough, since the history keeps it. Then read
    it from the environment, and name the file that sets it in `.gitignore`.
    """
    for found in project.secrets:
        yield Finding(f"this looks like a {found.secret.kind}", found.path, found.line, found.secret.described)


@rule(
    "GIT008",
    Severity.ADVICE,
    scope=Scope.REPOSITORY,
    minutes=2,
    bad={"README.md": "# Churn\n", "train.py": "print(1)\n"},
    good={"README.md": "# Churn\n", "train.py": "print(1)\n", ".gitignore": "__pycache__/\n.venv/\n"},
)
def no_gitignore(project: Project) -> Iterator[Finding]:
    """There is code, and no `.gitignore` anywhere.

    **Why.** Without one, the next `git add .` brings caches, virtual environments and keys into the repository; GitHub
    keeps a template for Python (github.com/github/gitignore).

    **Fix.** Add a `.gitignore` that names `__pycache__/`, `.venv/`, `.ipynb_checkpoints/`, `.env` and what runs write.
    """
    ignoring = any(path.rpartition("/")[2] == ".gitignore" for path in project.files.paths)
    if project.code_paths and not ignoring:
        yield Finding("no .gitignore found", ".gitignore")
