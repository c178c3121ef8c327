"""What a Git history says: its commits, what each changed, and the past versions of files.

Read from ``git log --raw``, which names the content of every version as well; a
repository's own door to Git fills :class:`History`. For examples and tests a
history can be told in words, see :func:`told_history`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

COMMIT_LIMIT = 5_000
"""Commits that are read, the newest first; what is older is not assessed."""

LOG_FORMAT = "%H%n%at%n%aN%n%s"
"""What :func:`read_log` expects of each commit, for ``git log -z --raw``."""

TOLD = ".git/log"
"""Where a tree in memory tells its history."""

_TOLD_CONTENT = ".git/past/"
_ENTRY = regex(r":\d+ (?P<mode>\d+) [0-9a-f]+ (?P<blob>[0-9a-f]+) (?P<kind>[A-Z])\d*\Z")
_FILE_MODES = ("100644", "100755")

Contents = Callable[[Sequence[str]], Iterator[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class Change:
    """One file that a commit added (``A``), modified (``M``) or deleted (``D``).

    ``blob`` names the content it was given; it is empty for a deletion, a link or a submodule.
    """

    kind: str
    path: str
    blob: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: when its author wrote it (seconds since 1970, UTC), who, what for, what changed.

    A merge lists no changes, since those are its parents'.
    """

    id: str
    time: int
    author: str
    subject: str
    changes: tuple[Change, ...] = ()


def _in(change: Change, prefix: str) -> bool:
    return change.path.startswith(prefix)


def _moved(change: Change, prefix: str) -> Change:
    return replace(change, path=change.path.removeprefix(prefix))


def _nothing(_blobs: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    return iter(())


@dataclass(frozen=True, slots=True)
class History:
    """The commits that lead to what is checked out, the newest first.

    ``shallow`` when Git was told to fetch only the last ones; not ``complete`` when
    more than :data:`COMMIT_LIMIT` exist. ``sizes`` gives the bytes of each version
    that is here; a partial clone lacks some. ``contents`` reads versions in bulk.
    """

    commits: tuple[Commit, ...]
    shallow: bool = False
    complete: bool = True
    sizes: Mapping[str, int] = field(default_factory=dict)
    contents: Contents = _nothing

    @property
    def whole(self) -> bool:
        """Whether the first commit is among those read."""
        return self.complete and not self.shallow

    @property
    def lacks_versions(self) -> bool:
        """Whether a version that the commits name is not stored here, as in a partial clone."""
        return any(
            change.blob and change.blob not in self.sizes for commit in self.commits for change in commit.changes
        )

    def below(self, prefix: str) -> History:
        """The commits that changed something below a folder (``"churn/"``), with paths as seen from it."""
        commits = (
            replace(commit, changes=tuple(_moved(change, prefix) for change in commit.changes if _in(change, prefix)))
            for commit in self.commits
        )
        return replace(self, commits=tuple(commit for commit in commits if commit.changes))

    def current(self) -> dict[str, str]:
        """Each path's newest change, as the content it left; empty for what was deleted."""
        newest: dict[str, str] = {}
        for commit in self.commits:
            for change in commit.changes:
                newest.setdefault(change.path, change.blob)
        return newest


def read_log(log: str) -> tuple[Commit, ...]:
    """Read what ``git log -z --raw --no-renames --format=LOG_FORMAT`` prints.

    Fields are told apart by position, so no name or subject can pass for another field.
    """
    commits: list[Commit] = []
    changes: list[Change] = []
    tokens = iter(log.split("\0"))
    head: list[str] | None = None
    for token in tokens:
        entry = _ENTRY.match(token.lstrip("\n"))
        if entry:
            regular = entry["mode"] in _FILE_MODES
            changes.append(Change(entry["kind"], next(tokens, ""), entry["blob"] if regular else ""))
        elif token.count("\n") >= 3:  # noqa: PLR2004  the line ends of LOG_FORMAT
            commits += _commit(head, changes)
            head, changes = token.strip("\n").split("\n"), []
    commits += _commit(head, changes)
    return tuple(commits)


def _commit(head: list[str] | None, changes: list[Change]) -> list[Commit]:
    if head is None:
        return []
    name, time, author, subject = (*head, "", "", "")[:4]
    seconds = int(time) if time.removeprefix("-").isdecimal() else 0
    return [Commit(name, seconds, author, subject, tuple(changes))]


def told_history(tree: Mapping[str, bytes]) -> History | None:
    """Read a history told in words, the newest commit first; ``None`` when none is told.

    Each commit is a line ``2026-03-01 Ada Example: What for`` and under it one line
    a change: ``A path``, ``M path 12000000`` (its bytes) or ``D path``. What a past
    version held stands at ``.git/past/PATH``.
    """
    if TOLD not in tree:
        return None
    commits: list[Commit] = []
    sizes: dict[str, int] = {}
    contents: dict[str, bytes] = {}
    for number, line in enumerate(tree[TOLD].decode().splitlines()):
        kind, _, rest = line.partition(" ")
        if kind in {"A", "M", "D"}:
            path, _, size = rest.partition(" ")
            blob = "" if kind == "D" else _name(line)
            past = tree.get(_TOLD_CONTENT + path, b"")
            if blob:
                sizes[blob], contents[blob] = int(size or len(past)), past
            last = commits[-1]
            commits[-1] = Commit(
                last.id, last.time, last.author, last.subject, (*last.changes, Change(kind, path, blob))
            )
        elif line.strip():
            author, _, subject = rest.partition(": ")
            time = int(datetime.fromisoformat(kind).replace(tzinfo=UTC).timestamp())
            commits.append(Commit(_name(f"{number} {line}"), time, author, subject))
    return History(
        tuple(commits), sizes=sizes, contents=lambda blobs: ((blob, contents.get(blob, b"")) for blob in blobs)
    )


def _name(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
