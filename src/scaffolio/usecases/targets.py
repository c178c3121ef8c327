"""Open what a TARGET names: a folder, a bare repository, one commit of a local one, or a repository elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from scaffolio.adapters import files, git, objects, remote
from scaffolio.errors import CannotRunError, UnreachableError
from scaffolio.nouns import dataclass
from scaffolio.parsers.address import Address, clean_folder, github_repository, read_address, split_suffixes
from scaffolio.parsers.history import History
from scaffolio.project import FileSource, MemoryFiles


@dataclass(frozen=True, slots=True)
class OpenTarget:
    """A target that can be judged.

    ``work_tree`` is the folder where files lie on disk, ``None`` for a commit, and then
    ``git_dir`` is its repository; ``commit`` is the last one, ``None`` before the first
    and outside of Git; ``repository`` is its owner and name on GitHub, where the
    address says so; ``folder`` the part of the repository that is judged.
    """

    source: FileSource
    name: str
    git_dir: Path | None = None
    work_tree: Path | None = None
    commit: str | None = None
    folder: str = ""
    repository: tuple[str, str] | None = None

    def read_text(self, path: str) -> str | None:
        """A text file of the target, for its settings; ``None`` when it is not there."""
        if self.work_tree is not None:
            return files.read_text(self.work_tree / path)
        if path not in self.source.paths:
            return None
        return self.source.read(path, 1_000_000).decode("utf-8-sig", errors="replace")

    def history(self) -> History | None:
        """The commits that lead to what is judged; ``None`` outside of Git."""
        if self.work_tree is not None:
            return git.history(self.work_tree.resolve())
        if self.git_dir is None or self.commit is None:
            return None
        return git.history_of(self.git_dir, self.commit, self.folder)

    def on_github(self) -> tuple[str, str] | None:
        """Owner and name on GitHub, by the address of the target or by the repository's ``origin``."""
        if self.repository is not None:
            return self.repository
        if self.commit is None:
            return None
        place = self.git_dir or self.work_tree
        url = git.remote_address(place) if place else None
        return github_repository(url) if url else None

    def committed(self) -> str | None:
        """When the last commit was made, in ISO 8601 and UTC; ``None`` where there is none."""
        git_dir = self.git_dir or (objects.find_git_dir(self.work_tree) if self.work_tree else None)
        if git_dir is None or self.commit is None:
            return None
        return datetime.fromtimestamp(objects.commit_time(git_dir, self.commit), UTC).isoformat()


@contextmanager
def open_target(target: str, timeout: float = remote.TIMEOUT, *, ask: bool | None = None) -> Iterator[OpenTarget]:
    """Find out what a target means and open it; what was fetched is removed when the block ends.

    What exists as a path is a path. ``timeout`` are the seconds a clone may take.

    Raises:
        UsageError: an address is malformed or of a kind that is not read.
        CannotRunError: there is no such folder, it cannot be cloned, or has no such ref.
    """
    meant = locate(target)
    if isinstance(meant, Path):
        with _open_folder(meant) as opened:
            yield opened
    elif meant.local:
        with _open_commit(_git_dir(meant), meant) as opened:
            yield opened
    else:
        with _cloned(target, meant, timeout, ask=ask) as git_dir, _open_commit(git_dir, meant) as opened:
            yield replace(opened, repository=meant.on_github)


def locate(target: str) -> Path | Address:
    """Tell a folder from an address.

    Raises:
        UsageError: an address is malformed or of a kind that is not read.
        CannotRunError: it is neither, or names a file.
    """
    path = Path(target)
    if not _exists(path):
        return _existing_part(target) or read_address(target) or _missing(path)
    if not path.is_dir():
        raise CannotRunError(f"{path} is a file", "Name the folder it lies in")
    return path


def _existing_part(target: str) -> Path | Address | None:
    """``path@ref#folder`` of a folder that exists; ``None`` where there is no such folder."""
    base, ref, folder = split_suffixes(target)
    if base == target or not base or "://" in base or not Path(base).is_dir():
        return None
    folder = clean_folder(folder)
    if ref is None and not objects.is_git_dir(Path(base)):
        return Path(base) / folder if (Path(base) / folder).is_dir() else _missing(Path(base) / folder)
    return Address(str(Path(base).resolve()), ref, folder, local=True)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _missing(path: Path) -> Path:
    raise CannotRunError(f"{path} does not exist", "Name a folder that does")


@contextmanager
def _open_folder(folder: Path) -> Iterator[OpenTarget]:
    if objects.is_git_dir(folder):
        with _open_commit(folder.resolve(), Address(str(folder.resolve()), local=True)) as opened:
            yield opened
        return
    source = files.FolderFiles(folder)
    yield OpenTarget(source, folder.resolve().name, work_tree=folder, commit=git.head(folder))


@contextmanager
def _open_commit(git_dir: Path, address: Address) -> Iterator[OpenTarget]:
    commit = objects.find_commit(git_dir, address.ref)
    if commit is None and address.ref is not None:
        raise CannotRunError(f"there is no branch, tag or commit {address.ref}", "Check the name behind @")
    if commit is None:
        yield OpenTarget(MemoryFiles({}), address.name, git_dir)
        return
    folder = "/".join(part for part in (_prefix(address), address.folder) if part)
    with objects.open_commit(git_dir, commit, folder) as source:
        yield OpenTarget(source, address.name, git_dir, commit=commit, folder=folder)


def _prefix(address: Address) -> str:
    return objects.prefix_of(Path(address.url)) if address.local else ""


def _git_dir(address: Address) -> Path:
    folder = Path(address.url)
    if not folder.is_dir():
        raise CannotRunError(f"{folder} does not exist", "Name a folder that does")
    git_dir = objects.find_git_dir(folder)
    if git_dir is None:
        raise CannotRunError(f"{folder} is no Git repository", "Leave @ and # out to judge it as a folder")
    return git_dir


@contextmanager
def _cloned(target: str, address: Address, timeout: float, *, ask: bool | None) -> Iterator[Path]:
    """Clone; where the target looks like a path, a failure says that there is no such folder either."""
    with ExitStack() as stack:
        try:
            git_dir = stack.enter_context(remote.cloned(address, timeout, ask=ask))
        except UnreachableError as error:
            if ":" in target:
                raise
            raise UnreachableError(f"there is no folder {target}, and {error}", error.hint) from error
        yield git_dir
