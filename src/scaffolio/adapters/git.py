"""The door to Git, asked in bulk and never with hooks of others.

What is written goes through GitPython. It is imported inside the functions: it takes
longer to import than a small audit takes, and refuses to be imported where Git is
missing. What is only read comes from Git itself.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from scaffolio.adapters.process import SAFE, ask_git, git_command
from scaffolio.errors import CannotRunError
from scaffolio.nouns import dataclass
from scaffolio.parsers.history import COMMIT_LIMIT, LOG_FORMAT, History, read_log

if TYPE_CHECKING:
    import git

_REGULAR = "100"
_SKIPPED = "S"
"""How ``git ls-files`` begins the mode of a regular file, and marks one that a sparse checkout leaves out."""

IMPORTED = ("git",)
"""What is imported to write with."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who commits, as the person configured it."""

    name: str
    email: str


def is_installed() -> bool:
    """Whether a ``git`` can be started."""
    return shutil.which("git") is not None


def require() -> None:
    """Raise when Git is missing and the caller cannot do without."""
    if not is_installed():
        raise CannotRunError("Git is not installed, or not on the PATH", "Install Git, or pass --no-git")


def identity(folder: Path) -> Identity | None:
    """The name and e-mail that Git would commit with in this folder, if both are set.

    Git's guess from user and host name does not count: a commit carries the person's
    own words about who they are, or there is none.
    """
    if not is_installed():
        return None
    module = _import_git()
    try:
        line = _command(folder)(c=["user.useConfigOnly=true"]).var("GIT_AUTHOR_IDENT")
    except module.GitCommandError:
        return None
    name, _, rest = line.partition(" <")
    return Identity(name, rest.partition(">")[0])


def work_tree(folder: Path) -> Path | None:
    """The root of the work tree that holds this folder, or ``None`` outside of any."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    return None


def initialise(folder: Path) -> None:
    """Make a repository whose branch is ``main``."""
    module = _import_git()
    try:
        module.Repo.init(folder, initial_branch="main").close()
    except module.GitCommandError as error:
        raise CannotRunError(f"git init failed: {_said(error)}", "Run it by hand, or pass --no-git") from error


def stage(folder: Path, paths: Sequence[str]) -> None:
    """Stage exactly these paths, even those that a user-wide ignore file leaves out."""
    module = _import_git()
    try:
        _command(folder).add("--force", "--", *paths)
    except module.GitCommandError as error:
        raise CannotRunError(f"git add failed: {_said(error)}", "Run it by hand, or pass --no-git") from error


def stage_changes(folder: Path) -> None:
    """Stage every change below the folder that is not ignored."""
    _import_git()
    _command(folder).add("--all", "--", ".")


def commit(folder: Path, message: str) -> str | None:
    """Commit what is staged and return the short commit; ``None`` when Git refuses.

    Git refuses without an identity and when signing fails; what was staged stays so.
    """
    module = _import_git()
    try:
        _command(folder).commit("--quiet", "--no-verify", "--message", message)
        return str(_command(folder).rev_parse("--short", "HEAD"))
    except module.GitCommandError:
        return None


def has_changes(folder: Path) -> bool:
    """Whether the work tree below the folder differs from the last commit."""
    return bool(_read(folder, "status", "--porcelain", "--", "."))


def head(folder: Path) -> str | None:
    """The full commit checked out here, or ``None`` before the first or outside of Git."""
    if not is_installed() or work_tree(folder) is None:
        return None
    found = _read(folder, "rev-parse", "--verify", "--quiet", "HEAD")
    return found.decode("ascii").strip() if found else None


def remote_address(folder: Path) -> str | None:
    """Where the repository of this folder, or the bare one in it, is pushed to: the address of ``origin``."""
    told = _read(folder, "config", "--get", "remote.origin.url")
    return told.decode("utf-8", errors="replace").strip() or None if told else None


def listed_files(folder: Path) -> list[str] | None:
    """Files Git tracks and untracked ones it does not ignore; ``None`` outside of a work tree."""
    if not is_installed() or work_tree(folder) is None:
        return None
    listed = _read(folder, "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", ".")
    return None if listed is None else sorted({os.fsdecode(path) for path in listed.split(b"\0") if path})


def unfetched(folder: Path, paths: Collection[str]) -> list[str]:
    """Those of these tracked files, which are not on disk, that were never fetched or checked out; sorted.

    A partial clone or snapshot lacks their content, or a sparse checkout leaves them out;
    what only was deleted is not among them.
    """
    staged: dict[str, str] = {}
    left_out: set[str] = set()
    for entry in (_read(folder, "ls-files", "--stage", "-t", "-z", "--", ".") or b"").split(b"\0"):
        head, _, name = entry.partition(b"\t")
        tag, mode, blob, _stage = head.decode("ascii").split(" ") if head else ("", "", "", "")
        if mode.startswith(_REGULAR) and (path := os.fsdecode(name)) in paths:
            staged[path] = blob
            if tag == _SKIPPED:
                left_out.add(path)
    root = work_tree(folder)
    stored = _sizes(folder, _store(root), sorted(set(staged.values()))) if staged and root else {}
    return sorted(path for path, blob in staged.items() if path in left_out or blob not in stored)


def history(folder: Path) -> History | None:
    """The commits that lead to what is checked out in this folder; ``None`` without any.

    Two processes, whatever the number of commits: one log, and one for the sizes of
    what it names. A signature is never checked, for that would start a program which
    the repository's settings name; what a partial clone lacks is not fetched.
    """
    root = work_tree(folder) if is_installed() else None
    if root is None:
        return None
    below = [] if root == folder else ["--relative"]
    return _read_history(folder, _store(root), [*below, "--", *([] if root == folder else ["."])])


def history_of(git_dir: Path, commit: str, folder: str = "") -> History | None:
    """The commits that lead to one, of a bare repository too; below a folder of it, where one is named."""
    if not is_installed():
        return None
    common = git_dir / "commondir"
    store = (git_dir / common.read_text(encoding="utf-8").strip()).resolve() if common.is_file() else git_dir
    below = [f"--relative={folder}", "--", folder] if folder else ["--"]
    return _read_history(git_dir, store, [commit, *below])


def _read_history(folder: Path, store: Path, which: Sequence[str]) -> History | None:
    """Read the commits that ``which`` selects, asking Git in this folder; ``store`` is where it keeps its objects."""
    options = ["-z", "--raw", "--no-abbrev", "--no-renames", "--no-show-signature", "--no-ext-diff", "--no-color"]
    bounds = [f"--format=tformat:{LOG_FORMAT}", f"--max-count={COMMIT_LIMIT + 1}"]
    log = _read(folder, "log", *options, *bounds, *which)
    if log is None:
        return None
    commits = read_log(log.decode("utf-8", errors="replace"))
    named = sorted({change.blob for commit in commits for change in commit.changes if change.blob})
    sizes = _sizes(folder, store, named)
    return History(
        commits[:COMMIT_LIMIT],
        shallow=(store / "shallow").is_file(),
        complete=len(commits) <= COMMIT_LIMIT,
        sizes=sizes,
        contents=lambda blobs: _contents(folder, blobs),
    )


def _store(root: Path) -> Path:
    """Where the repository of this work tree keeps what all its work trees share."""
    if (root / ".git").is_dir():
        return root / ".git"
    return root / os.fsdecode((_read(root, "rev-parse", "--git-common-dir") or b".git").strip())


def _sizes(folder: Path, store: Path, blobs: Sequence[str]) -> dict[str, int]:
    """Bytes of each of these versions that is stored here; a partial clone is asked for none it would fetch."""
    if any((store / "objects/pack").glob("*.promisor")):
        names = "--batch-check=%(objectname)"
        stored = set(
            (_read(folder, "cat-file", "--batch-all-objects", names, "--unordered", "--buffer") or b"").split()
        )
        blobs = [blob for blob in blobs if blob.encode("ascii") in stored]
    listing = _answer(folder, "--batch-check", blobs)
    fields = (line.split(b" ") for line in listing.splitlines() if b" blob " in line)
    return {name.decode("ascii"): int(size) for name, _kind, size in fields}


def _contents(folder: Path, blobs: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """What these versions hold, all from one process; ask only for those whose size is known."""
    answer = _answer(folder, "--batch", blobs)
    start = 0
    while start < len(answer):
        end = answer.index(b"\n", start)
        name, kind, *size = answer[start:end].split(b" ")
        length = int(size[0]) if kind == b"blob" else -1
        if length >= 0:
            yield name.decode("ascii"), answer[end + 1 : end + 1 + length]
        start = end + 2 + length if length >= 0 else end + 1


def _answer(folder: Path, option: str, blobs: Sequence[str]) -> bytes:
    given = "".join(f"{blob}\n" for blob in blobs).encode("ascii")
    return _read(folder, "cat-file", option, "--buffer", given=given) or b""


def _read(folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """What Git prints of this folder; ``None`` when it fails."""
    return ask_git(git_command(*arguments, folder=folder), given)


def _import_git() -> ModuleType:
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    import git

    return git


def _command(folder: Path) -> git.Git:
    command: git.Git = _import_git().Git(folder)
    return command(c=list(SAFE))


def _said(error: git.GitCommandError) -> str:
    return " ".join(str(error.stderr).replace("stderr:", "").split())


def changed_paths(folder: Path, paths: Sequence[str]) -> list[str] | None:
    """Which of these paths differ from the last commit or are not in it; ``None`` without a commit."""
    if head(folder) is None:
        return None
    told = _read(folder, "status", "--porcelain", "-z", "--untracked-files=all", "--", *paths) or b""
    return sorted({os.fsdecode(entry[3:]) for entry in told.split(b"\0") if entry[3:]})


def ignored_paths(folder: Path, paths: Sequence[str]) -> set[str]:
    """Which of these paths Git does not track, because it is told to ignore them."""
    listed = _read(folder, "ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", *paths)
    return {os.fsdecode(path) for path in (listed or b"").split(b"\0") if path}


def merge_keeping_ours(ours: Path, base: Path, theirs: Path) -> str:
    """Three-way merge of a text file; where both sides changed the same lines, ours stay."""
    _import_git()
    paths = [str(path.resolve()) for path in (ours, base, theirs)]
    merged: str = _command(base.parent).merge_file("-p", "--ours", *paths, strip_newline_in_stdout=False)
    return merged
