"""Where a project's files come from: a folder, Git objects, or a mapping in a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, Self

from scaffolio.parsers.address import github_repository
from scaffolio.parsers.history import History, told_history
from scaffolio.parsers.online import Online, told_online


class NotFetchedError(Exception):
    """A file whose content the source does not hold, as a partial clone lacks large ones; its path is the message."""


class FileSource(Protocol):
    """The files of a project: relative POSIX paths, sizes in bytes, contents.

    A source that holds names without contents raises :class:`NotFetchedError` when it
    is asked to measure or read one of those.
    """

    @property
    def paths(self) -> Sequence[str]:
        """All paths, sorted; those that cannot be read come last."""
        ...

    def size(self, path: str) -> int:
        """Size in bytes."""
        ...

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start; empty when the file cannot be read."""
        ...


class LargeFile(str):
    """A file in an example of which only the start is written out; ``size`` is that of the whole, in bytes."""

    size: int
    __slots__ = ("size",)

    def __new__(cls, start: str, size: int) -> Self:
        """Make the start of a file of this size."""
        made = super().__new__(cls, start)
        made.size = size
        return made


class MemoryFiles:
    """Files held in a mapping: how examples and tests describe a project.

    What stands below ``.git/`` is no file of the project: it tells its history, its origin and what
    the network says.
    """

    def __init__(self, tree: Mapping[str, str | bytes]) -> None:
        encoded = {
            path: content.encode() if isinstance(content, str) else content for path, content in sorted(tree.items())
        }
        self._larger = {path: content.size for path, content in tree.items() if isinstance(content, LargeFile)}
        self._tree = {path: content for path, content in encoded.items() if not path.startswith(".git/")}
        self._encoded = encoded

    @property
    def paths(self) -> Sequence[str]:
        """All paths, sorted."""
        return tuple(self._tree)

    def size(self, path: str) -> int:
        """Size in bytes."""
        return self._larger.get(path, len(self._tree[path]))

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start."""
        return self._tree[path][:limit]

    def history(self) -> History | None:
        """The history that the tree tells, if it tells one."""
        return told_history(self._encoded)

    def origin(self) -> tuple[str, str] | None:
        """Owner and name on GitHub, where ``.git/origin`` holds its address."""
        return github_repository(self._encoded.get(".git/origin", b"").decode())

    def online(self) -> Online | None:
        """What the tree says the network said, if it says anything."""
        return told_online(self._encoded)


class FolderOf:
    """The files below one folder of another source, by their paths in it."""

    def __init__(self, files: FileSource, prefix: str) -> None:
        self._files, self._prefix = files, prefix
        self._paths = tuple(path.removeprefix(prefix) for path in files.paths if path.startswith(prefix))

    @property
    def paths(self) -> Sequence[str]:
        """All paths, sorted."""
        return self._paths

    def size(self, path: str) -> int:
        """Size in bytes."""
        return self._files.size(self._prefix + path)

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start."""
        return self._files.read(self._prefix + path, limit)
