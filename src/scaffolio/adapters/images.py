"""The door to a folder of images: what lies in it, which files are broken, and packing it whole."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from scaffolio.errors import UsageError
from scaffolio.scaffold.profile.nouns import ImageFolder, Source

_PARTS = frozenset({"train", "training", "val", "valid", "validation", "test", "testing"})
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
_LARGEST = 50_000_000
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)


def scan(folder: Path) -> ImageFolder:
    """List the images by class folder, ``class/*`` or ``train|val|test/class/*``.

    Raises:
        UsageError: it is no folder, or images lie outside of class folders.
    """
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "does not exist"
        raise UsageError(f"{folder} {what}; vision reads a folder", "Name a folder with one folder for each class")
    tops = sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith((".", "_")))
    parts = tops if tops and all(top.name.lower() in _PARTS for top in tops) else []
    places = [place for part in parts for place in sorted(part.iterdir()) if place.is_dir()] if parts else tops
    _refuse_loose(folder, places)
    digest, size = hashlib.sha256(), 0
    paths: list[tuple[str, str]] = []
    broken: list[str] = []
    seen: dict[str, int] = {}
    for place in places:
        for file in _images(place):
            content = file.read_bytes() if file.stat().st_size <= _LARGEST else b""
            if not is_whole(content):
                broken.append(file.relative_to(folder).as_posix())
                continue
            mark = hashlib.sha256(content).hexdigest()
            seen[mark] = seen.get(mark, 0) + 1
            digest.update(f"{mark} {file.relative_to(folder).as_posix()}\n".encode())
            size += len(content)
            paths.append((place.name, file.relative_to(folder).as_posix()))
    source = Source(folder.resolve().name, size, digest.hexdigest(), "images", "")
    copies = sum(count - 1 for count in seen.values())
    return ImageFolder(source, tuple(paths), tuple(broken), copies, tuple(part.name for part in parts))


def _refuse_loose(folder: Path, places: list[Path]) -> None:
    loose = next(_images(folder, deep=False), None)
    if loose is not None and not places:
        raise UsageError(
            f"{folder} holds images and no class folders, {loose.name} first",
            "Put the images of each class into a folder",
        )


def _images(folder: Path, *, deep: bool = True) -> Iterator[Path]:
    found = folder.rglob("*") if deep else folder.glob("*")
    for path in sorted(found):
        if path.suffix.lower() in _SUFFIXES and path.is_file() and not path.name.startswith("."):
            yield path


def is_whole(content: bytes) -> bool:
    """Whether bytes begin and end as PNG, JPEG or WebP files do; the project decodes them for good."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return b"IHDR" in content[:32] and b"IEND" in content[-64:]
    if content.startswith(b"\xff\xd8\xff"):
        return b"\xff\xd9" in content[-4096:]
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return int.from_bytes(content[4:8], "little") + 8 <= len(content) + 1
    return False


def pack(folder: Path, paths: Iterable[tuple[str, str]], names: Iterable[str], destination: Path) -> None:
    """Write images into a ZIP file under these names; the same images give the same bytes."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(destination, "w") as archive:
        for (_, path), name in zip(paths, names, strict=True):
            archive.writestr(zipfile.ZipInfo(name, _FIRST_MOMENT), (folder / path).read_bytes())
