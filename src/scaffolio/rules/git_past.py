"""GIT, on the past: what earlier versions carry, a secret or a large file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from scaffolio.example_files import KAGGLE_KEY
from scaffolio.model import Finding, Scope, Severity
from scaffolio.parsers.history import Change, Commit, History
from scaffolio.parsers.secrets import FoundSecret, find_in_versions, may_hold_secret, secret_rank
from scaffolio.project import Project
from scaffolio.rule import NotAssessedError, git_history, rule

PAST_VERSIONS = 1_000
"""Past versions of files that are searched for secrets, the likeliest and newest first."""

PAST_BYTES = 8_000_000
"""Bytes of past versions that are searched for secrets, together."""

PAST_SIZE = 250_000
"""Bytes of the largest past version that is searched for secrets."""

LARGE_BLOB = 10_000_000
"""Bytes above which a past version makes every clone slow."""

_LISTED = 10


@rule(
    "GIT002",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=30,
    bad={
        "README.md": "# Churn\n",
        ".git/log": "2026-03-02 Ada: Ignore the key\nD kaggle.json\n2026-03-01 Ada: Download\nA kaggle.json\n",
        ".git/past/kaggle.json": KAGGLE_KEY,
    },
    good={
        "README.md": "# Churn\n",
        ".git/log": "2026-03-02 Ada: Drop the settings\nD config.py\n2026-03-01 Ada: Add settings\nA config.py\n",
        ".git/past/config.py": "SEED = 1\n",
    },
)
def secret_in_history(project: Project) -> Iterator[Finding]:
    """An earlier version of a file holds what has the exact form of a key or token.

    Up to 1,000 versions of up to 250 kB are searched, those of files named like settings first, then the newest.

    **Why.** Every clone carries every version: a key that was committed once is public, whatever the files say now
    (docs.github.com, "Removing sensitive data from a repository").

    **Fix.** Revoke the key where it was issued. After that, rewriting the history is optional, and breaks others'
    clones.
    """
    history = git_history(project)
    versions = _past_versions(history)
    chosen = _affordable(versions, history)
    known = {found.secret.value for found in project.secrets} if chosen else set()
    leaks = []
    for commit, found in _leaks(history, chosen):
        if found.secret.value not in known:
            known.add(found.secret.value)
            leaks.append((commit, found))
    for commit, found in leaks:
        where = f"commit {commit.id[:7]} of {_day(commit)}"
        message = f"{where} holds on line {found.line} what looks like a {found.secret.kind}"
        yield Finding(message, found.path, None, found.secret.described)
    if not leaks and (len(chosen) < len(versions) or not history.whole):
        raise NotAssessedError(f"the {len(chosen)} past versions searched hold no secret; there are more")


def _gone(history: History) -> Iterator[tuple[Commit, Change]]:
    """Each version that is no longer a file's last, with the commit that made it, the newest first."""
    current = set(history.current().values())
    return ((commit, change) for commit in history.commits for change in commit.changes if change.blob not in current)


def _past_versions(history: History) -> dict[str, tuple[Commit, Change]]:
    """Each version that is gone and may hold a secret, and the newest commit that made it."""
    versions: dict[str, tuple[Commit, Change]] = {}
    for commit, change in _gone(history):
        size = history.sizes.get(change.blob, PAST_SIZE + 1)
        if size <= PAST_SIZE and may_hold_secret(change.path, size):
            versions.setdefault(change.blob, (commit, change))
    return versions


def _affordable(versions: dict[str, tuple[Commit, Change]], history: History) -> dict[str, tuple[Commit, Change]]:
    """As many versions as are searched: those of telling names first, then the newest, notebooks last."""
    ranked = sorted(versions.items(), key=lambda version: secret_rank(version[1][1].path))
    chosen: dict[str, tuple[Commit, Change]] = {}
    room = PAST_BYTES
    for blob, version in ranked:
        size = history.sizes[blob]
        if size <= room and len(chosen) < PAST_VERSIONS:
            chosen[blob] = version
            room -= size
    return chosen


def _leaks(history: History, versions: dict[str, tuple[Commit, Change]]) -> Iterator[tuple[Commit, FoundSecret]]:
    contents = ((blob, versions[blob][1].path, content) for blob, content in history.contents(list(versions)))
    return ((versions[blob][0], found) for blob, found in find_in_versions(contents))


def _day(commit: Commit) -> str:
    try:
        return datetime.fromtimestamp(commit.time, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return "an unknown day"


@rule(
    "GIT005",
    Severity.WARNING,
    scope=Scope.REPOSITORY,
    minutes=30,
    bad={
        "README.md": "# Churn\n",
        ".git/log": "2026-03-02 Ada: Drop the weights\nD model.pt\n2026-03-01 Ada: Train\nA model.pt 48000000\n",
    },
    good={
        "README.md": "# Churn\n",
        ".git/log": "2026-03-02 Ada: Drop the weights\nD model.pt\n2026-03-01 Ada: Train\nA model.pt 48000\n",
    },
)
def large_blob_in_history(project: Project) -> Iterator[Finding]:
    """The history carries versions of a file over 10 MB that are no longer in the work tree.

    The ten largest files are named. What is in the work tree now is judged by other rules.

    **Why.** Every clone downloads every version ever committed; GitHub warns of files over 50 MB and asks to keep a
    repository under 1 GB (docs.github.com, "About large files on GitHub").

    **Fix.** Keep such files in releases, Git LFS or DVC from now on. Where nobody else builds on the repository,
    `git filter-repo --strip-blobs-bigger-than 10M` takes them out of the history.
    """
    history = git_history(project)
    sizes: dict[str, dict[str, int]] = {}
    for _, change in _gone(history):
        size = history.sizes.get(change.blob, 0)
        if size > LARGE_BLOB:
            sizes.setdefault(change.path, {})[change.blob] = size
    largest = sorted(sizes, key=lambda path: (-sum(sizes[path].values()), path))[:_LISTED]
    for path in largest:
        versions = sizes[path].values()
        number = "one version" if len(versions) == 1 else f"{len(versions)} versions"
        yield Finding(
            f"the history carries {sum(versions) / 1e6:.0f} MB of a file that is gone or replaced", path, None, number
        )
    if not largest and not history.whole:
        raise NotAssessedError("only the newest commits are here")
    if not largest and history.lacks_versions:
        raise NotAssessedError("the clone lacks some large versions, whose size is not known")
