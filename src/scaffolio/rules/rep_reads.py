"""REP, on what code reads: whether the files that it opens are there."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from scaffolio.model import Finding, Severity
from scaffolio.parsers.data_files import is_data, is_weights
from scaffolio.parsers.file_reads import WRITES, literal_reads, may_read
from scaffolio.patterns import regex
from scaffolio.project import Project
from scaffolio.rule import rule

_LARGEST = 100_000
"""Bytes of a document or script that is searched."""

_LOST = 3
"""Files that one project is told of at most."""


@rule(
    "REP015",
    Severity.WARNING,
    minutes=15,
    bad={"README.md": "# Churn\n", "train.py": "import pandas as pd\n\ntable = pd.read_csv('data/churn.csv')\n"},
    good={
        "README.md": "# Churn\n",
        "train.py": "import pandas as pd\n\ntable = pd.read_csv('data/churn.csv')\n",
        "data/churn.csv": "tenure,churn\n1,0\n",
    },
)
def reads_missing_file(project: Project) -> Iterator[Finding]:
    """Code reads a file that is nowhere, or that lies in another folder than the one it is read from.

    A file is nowhere if it is neither committed, nor written or fetched by any code, nor spoken of. It lies elsewhere
    if neither the folder of the code nor one above it has it under the path that is read. Only relative paths that are
    written out are judged. A project that writes or downloads files, ignores the path, or names the file or a place to
    get it in a document is passed over; so is, for files that lie elsewhere, code that changes its folder.

    **Why.** A visitor who follows the README meets FileNotFoundError, one of the commonest errors when published
    notebooks are run again (Pimentel et al. 2019).

    **Fix.** Commit the file if it is small and free, or say in the README where to get it and where to put it; where it
    lies elsewhere, write the path as seen from the code.
    """
    reads = sorted(_reads(project), key=lambda read: (read[1], read[2]))
    there: dict[str, list[str]] = defaultdict(list)
    for file in project.whole.files.paths:
        there[posixpath.basename(file).lower()].append(file)
    spoken = Counter(posixpath.basename(name) for name, _, _ in reads)
    obtains = _obtains_files(project) if reads else False
    told: set[str] = set()
    for name, path, line in reads:
        base = posixpath.basename(name)
        if base in told or _mentions(project, base) > spoken[base]:
            continue
        places = there.get(base.lower(), [])
        if places:
            message = _misplaced(project, name, path, places)
        else:
            lost = not obtains and not _kept_away(project, name) and not name.startswith(_KAGGLE)
            message = f"{base} is read, and is not in the repository" if lost else None
        if message:
            told.add(base)
            if len(told) <= _LOST:
                yield Finding(message, path, line, name)


_KAGGLE = "../input/"
"""Where Kaggle puts the data of a notebook that runs there."""


def _reads(project: Project) -> Iterator[tuple[str, str, int]]:
    """Each relative path that code reads, the file that reads it, and the line."""
    for path in project.main_code:
        if may_read(project.code(path)):
            for tree, source in project.sources(path, may_read):
                yield from ((name, path, source.line_of(line)) for name, line in literal_reads(tree))


_MOVES = regex(rb"chdir\(|[%!]cd\b|pushd|\b(?:COPY|cp|mv|ln)[ \t]|\bshutil\.|\bos\.(?:rename|replace|symlink)\(")
_SCRIPT = regex(
    r"\.(?:sh|bat|ps1|ya?ml|md|rst|txt|mk)\Z|(?:^|/)(?:[^/]*dockerfile[^/]*|makefile|procfile)\Z", re.IGNORECASE
)
_ENTERED = regex(r"\bcd[ \t]+[\"']?(?P<folder>[^\s\"'&;`]{1,200})")


def _misplaced(project: Project, name: str, path: str, places: list[str]) -> str | None:
    """What is wrong with a path whose file is committed, but not where the path leads; ``None`` where it may be right.

    The path is followed from the code's own folder, from each folder above it and from each that a document or script
    enters. Another project's file of that name, or one that differs in upper and lower case, is no sure sign.
    """
    if not is_data(name) and not is_weights(name):
        return None
    scripts = [file for file in project.whole.files.paths if _SCRIPT.search(file)]
    read = [project.whole.content(file) for file in scripts if project.whole.files.size(file) < _LARGEST]
    if any(_MOVES.search(text) for text in (*read, *(project.code(file) for file in project.code_paths))):
        return None
    entered = {
        match["folder"].rstrip("/").rpartition("/")[2]
        for text in read
        for match in _ENTERED.finditer(text.decode(errors="replace"))
    }
    folders = {posixpath.dirname(place) for place in project.whole.files.paths}
    starts = {folder for folder in folders if posixpath.basename(folder) in entered}
    full = posixpath.dirname(f"{project.prefix}{path}")
    while full:
        starts.add(full)
        full = posixpath.dirname(full)
    led = {posixpath.normpath(posixpath.join(start, name)) for start in (*starts, "")}
    inside = [place.removeprefix(project.prefix) for place in places if place.startswith(project.prefix)]
    if not inside or led.intersection(places) or any(posixpath.basename(name) not in place for place in places):
        return None
    where = posixpath.dirname(name) or "the working folder"
    return f"{posixpath.basename(name)} is read from {where}, and lies in {posixpath.dirname(inside[0]) or 'the root'}"


def _obtains_files(project: Project) -> bool:
    """Whether any code makes or fetches files, or a document says where they come from."""
    if any(WRITES.search(project.code(path)) for path in project.code_paths):
        return True
    documents = [path for path in project.whole.files.paths if path.lower().endswith((".md", ".rst", ".txt"))]
    return any(
        _SOURCE.search(project.whole.text(path)) for path in documents if project.whole.files.size(path) < _LARGEST
    )


_SOURCE = regex(
    r"(?i)kaggle|download|data ?sets?\b|drive\.google|zenodo|figshare|archive\.ics|dropbox|onedrive|dvc pull|"
    r"not included"
)


def _kept_away(project: Project, name: str) -> bool:
    path = posixpath.normpath(name).lstrip("./")
    return project.ignores(path) or any(project.ignores(f"{folder}/{path}") for folder in ("src", "notebooks", "data"))


def _mentions(project: Project, base: str) -> int:
    needle = base.encode()
    return sum(
        project.whole.code(path).count(needle) if path.endswith(".ipynb") else project.whole.content(path).count(needle)
        for path in project.whole.files.paths
        if path.lower().endswith(
            (".py", ".ipynb", ".md", ".rst", ".txt", ".sh", ".yml", ".yaml", ".toml", ".dvc", "makefile")
        )
        and (path.endswith(".ipynb") or project.whole.files.size(path) < _LARGEST)
    )
