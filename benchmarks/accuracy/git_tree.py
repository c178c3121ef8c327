"""The files of one commit, read from the Git objects: nothing is checked out."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

MISSING_SIZE = 5_000_000
"""Bytes a file is said to have when the snapshot left it out for its size."""


class NoCommitError(Exception):
    """The repository lacks the commit that was labelled."""


class CommitFiles:
    """A source of files for a project: one commit of a repository.

    Raises:
        NoCommitError: there is no such commit.
    """

    def __init__(self, repository: Path, commit: str) -> None:
        self._repository = repository
        listed = self._git("ls-tree", "-r", "-z", commit)
        if listed is None:
            raise NoCommitError(f"{repository} has no commit {commit}")
        self._objects: dict[str, str] = {}
        for entry in listed.split(b"\0"):
            meta, _, path = entry.partition(b"\t")
            mode, kind, name = (*meta.decode().split(), "", "", "")[:3]
            if kind == "blob" and mode != "120000":
                self._objects[path.decode("utf-8", "replace")] = name
        self._reader = subprocess.Popen(
            ["git", "-C", str(repository), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._sizes: dict[str, int] = {}

    def _git(self, *arguments: str) -> bytes | None:
        ended = subprocess.run(["git", "-C", str(self._repository), *arguments], capture_output=True, check=False)
        return ended.stdout if ended.returncode == 0 else None

    @property
    def paths(self) -> Sequence[str]:
        """All paths, sorted; links are left out."""
        return tuple(sorted(self._objects))

    def size(self, path: str) -> int:
        """Size in bytes."""
        if path not in self._sizes:
            self.read(path, 0)
        return self._sizes[path]

    def read(self, path: str, limit: int) -> bytes:
        """At most ``limit`` bytes from the start; empty when the snapshot left the file out."""
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        self._reader.stdin.write(self._objects[path].encode() + b"\n")
        self._reader.stdin.flush()
        answer = self._reader.stdout.readline().split()
        if answer[-1] == b"missing":
            self._sizes[path] = MISSING_SIZE
            return b""
        self._sizes[path] = int(answer[2])
        return self._reader.stdout.read(int(answer[2]) + 1)[:-1][:limit]

    def close(self) -> None:
        """End the reading process."""
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        self._reader.stdin.close()
        self._reader.stdout.close()
        self._reader.wait()
