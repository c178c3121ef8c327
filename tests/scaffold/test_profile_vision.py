"""A person's images: class folders, what is left out and why, and what is refused."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from scaffolio.adapters import images
from scaffolio.errors import UsageError
from scaffolio.parsers import image_bytes
from scaffolio.scaffold.profile.nouns import Asked, Plan
from scaffolio.scaffold.profile.plans import make_plan
from scaffolio.usecases.own_data import prepare

Filled = Callable[..., Path]


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(number: int = 0, size: tuple[int, int] = (4, 4)) -> bytes:
    """A grey image that differs by its number."""
    head = struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + bytes([number % 256]) * 4) * 4)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """Two class folders with 20 images each."""
    root = tmp_path / "pets"
    fill(root / "cat", range(20))
    fill(root / "dog", range(20, 40))
    return root


def fill(folder: Path, numbers: range, suffix: str = "png") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number}.{suffix}").write_bytes(png(number))


def plan(folder: Path, asked: Asked | None = None) -> Plan:
    return make_plan("vision", images.scan(folder), asked or Asked())


def told(plan: Plan, topic: str) -> str:
    return "; ".join(decision.text for decision in plan.decisions if decision.topic == topic)


def refused(folder: Path, asked: Asked | None = None) -> str:
    with pytest.raises(UsageError) as caught:
        plan(folder, asked)
    return f"{caught.value}\n{caught.value.hint}"


def test_classes_are_folders_and_images_may_lie_deeper(pets: Path):
    fill(pets / "cat" / "siamese", range(40, 45))
    found = plan(pets)
    assert told(found, "target") == "2 classes, by folder: cat 25, dog 20"
    assert "cat/siamese_40.png" in found.cells["path"]


def test_train_and_test_folders_are_joined(tmp_path: Path):
    for part, start in (("train", 0), ("test", 100)):
        fill(tmp_path / part / "cat", range(start, start + 20))
        fill(tmp_path / part / "dog", range(start + 50, start + 70))
    found = plan(tmp_path)
    assert told(found, "target").endswith("cat 40, dog 40")
    assert "test, train are joined" in told(found, "parts")


def test_two_paths_never_get_one_name(pets: Path, tmp_path: Path):
    fill(pets / "cat" / "a", range(1))
    (pets / "cat" / "a_0.png").write_bytes(png(77))
    names = plan(pets).cells["path"]
    assert len(set(names)) == len(names) == 42
    own = prepare(pets, "vision", Asked())
    own.write(tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.read("cat/2_a_0.png") != archive.read("cat/a_0.png")
        assert archive.namelist() == list(names)


def test_what_the_project_could_not_open_is_named_with_its_fault(pets: Path):
    rotten = bytearray(png())
    rotten[45] ^= 255
    for name, content in (
        ("rotten.png", bytes(rotten)),
        ("half.png", png()[:50]),
        ("none.jpg", b""),
        ("page.png", b"<html>"),
        ("half.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        ("huge.png", png(size=(15_000, 15_000))),
    ):
        (pets / "dog" / name).write_bytes(content)
    found = plan(pets)
    said = told(found, "broken")
    assert said.startswith("6 files left out")
    for fault in (
        "dog/rotten.png (broken)",
        "dog/half.png (cut short)",
        "dog/none.jpg (empty)",
        "dog/page.png (no PNG, JPEG or WebP image)",
        "dog/half.jpg (cut short)",
        "dog/huge.png (15,000 × 15,000 pixels are too many",
    ):
        assert fault in said
    assert len(found.cells["path"]) == 40


def test_other_kinds_are_told_and_hidden_files_passed_over(pets: Path):
    fill(pets / "dog", range(3), "bmp")
    fill(pets / "dog" / ".cache", range(5))
    for name in (".DS_Store", "._1.png", "Thumbs.db", "notes.txt"):
        (pets / "dog" / name).write_bytes(b"x")
    found = plan(pets)
    assert "3 .bmp" in told(found, "other kinds")
    assert told(found, "broken") == ""
    assert len(found.cells["path"]) == 40


def test_copies_are_counted(pets: Path):
    (pets / "dog" / "again.png").write_bytes(png(3))
    assert told(plan(pets), "copies").startswith("1 image is an exact copy")


def test_images_of_other_kinds_only_are_refused_with_the_way_out(tmp_path: Path):
    for name in ("cat", "dog"):
        fill(tmp_path / name, range(20), "gif")
    assert "40 .gif" in refused(tmp_path)
    assert "mogrify -format png FOLDER/*.gif" in refused(tmp_path)


def test_what_is_no_set_of_class_folders_is_refused_in_words(tmp_path: Path, pets: Path):
    assert "does not exist" in refused(tmp_path / "nowhere")
    assert "is a file" in refused(pets / "cat" / "0.png")
    assert "holds images and no class folders" in refused(pets / "cat")
    assert f"--data {pets}" in refused(tmp_path)
    (tmp_path / "empty").mkdir()
    assert "no image that can be read" in refused(tmp_path / "empty")
    assert "a folder of images has no columns" in refused(pets, Asked(target="label"))
    assert "--horizon means nothing to vision" in refused(pets, Asked(horizon=2))


def test_one_class_and_small_classes_are_refused(tmp_path: Path):
    fill(tmp_path / "cat", range(30))
    assert "one class, cat" in refused(tmp_path)
    fill(tmp_path / "dog", range(2))
    assert "too few images of dog 2; a class needs 20" in refused(tmp_path)


def test_a_folder_without_rights_is_refused(pets: Path, monkeypatch: pytest.MonkeyPatch):
    def closed(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", closed)
    assert "0.png cannot be read: Permission denied" in refused(pets)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x04\x00\x05\x03" + bytes(12) + b"\xff\xd9",
        b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8 " + bytes(10) + struct.pack("<HH", 4, 5) + bytes(8),
        b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8L" + bytes(5) + struct.pack("<I", 4 | 3 << 14) + bytes(13),
        b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8X" + bytes(22),
    ],
)
def test_jpeg_and_webp_frames_are_read(content: bytes):
    assert image_bytes.fault(content) == ""


def test_a_jpeg_with_too_many_pixels_is_told():
    frame = b"\xff\xd8\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20_000, 10_000) + bytes(12) + b"\xff\xd9"
    assert "10,000 × 20,000" in image_bytes.fault(frame)
