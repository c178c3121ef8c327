"""A project's files as Git keeps them: of one commit, without a work tree.

Serves bare repositories, ``@ref`` of local ones and partial clones. One ``ls-tree``
lists, one ``cat-file --batch-check`` measures, one ``cat-file --batch`` reads. Sizes
are not asked of ``ls-tree``, which would make a partial clone fetch every file.
"""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from scaffolio.adapters.process import ask_git, git_command, git_environment, stop
from scaffolio.errors import CannotRunError
from scaffolio.parsers.address import check_ref
from scaffolio.project import NotFetchedError

WHOLE_LIMIT = 32_000_000
"""Bytes up to which a file is taken whole out of the running ``cat-file``; a larger one is read to its limit only."""

MAX_LINKS = 8
"""Links that lead to one another before they are taken for a loop."""

MAX_LINK_LENGTH = 4096
"""Bytes of a link's text; a longer one leads nowhere."""

_LINK = "120000"
_SUBMODULE = "160000"


def is_git_dir(folder: Path) -> bool:
    """Whether the folder is itself a Git repository: a bare one, or a ``.git``."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def find_git_dir(folder: Path) -> Path | None:
    """The Git directory of a bare repository or of the work tree that holds this folder."""
    if is_git_dir(folder):
        return folder.resolve()
    answer = ask_git(git_command("rev-parse", "--absolute-git-dir", folder=folder))
    return Path(os.fsdecode(answer).removesuffix("\n")) if answer else None


def prefix_of(folder: Path) -> str:
    """Where in its work tree a folder lies, as a relative POSIX path; empty at the top and in a bare repository."""
    if is_git_dir(folder):
        return ""
    answer = ask_git(git_command("rev-parse", "--show-prefix", folder=folder))
    return os.fsdecode(answer or b"").removesuffix("\n").rstrip("/")


def find_commit(git_dir: Path, ref: str | None) -> str | None:
    """The full name of the commit that a branch, tag or commit name stands for; ``None`` where there is none.

    Raises:
        UsageError: the name is malformed.
    """
    check_ref(ref)
    names = [f"refs/heads/{ref}", f"refs/tags/{ref}", f"refs/remotes/origin/{ref}", ref] if ref else ["HEAD"]
    for name in names:
        command = git_command(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", git_dir=git_dir
        )
        if found := ask_git(command):
            return found.decode().split()[-1]
    return None


def commit_time(git_dir: Path, commit: str) -> int:
    """When a commit was made, in seconds since 1970; 0 where it does not say."""
    raw = ask_git(git_command("cat-file", "commit", commit, git_dir=git_dir)) or b""
    line = next((line for line in raw.split(b"\n\n")[0].split(b"\n") if line.startswith(b"committer ")), b"")
    words = line.rsplit(b" ", 2)
    return int(words[-2]) if len(words) > 2 and words[-2].isdigit() else 0  # noqa: PLR2004


class GitFiles:
    """The files of one commit, below one folder; what the repository lacks comes last and cannot be read."""

    def __init__(self, git_dir: Path, commit: str, folder: str = "") -> None:
        """List and measure; use :func:`open_commit`, which also ends the process that reads.

        Raises:
            CannotRunError: the commit has no such folder, or Git cannot list it.
        """
        self._git_dir = git_dir
        self._objects = _list(git_dir, f"{commit}:{folder}" if folder else commit)
        sizes = _measure(git_dir, self._objects.values(), commit)
        self._sizes = {path: size for path, name in self._objects.items() if (size := sizes.get(name)) is not None}
        self._absent = tuple(path for path in self._objects if path not in self._sizes)
        self._reader: subprocess.Popen[bytes] | None = None

    @property
    def paths(self) -> Sequence[str]:
        """All paths, sorted; those that cannot be read follow, sorted too."""
        return (*self._sizes, *self._absent)

    @property
    def absent(self) -> Sequence[str]:
        """Paths whose content the repository does not hold."""
        return self._absent

    def size(self, path: str) -> int:
        """Size in bytes.

        Raises:
            NotFetchedError: the repository does not hold the file.
        """
        if path not in self._sizes:
            raise NotFetchedError(path)
        return self._sizes[path]

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start.

        Raises:
            NotFetchedError: the repository does not hold the file.
        """
        if self.size(path) > max(limit, WHOLE_LIMIT):
            return self._read_start(self._objects[path], limit)
        return self._read_whole(self._objects[path])[:limit]

    def close(self) -> None:
        """End the process that reads."""
        if self._reader is not None:
            if self._reader.stdin:
                self._reader.stdin.close()
            stop(self._reader)
            if self._reader.stdout:
                self._reader.stdout.close()
            self._reader = None

    def _read_whole(self, name: str) -> bytes:
        if self._reader is None:
            self._reader = _start(git_command("cat-file", "--batch", git_dir=self._git_dir), stdin=subprocess.PIPE)
        source, sink = self._reader.stdout, self._reader.stdin
        if source is None or sink is None:
            return b""
        try:
            sink.write(name.encode() + b"\n")
            sink.flush()
            header = source.readline().split()
            return source.read(int(header[2]) + 1)[:-1] if len(header) == 3 else b""  # noqa: PLR2004
        except (OSError, ValueError):
            self.close()
            return b""

    def _read_start(self, name: str, limit: int) -> bytes:
        process = _start(git_command("cat-file", "blob", name, git_dir=self._git_dir), stdin=subprocess.DEVNULL)
        with process:
            content = process.stdout.read(limit) if process.stdout else b""
            process.kill()
        return content


@contextmanager
def open_commit(git_dir: Path, commit: str, folder: str = "") -> Iterator[GitFiles]:
    """The files of one commit, readable until the block ends.

    Raises:
        CannotRunError: the commit has no such folder, or Git cannot list it.
    """
    source = GitFiles(git_dir, commit, folder)
    try:
        yield source
    finally:
        source.close()


def _start(command: Sequence[str], stdin: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=git_environment(), stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _list(git_dir: Path, tree: str) -> dict[str, str]:
    """Path to object name of every file, links resolved, sorted by path."""
    output = ask_git(git_command("ls-tree", "-r", "-z", "--full-tree", tree, git_dir=git_dir))
    if output is None:
        folder = tree.partition(":")[2]
        raise CannotRunError(
            f"the repository has no folder {folder!r}" if folder else f"Git cannot list {tree}",
            "Name a folder of that commit behind #" if folder else "Try git fsck there",
        )
    files: dict[str, str] = {}
    links: dict[str, str] = {}
    for entry in output.split(b"\0"):
        head, _, raw = entry.partition(b"\t")
        mode, _, name = head.decode("ascii").split(" ") if head else (_SUBMODULE, "", "")
        if mode != _SUBMODULE:
            (links if mode == _LINK else files)[os.fsdecode(raw)] = name
    files.update(_resolved(git_dir, links, files))
    return dict(sorted(files.items()))


def _resolved(git_dir: Path, links: Mapping[str, str], files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Links that lead to a file of the same tree, as that file; others are left out."""
    if not links:
        return
    targets = {path: _link_target(path, raw) for path, raw in _link_texts(git_dir, links)}
    for path in links:
        end = path
        for _ in range(MAX_LINKS):
            end = targets.get(end, end)
        if end in files:
            yield path, files[end]


def _link_texts(git_dir: Path, links: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """What each link says, read in one go; one that is too long to be a path says nothing."""
    sizes = _measure(git_dir, links.values())
    short = {path: name for path, name in links.items() if sizes.get(name, MAX_LINK_LENGTH) < MAX_LINK_LENGTH}
    output = ask_git(git_command("cat-file", "--batch", "--buffer", git_dir=git_dir), _lines(short.values()))
    position = 0
    for path, name in short.items():
        start = (output or b"").find(b"\n", position) + 1
        yield path, (output or b"")[start : start + sizes[name]]
        position = start + sizes[name] + 1


def _link_target(path: str, raw: bytes) -> str:
    """Where a link leads inside the tree; nowhere (an empty path) when it leads out."""
    target = os.fsdecode(raw)
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    return "" if not target or target.startswith("/") or inside.startswith("..") else inside


def _measure(git_dir: Path, names: Iterable[str], commit: str | None = None) -> dict[str, int]:
    """Size in bytes of every object that the repository holds.

    A partial clone of the person's own makes Git before 2.44 fail at the first object
    that is missing, where it may not fetch it; those are then found out and left out.
    """
    asked = list(dict.fromkeys(names))
    command = git_command("cat-file", "--batch-check", "--buffer", git_dir=git_dir)
    output = ask_git(command, _lines(asked))
    if output is None and commit is not None:
        missing = _missing(git_dir, commit)
        output = ask_git(command, _lines(name for name in asked if name not in missing))
    answers = (line.split() for line in (output or b"").decode("ascii", "replace").splitlines())
    return {words[0]: int(words[2]) for words in answers if len(words) == 3}  # noqa: PLR2004


def _missing(git_dir: Path, commit: str) -> frozenset[str]:
    """Objects of a commit that the repository does not hold."""
    command = git_command("rev-list", "--objects", "--missing=print", "--no-walk", commit, git_dir=git_dir)
    output = (ask_git(command) or b"").decode("ascii", "replace")
    return frozenset(line[1:].strip() for line in output.splitlines() if line.startswith("?"))


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()
