"""What the bytes of an image file say without decoding it: whether it is whole, and its size."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

MOST_PIXELS = 64_000_000
"""Pixels an image may have; the project's loader refuses more, as a small file can unpack to gigabytes."""

_PNG = b"\x89PNG\r\n\x1a\n"
_TAIL = 4096
_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_WEBP_HEADER = 30


def fault(content: bytes) -> str:
    """Say why a project cannot use this image; empty where nothing speaks against it.

    PNG is checked whole, by the checksum of each chunk; of JPEG and WebP the frame only.
    """
    if not content:
        return "empty"
    if content.startswith(_PNG):
        return _png_fault(content) or _too_large(_png_size(content))
    if content.startswith(b"\xff\xd8\xff"):
        return _too_large(_jpeg_size(content)) if b"\xff\xd9" in content[-_TAIL:] else "cut short"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        whole = int.from_bytes(content[4:8], "little") + 8 <= len(content) + 1
        return _too_large(_webp_size(content)) if whole else "cut short"
    return "no PNG, JPEG or WebP image"


def _too_large(size: tuple[int, int] | None) -> str:
    if size is None:
        return "broken"
    if size[0] * size[1] > MOST_PIXELS:
        return f"{size[0]:,} × {size[1]:,} pixels are too many, {MOST_PIXELS // 1_000_000} million at most"
    return ""


def _png_fault(content: bytes) -> str:
    place, ended = len(_PNG), False
    while place + 12 <= len(content) and not ended:
        length = int.from_bytes(content[place : place + 4], "big")
        end = place + 8 + length
        if end + 4 > len(content):
            return "cut short"
        if zlib.crc32(content[place + 4 : end]) != int.from_bytes(content[end : end + 4], "big"):
            return "broken"
        ended = content[place + 4 : place + 8] == b"IEND"
        place = end + 4
    return "" if ended else "cut short"


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", content[16:24])
    return int(width), int(height)


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """The size in the frame header, ITU-T T.81, table B.2."""
    for marker, place in _segments(content):
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME and place + 7 <= len(content):  # noqa: PLR2004
            height, width = struct.unpack(">HH", content[place + 3 : place + 7])
            return int(width), int(height)
    return None


def _segments(content: bytes) -> Iterator[tuple[int, int]]:
    """Each marker segment's code and the place of its length, up to the first scan."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:  # noqa: PLR2004
        marker = content[place + 1]
        if marker == 0xFF:  # noqa: PLR2004  a fill byte
            place += 1
        elif marker in _ALONE:
            place += 2
        elif marker == 0xDA:  # noqa: PLR2004  the scan begins
            return
        else:
            yield marker, place + 2
            place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")


def _webp_size(content: bytes) -> tuple[int, int] | None:
    """The size in the first chunk, RFC 9649, sections 2.5 to 2.7."""
    if len(content) < _WEBP_HEADER:
        return None
    kind = content[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    return None
