"""DAT, on size: what weighs too much to lie in the repository itself."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator

from scaffolio.example_files import TABLE_START
from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.attributes import lfs_rules
from scaffolio.parsers.data_files import is_data, is_weights
from scaffolio.parsers.pointers import POINTER_LIMIT, is_pointer
from scaffolio.patterns import regex
from scaffolio.project import LargeFile, Project
from scaffolio.rule import rule

LARGE = 5_000_000
"""Bytes above which a data file is large (5 MB)."""

HEAVY = 1_000_000
"""Bytes above which weights are better kept elsewhere (1 MB)."""


@rule(
    "DAT003",
    Severity.WARNING,
    minutes=15,
    scope=Scope.ANYWHERE,
    bad={"data/churn.csv": LargeFile(TABLE_START, 6_000_000)},
    good={
        "data/churn.csv": LargeFile(TABLE_START, 6_000_000),
        ".gitattributes": "*.csv filter=lfs diff=lfs merge=lfs -text\n",
    },
)
def large_data_committed(project: Project) -> Iterator[Finding]:
    """A data file of more than 5 MB lies in the repository itself.

    Files that Git LFS or DVC keeps are passed over. Several below one folder are one finding.

    **Why.** Every clone fetches it, in every version it ever had; GitHub warns from 50 MB on and refuses 100 MB
    (docs.github.com, "About large files on GitHub"; pynblint, "large data files").

    **Fix.** Keep a sample and a script that downloads the rest, or move it to Git LFS, DVC or a release.
    """
    large = (path for path in project.files.paths if project.files.size(path) > LARGE and is_data(path))
    yield from _by_folder(project, large, "data")


def _top(path: str) -> str:
    """The topmost folder a path lies in; empty at the root."""
    return path.split("/", maxsplit=1)[0] if "/" in path else ""


def _by_folder(project: Project, paths: Iterable[str], what: str) -> Iterator[Finding]:
    """One finding for each topmost folder: at its largest file, with how many others are kept nowhere else."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        if not _kept_elsewhere(project, path):
            found[_top(path)].append(path)
    for top, files in found.items():
        largest = max(files, key=lambda path: (project.files.size(path), path))
        size = project.files.size(largest) / 1e6
        more = f"; {len(files) - 1} more below {top or 'the root'}" if len(files) > 1 else ""
        yield Finding(f"{size:.0f} MB of {what} in the repository{more}", largest)


_GIT_STORE = regex(r"(?:^|/)objects/(?:pack|[0-9a-f]{2})/")


def _kept_elsewhere(project: Project, path: str) -> bool:
    """Whether Git LFS or DVC keeps a file, which then only happens to be here, or Git's own store does."""
    full = f"{project.prefix}{path}"
    if _GIT_STORE.search(full) or is_pointer(project.files.read(path, POINTER_LIMIT)):
        return True
    above = _above(full)
    if any(f"{place}.dvc" in project.whole.paths for place in (full, *above) if place):
        return True
    return any(_goes_to_lfs(project.whole, folder, full) for folder in above)


def _goes_to_lfs(whole: Project, folder: str, path: str) -> bool:
    """Whether the attributes in a folder give a file below it to Git LFS."""
    attributes = posixpath.join(folder, ".gitattributes")
    if attributes not in whole.paths or b"filter=lfs" not in whole.content(attributes):
        return False
    return lfs_rules(whole.text(attributes)).matches(path.removeprefix(f"{folder}/"))


def _above(path: str) -> list[str]:
    """The folders a path lies in, the innermost first and the root, an empty name, last."""
    found = []
    while path:
        path = posixpath.dirname(path)
        found.append(path)
    return found


@rule(
    "DAT005",
    Severity.WARNING,
    minutes=15,
    scope=Scope.ANYWHERE,
    bad={"models/churn.pt": LargeFile("PK", 9_000_000)},
    good={"models/churn.pt": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9000000\n"},
)
def weights_committed(project: Project) -> Iterator[Finding]:
    """A trained model of more than 1 MB lies in the repository itself.

    Files that Git LFS or DVC keeps are passed over. Several below one folder are one finding.

    **Why.** Each training adds a whole binary to what every clone fetches, and a binary that cannot be reviewed is a
    risk of its own (OpenSSF Scorecard, "Binary-Artifacts").

    **Fix.** Attach it to a release, or put it on a model hub or in Git LFS, and link it from README.
    """
    heavy = (path for path in project.own_paths if project.files.size(path) > HEAVY and is_weights(path))
    yield from _by_folder(project, heavy, "weights")
