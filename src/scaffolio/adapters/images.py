"""The door to a folder of images: what lies in it, which files are broken, and packing it whole."""

from __future__ import annotations

import hashlib
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from scaffolio.errors import CannotRunError, UsageError
from scaffolio.parsers import image_bytes
from scaffolio.scaffold.profile.nouns import ImageFolder, Source

_PARTS = frozenset({"train", "training", "val", "valid", "validation", "test", "testing"})
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
_OTHERS = frozenset(
    {".bmp", ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jfif", ".jp2", ".ppm", ".pgm", ".svg", ".ico"}
)
"""Images that the project does not open; they are told, never passed over in silence."""

_LARGEST = 50_000_000
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)


def scan(folder: Path) -> ImageFolder:
    """List the images by class folder, ``class/*`` or ``train|val|test/class/*``.

    Raises:
        UsageError: it is no folder, cannot be read, or images lie outside of class folders.
    """
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "does not exist"
        raise UsageError(f"{folder} {what}; vision reads a folder", "Name a folder with one folder for each class")
    try:
        return _scan(folder)
    except OSError as error:
        raise UsageError(f"{error.filename or folder} cannot be read: {error.strerror}", "Change its rights") from error


def _scan(folder: Path) -> ImageFolder:
    tops = _folders(folder)
    parts = tops if tops and all(top.name.lower() in _PARTS for top in tops) else []
    places = [place for part in parts for place in _folders(part)] if parts else tops
    _refuse_loose(folder, places)
    _refuse_wrapped(folder, places)
    digest, size = hashlib.sha256(), 0
    paths: list[tuple[str, str]] = []
    broken: list[str] = []
    others: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for place in places:
        for file in _images(place):
            name = file.relative_to(folder).as_posix()
            if file.suffix.lower() in _OTHERS:
                others[file.suffix.lower()] += 1
                continue
            content = file.read_bytes() if file.stat().st_size <= _LARGEST else None
            why = "over 50 MB" if content is None else image_bytes.fault(content)
            if why or content is None:
                broken.append(f"{name} ({why})")
                continue
            mark = hashlib.sha256(content).hexdigest()
            seen[mark] += 1
            digest.update(f"{mark} {name}\n".encode())
            size += len(content)
            paths.append((place.name, name))
    source = Source(folder.resolve().name, size, digest.hexdigest(), "images", "")
    copies = sum(count - 1 for count in seen.values())
    return ImageFolder(source, tuple(paths), tuple(broken), copies, tuple(part.name for part in parts), dict(others))


def _folders(folder: Path) -> list[Path]:
    found = (entry for entry in folder.iterdir() if entry.is_dir())
    return sorted(entry for entry in found if not entry.name.startswith((".", "_")))


def _refuse_loose(folder: Path, places: list[Path]) -> None:
    loose = next(_images(folder, deep=False), None)
    if loose is not None and not places:
        raise UsageError(
            f"{folder} holds images and no class folders, {loose.name} first",
            "Put the images of each class into a folder",
        )


def _refuse_wrapped(folder: Path, places: list[Path]) -> None:
    """One folder round the class folders is most likely named one level too high."""
    if len(places) != 1 or next(_images(places[0], deep=False), None) is not None:
        return
    inside = [place.name for place in _folders(places[0]) if next(_images(place), None) is not None]
    if len(inside) > 1:
        raise UsageError(
            f"{folder} holds one class, {places[0].name}, with the folders {', '.join(inside[:5])} in it",
            f"If those are the classes: --data {places[0]}",
        )


def _images(folder: Path, *, deep: bool = True) -> Iterator[Path]:
    found = folder.rglob("*") if deep else folder.glob("*")
    for path in sorted(found):
        if path.suffix.lower() in _SUFFIXES | _OTHERS and path.is_file() and not _is_hidden(path.relative_to(folder)):
            yield path


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def pack(folder: Path, paths: Iterable[tuple[str, str]], names: Iterable[str], destination: Path) -> None:
    """Write images into a ZIP file under these names; the same images give the same bytes.

    Raises:
        CannotRunError: an image went away since it was listed, or the disk is full.
    """
    destination.parent.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(destination, "w") as archive:
            for (_, path), name in zip(paths, names, strict=True):
                archive.writestr(zipfile.ZipInfo(name, _FIRST_MOMENT), (folder / path).read_bytes())
    except OSError as error:
        raise CannotRunError(
            f"{error.filename or destination} cannot be packed: {error.strerror}", "Nothing was made; try again"
        ) from error
