"""Which encoding a text file is in: the whole file is checked, in chunks."""

from __future__ import annotations

import codecs
import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from scaffolio.errors import UsageError
from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_HIGH_RUN = regex(rb"[\x80-\xff]+")
_PAIRS = frozenset(pair.encode("cp1252") for pair in ("äß", "öß", "üß", "éé"))
"""Letters beyond ASCII that do stand side by side in Western words."""

_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file's bytes become text, as a codec name and as people say it."""

    codec: str
    label: str


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file, unpacked where it is gzip."""
    with path.open("rb") as stream:
        packed = stream.read(2) == _GZIP
    return cast("IO[bytes]", gzip.open(path, "rb")) if packed else path.open("rb")


def sha256(path: Path) -> str:
    """The SHA-256 of the file as it lies on the disk."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find_encoding(path: Path) -> Encoding:
    """Say how the file is encoded: UTF-8, UTF-16 with its mark, or Windows-1252.

    Raises:
        UsageError: it is no text, mixes encodings, or is in one that would be a guess.
    """
    with open_bytes(path) as stream:
        start = stream.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", "UTF-16")
    if b"\0" in start:
        raise UsageError(f"{path.name} is no text: it holds zero bytes", "Save the table as CSV in UTF-8")
    label = "UTF-8 with a byte order mark" if start.startswith(codecs.BOM_UTF8) else "UTF-8"
    fault = _first_fault(path)
    return Encoding("utf-8-sig", label) if fault is None else _not_utf8(path, fault)


@dataclass(frozen=True, slots=True)
class _Fault:
    line: int
    byte: int
    after_others: bool  # valid UTF-8 beyond ASCII came before


def _chunks(path: Path) -> Iterator[bytes]:
    with open_bytes(path) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _first_fault(path: Path) -> _Fault | None:
    """The first byte that is no UTF-8."""
    decoder, line, beyond, rest = codecs.getincrementaldecoder("utf-8")(), 1, False, b""
    for chunk in _chunks(path):
        if chunk.isascii() and not rest:
            line += chunk.count(b"\n")
            continue
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            whole = error.object
            good = whole[: error.start]
            return _Fault(
                line + good.count(b"\n") - rest.count(b"\n"), whole[error.start], beyond or not good.isascii()
            )
        rest = decoder.getstate()[0]
        beyond = True
        line += chunk.count(b"\n")
    return _Fault(line, rest[0], beyond) if rest else None


def _not_utf8(path: Path, fault: _Fault) -> Encoding:
    """Windows-1252 where its letters stand alone among ASCII ones; else refuse."""
    convert = "Convert it: iconv -f ITS-ENCODING -t UTF-8 FILE > utf8.csv"
    where = f"{path.name} line {fault.line:,}: byte 0x{fault.byte:02X} is no UTF-8"
    if fault.after_others:
        raise UsageError(f"{where}, though text before it is: the file mixes encodings", f"Mend that line. {convert}")
    runs = alone = 0
    for chunk in _chunks(path):
        if _UNDEFINED & set(chunk):
            raise UsageError(f"{where}, nor is the file Windows-1252", convert)
        found = _HIGH_RUN.findall(chunk)
        runs, alone = runs + len(found), alone + sum(len(run) == 1 or run in _PAIRS for run in found)
    if alone < 0.8 * runs:
        raise UsageError(
            f"{where}, and its letters are no Western ones, so which encoding it is would be a guess", convert
        )
    return Encoding("cp1252", f"Windows-1252 (line {fault.line:,} holds byte 0x{fault.byte:02X}, which is no UTF-8)")
