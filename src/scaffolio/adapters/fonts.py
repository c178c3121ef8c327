"""The door to fonts: one that can write a line, in whatever script it is.

Pillow's own font knows little more than ASCII. A line that it cannot write is written in
the first of the system's fonts that has every character of it, so that the same machine
gives the same picture; a line that no font has is left out, since boxes in the place of
letters are worse than silence.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

from scaffolio.patterns import regex

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

MOST_FONTS = 600
"""Files that are looked into; opening one takes a millisecond."""

_FAMILIES = (
    *("dejavusans", "notosans-regular", "liberationsans-regular", "arial", "segoeui", "helvetica"),
    *("notosanscjk-regular", "notosanscjkjp-regular", "pingfang", "msyh", "yugothr", "malgun", "arial unicode"),
)
"""Names of files that are tried before all others: plain faces without serifs."""

_STYLED = regex(r"bold|italic|oblique|condensed|narrow|mono|light|thin|black|math|serif|emoji|symbol|icon")
_SUFFIXES = (".ttf", ".otf", ".ttc")
_LAID_OUT = regex(r"[\u0590-\u0dff\u0e00-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefe]")
"""Letters that join, stack or run from right to left: only Raqm lays them out."""
_SYMBOLS = frozenset({"So", "Sk"})
_SELECTORS = regex(r"[\ufe00-\ufe0f\u20e3]")
_UNASSIGNED = "\U0010fffe"
_CHECKED = 24
"""The size at which a font is asked for its letters."""


def folders() -> tuple[Path, ...]:
    """Where fonts are installed on this system."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  Path.home fails where nobody has one
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")


def writable(text: str) -> str:
    """The text as a font can write it: whole, else without its symbols; empty where no font has its letters."""
    if not _LAID_OUT.search(text):  # there, what is invisible parts and joins letters
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    if not text.strip() or _file(_needed(text)) is not None:
        return text
    letters = "".join(c for c in _SELECTORS.sub("", text) if unicodedata.category(c) not in _SYMBOLS)
    return " ".join(letters.split()) if _file(_needed(letters)) is not None else ""


def font(text: str, size: int) -> FreeTypeFont:
    """The font that writes a text as :func:`writable` gave it; the size is in pixels."""
    return _opened(_file(_needed(text)) or "", size)


def runs_left(text: str) -> bool:
    """Whether the text begins in a script that runs from right to left."""
    kinds = (unicodedata.bidirectional(c) for c in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def _needed(text: str) -> frozenset[str]:
    return frozenset(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


@cache
def _file(needed: frozenset[str]) -> str | None:
    """The font that has all these characters: Pillow's own, which is the empty path, or the first of the system's."""
    rarest_first = sorted(needed, reverse=True)
    if _has("", rarest_first):
        return ""
    if _LAID_OUT.search("".join(rarest_first)) and not _lays_out():
        return None
    return next((path for path in _files() if _has(path, rarest_first)), None)


def _lays_out() -> bool:
    """Whether Pillow can join letters and turn their direction here."""
    from PIL import features

    return bool(features.check("raqm") and features.check("fribidi"))


@cache
def _files() -> tuple[str, ...]:
    """The system's fonts, the plainest first."""
    found = islice((path for folder in folders() for path in _below(folder)), MOST_FONTS)
    return tuple(map(str, sorted(found, key=_plainness)))


def _below(folder: Path) -> Iterator[Path]:
    for parent, subfolders, names in os.walk(folder):
        subfolders.sort()
        yield from (Path(parent) / name for name in sorted(names) if name.lower().endswith(_SUFFIXES))


def _plainness(path: Path) -> tuple[int, int, str]:
    stem = path.stem.lower()
    place = _FAMILIES.index(stem) if stem in _FAMILIES else len(_FAMILIES)
    return place, len(_STYLED.findall(stem)), str(path)


def _has(path: str, characters: Sequence[str]) -> bool:
    """Whether a font draws each of these as something else than what it draws for no character at all."""
    try:
        opened = _opened(path, _CHECKED)
        missing = _drawn(opened, _UNASSIGNED)
        return all(_drawn(opened, character) != missing for character in characters)
    except OSError:
        return False


def _drawn(opened: FreeTypeFont, character: str) -> tuple[tuple[int, int], bytes]:
    mask = opened.getmask(character)
    return mask.size, bytes(mask)


@lru_cache(maxsize=64)
def _opened(path: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(path, size) if path else cast("FreeTypeFont", ImageFont.load_default(size))
