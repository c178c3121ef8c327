"""The door to a site's folder: what was made before, and putting a new site in the old one's place.

Nothing is written into a site that can be seen: the new one is made beside it and takes
its place in one rename.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from scaffolio.adapters import files
from scaffolio.errors import CannotRunError, DestinationError

MARK = ".scaffolio-site"
"""An empty file in every site made here: what may be replaced as a whole."""

_KEPT = (".git",)


class Cache:
    """What was made of each project and picture, under a digest of what it was made of.

    A cache that cannot be read or written is none: everything is made anew.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def made(self, digest: str, make: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """What was made of this before, else what ``make`` makes now."""
        name = f"{digest}.json"
        text = files.read_text(self._folder / name)
        found: Mapping[str, Any] | None = _loaded(text) if text else None
        if found is None or not self._has(found["pictures"]):
            found = make()
            self._write(name, json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode())
        self._used.add(name)
        self._used |= {kept for _, kept in found["pictures"].values() if kept}
        return found

    def has(self, digest: str) -> bool:
        """Whether something was made of this before."""
        return (self._folder / f"{digest}.json").is_file()

    def keep(self, content: bytes) -> str:
        """Put a picture aside; the name under which it can be had again."""
        name = hashlib.sha256(content).hexdigest()
        if not (self._folder / name).is_file():
            self._write(name, content)
        self._used.add(name)
        return name

    def path(self, name: str) -> Path:
        """Where a picture that was kept lies."""
        return self._folder / name

    def remade(self, digest: str, make: Callable[[], bytes]) -> str:
        """The name of a picture made of this, now or before."""
        pointer = self._folder / f"{digest}.txt"
        name = files.read_text(pointer) or ""
        if not name or not (self._folder / name).is_file():
            name = self.keep(make())
            self._write(pointer.name, name.encode())
        self._used |= {pointer.name, name}
        return name

    def forget_unused(self) -> None:
        """Remove what this site has no use for."""
        for path in self._folder.glob("*"):
            if path.name not in self._used and path.name != ".gitignore":
                path.unlink(missing_ok=True)

    def _has(self, pictures: Mapping[str, Any]) -> bool:
        return all((self._folder / kept).is_file() for _, kept in pictures.values() if kept)

    def _write(self, name: str, content: bytes) -> None:
        try:
            if not (self._folder / ".gitignore").is_file():
                files.write_text(self._folder / ".gitignore", "*\n")
            part = self._folder / f"{name}.{os.getpid()}.part"
            part.write_bytes(content)
            part.replace(self._folder / name)
        except OSError as error:
            raise CannotRunError(
                f"cannot write in {self._folder}: {error.strerror}", "Check the disk's space and rights"
            ) from error


def _loaded(text: str) -> dict[str, Any] | None:
    with suppress(ValueError, RecursionError):
        found = json.loads(text)
        return found if isinstance(found, dict) and isinstance(found.get("pictures"), dict) else None
    return None


def check_replaceable(folder: Path) -> None:
    """Refuse a folder that holds anything but a site made here.

    Raises:
        DestinationError: it is a file, or holds what would be lost.
    """
    if folder.is_file() or folder.is_symlink():
        raise DestinationError(f"{folder} is no folder", "Name another: -o OUT")
    if folder.is_dir() and not (folder / MARK).is_file():
        others = sorted(entry.name for entry in folder.iterdir() if entry.name not in _KEPT)
        if others:
            raise DestinationError(
                f"{folder} holds {others[0]} and is no site that was made here", "Name another folder: -o OUT"
            )


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A folder beside a site, to be filled; it takes the site's place when the block ends without an error.

    Raises:
        CannotRunError: the disk is full or cannot be written.
    """
    with files.staging_folder(folder.parent / f"{folder.name}.new") as staging:
        try:
            yield staging
            (staging / MARK).touch()
            _swap(staging, folder)
        except OSError as error:
            raise CannotRunError(
                f"{error.filename or folder} cannot be written: {error.strerror}", "Check the disk's space and rights"
            ) from error


def _swap(staging: Path, folder: Path) -> None:
    if not folder.exists():
        files.move_into_place(staging, folder)
        return
    former = folder.parent / f"{staging.name}.former"
    staging.chmod(folder.stat().st_mode & 0o777)
    folder.rename(former)
    try:
        staging.rename(folder)
    except BaseException:
        former.rename(folder)
        raise
    for name in _KEPT:
        if (former / name).exists():
            (former / name).rename(folder / name)
    shutil.rmtree(former, ignore_errors=True)


def fill(staging: Path, texts: Mapping[str, str], pictures: Iterable[tuple[str, Path]]) -> None:
    """Write pages and copy pictures into a folder."""
    for path, text in texts.items():
        files.write_text(staging / path, text)
    made: set[Path] = set()
    for address, source in pictures:
        target = staging / address
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        shutil.copyfile(source, target)
