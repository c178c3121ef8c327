"""The door to the disk: reading a project's files, and writing a new project whole.

Reading never follows a link out of the tree and never opens what is no regular file.
Writing happens in a hidden sibling of the destination, which takes the destination's
place in one rename, so that an interruption leaves nothing behind.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scaffolio.adapters import git
from scaffolio.errors import CannotRunError, DestinationError
from scaffolio.parsers.gitignore import IgnoreRules

_SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".tox", ".nox"})


_REMOVALS = 40


class FolderFiles:
    """A project's files in a folder: what Git tracks and would track, or all but the usual caches.

    Tracked files that were never fetched or checked out come last and cannot be read.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        listed = git.listed_files(self._root)
        candidates = sorted(self._unignored()) if listed is None else listed
        self._sizes = {path: size for path in candidates if (size := self._regular_size(path)) is not None}
        gone = {
            path for path in listed or () if path not in self._sizes and not os.path.lexists(f"{self._root}/{path}")
        }
        self._absent = dict.fromkeys(git.unfetched(self._root, gone)) if gone else {}

    @property
    def paths(self) -> Sequence[str]:
        """All paths, sorted; those that cannot be read follow, sorted too."""
        return (*self._sizes, *self._absent)

    def size(self, path: str) -> int:
        """Size in bytes.

        Raises:
            NotFetchedError: the file was never fetched.
        """
        self._require(path)
        return self._sizes[path]

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start; empty when the file cannot be read.

        Raises:
            NotFetchedError: the file was never fetched.
        """
        self._require(path)
        try:
            with open(f"{self._root}/{path}", "rb", buffering=0) as stream:  # noqa: PTH123
                return stream.read(min(limit, self._sizes.get(path, limit)))
        except OSError:
            return b""

    def _require(self, path: str) -> None:
        if path in self._absent:
            from scaffolio.project import NotFetchedError  # a package that making a project does without

            raise NotFetchedError(path)

    def _unignored(self) -> Iterator[str]:
        """What Git would list here if there were a repository."""
        ignored = IgnoreRules(read_text(self._root / ".gitignore") or "")
        return (path for path in walk(self._root) if not ignored.matches(path))

    def _regular_size(self, path: str) -> int | None:
        try:
            status = os.lstat(f"{self._root}/{path}")  # a Path costs more to make than to ask for
            if stat.S_ISLNK(status.st_mode):
                if not (self._root / path).resolve().is_relative_to(self._root):
                    return None
                status = (self._root / path).stat()
        except (OSError, RuntimeError, ValueError):
            return None
        return status.st_size if stat.S_ISREG(status.st_mode) else None


def absolute(path: Path) -> Path:
    """The path from the root, with every ``..`` taken out, so that its parents are what they say."""
    return Path(os.path.abspath(path))  # noqa: PTH100  Path.absolute keeps the dots


def walk(root: Path) -> Iterator[str]:
    """Every file below the root as a relative POSIX path, caches and repositories left out."""
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if name not in _SKIPPED_FOLDERS)
        relative = Path(folder).relative_to(root)
        yield from ((relative / name).as_posix() for name in names)


def read_text(path: Path) -> str | None:
    """A text file as UTF-8, or ``None`` when it is not there or cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return None


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 text file, its folder included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_bytes(path: Path, content: bytes) -> None:
    """Write a binary file, its folder included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def check_destination(destination: Path) -> None:
    """Refuse an absolute destination that holds anything but an empty folder or a bare ``.git``.

    Raises:
        DestinationError: it is a file, is not empty, or cannot be written.
    """
    if destination.is_symlink() and not destination.exists():
        raise DestinationError(f"{destination} is a broken link", "Remove it, or choose another name")
    if destination.is_file():
        raise DestinationError(f"{destination} is a file", "Choose another name")
    if destination.is_dir():
        if any(entry.name != ".git" for entry in destination.iterdir()):
            raise DestinationError(f"{destination} exists and is not empty", "Choose another name, or empty it")
        writable = destination
    else:
        writable = next(parent for parent in destination.parents if parent.exists())
        if not writable.is_dir():
            raise DestinationError(f"{writable} is a file, not a folder", "Choose another place")
    if not os.access(writable, os.W_OK | os.X_OK):
        raise DestinationError(f"{writable} cannot be written", "Choose another place, or change its rights")


@contextmanager
def staging_folder(destination: Path) -> Iterator[Path]:
    """A hidden folder on the destination's disk, removed with all it holds when the block ends.

    It lies in the destination where that exists, since the folder above may be
    read-only, and beside it otherwise.

    Raises:
        CannotRunError: it cannot be made.
    """
    import secrets

    parent = destination if destination.is_dir() else destination.parent
    made = [folder for folder in (parent, *parent.parents) if not folder.exists()]
    staging = parent / f".scaffolio-{secrets.token_hex(4)}"
    try:
        try:
            staging.mkdir(parents=True, mode=0o700)
        except OSError as error:
            raise CannotRunError(f"cannot write in {parent}: {error}", "Check the disk's space and rights") from error
        yield staging
    finally:
        _remove(staging)
        for folder in made:
            remove_if_empty(folder)


def _remove(folder: Path) -> None:
    """Remove a folder that a program just interrupted may still be writing to."""
    for _ in range(_REMOVALS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder among the system's temporary files, removed when the block ends."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="scaffolio-") as folder:
        yield Path(folder)


def put_temporary_folders_in(folder: Path) -> None:
    """Make this process keep what is temporary in a folder that another process removes, whatever happens here."""
    import tempfile

    tempfile.tempdir = str(folder)


def discard(root: Path, path: str) -> None:
    """Remove a file below a folder, and the folders that become empty by it."""
    (root / path).unlink(missing_ok=True)
    for parent in Path(path).parents[:-1]:
        remove_if_empty(root / parent)


def relative(path: Path, folder: Path) -> str:
    """The way to a path as seen from a folder, with forward slashes; the whole path where there is none."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return absolute(path).as_posix()


@contextmanager
def folder_if_used(folder: Path) -> Iterator[None]:
    """Make a folder, and take it away at the end if nothing was put into it.

    Raises:
        CannotRunError: it cannot be made.
    """
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRunError(f"cannot make {folder}: {error.strerror}", "Check the disk's space and rights") from error
    try:
        yield
    finally:
        for parent in made:
            remove_if_empty(parent)


def remove_if_empty(folder: Path) -> None:
    """Remove a folder that holds nothing; any other stays."""
    try:
        folder.rmdir()
    except OSError:
        return


def move_into_place(staging: Path, destination: Path) -> None:
    """Make the staged tree the destination: one rename, or entry by entry into a folder that exists.

    An existing folder keeps its identity, since a shell may stand in it, and its
    ``.git``. When an entry cannot be moved, those already moved go back.
    """
    if not destination.exists():
        staging.chmod(0o777 & ~_umask())
        staging.rename(destination)
        return
    moved: list[str] = []
    try:
        for entry in sorted(staging.iterdir()):
            entry.rename(destination / entry.name)
            moved += [entry.name]
    except BaseException:
        for name in moved:
            (destination / name).rename(staging / name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def folder_megabytes(folder: Path) -> float:
    """Size of all files below a folder in MB (10^6 bytes), each counted once."""
    total = 0
    for parent, _, names in os.walk(folder):
        total += sum((Path(parent) / name).lstat().st_size for name in names)
    return total / 1e6
