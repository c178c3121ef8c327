"""The door to pictures: figures made fit for a page, and the cards that stand for a page elsewhere.

Pillow is imported when a picture is made. Text on a card is drawn in Pillow's own font,
and in one of the system's where that lacks a letter; a line that none can write is left
out, and a card without its title shows the figure alone.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from scaffolio.adapters import fonts
from scaffolio.portfolio.site.pictures import BrokenPictureError, Card, Picture

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 40_000_000
"""Pixels of a picture that is decoded; a small file can unpack to gigabytes."""

MOST_BYTES = 30_000_000
WIDEST = 1_680
"""Pixels across a figure on its page: twice the column, for screens that show two for one."""

THUMBNAIL = 860
LARGEST_THUMBNAIL = 60_000
CARD = (1200, 630)
PREVIEW = (1280, 640)
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")

_OPAQUE = 255
_MOST_SHOWN = 6
_FEWEST = 8
"""Letters that a line of a card has at least."""

_PAPER, _INK, _SOFT, _ACCENT = "#ffffff", "#1c2127", "#565e69", "#1f5f8b"
_PLAIN = str.maketrans(
    {
        "–": "-",
        "−": "-",
        "—": "-",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "“": '"',
        "”": '"',
        "…": "...",
        "\N{NO-BREAK SPACE}": " ",
    }
)
_SPELT_OUT = str.maketrans({"²": "-squared", "η": "eta"})
"""For where no font has them; a metric is called so."""


def for_page(content: bytes) -> Picture:
    """The picture as it is where it fits a page, else smaller; always the first frame.

    Raises:
        BrokenPictureError: it cannot be decoded, or has too many pixels.
    """
    image, kind = _opened(content)
    if kind in {"PNG", "JPEG", "WEBP"} and image.width <= WIDEST and not getattr(image, "is_animated", False):
        return Picture(content, f".{kind.lower()}", *_verified(image))
    shown = _fitted(_flat(content), WIDEST, WIDEST * 2)
    return Picture(_png(shown), ".png", shown.width, shown.height)


def thumbnail(content: bytes) -> Picture:
    """A picture of at most THUMBNAIL pixels across and LARGEST_THUMBNAIL bytes.

    Raises:
        BrokenPictureError: it cannot be decoded, or has too many pixels.
    """
    shown = _fitted(_flat(content), THUMBNAIL, THUMBNAIL)
    encoded, suffix = _png(shown), ".png"
    steps = ((width, quality) for width in (THUMBNAIL, 560, 360) for quality in (82, 60, 35))
    while len(encoded) > LARGEST_THUMBNAIL and (step := next(steps, None)):
        shown = _fitted(shown, step[0], step[0])
        encoded, suffix = _saved(shown, "WEBP", quality=step[1], method=2), ".webp"
    return Picture(encoded, suffix, shown.width, shown.height)


def card(words: Card, figure: bytes | None, size: tuple[int, int] = CARD) -> bytes:
    """A PNG of a fixed size with the words on the left and the figure on the right; either may be missing.

    Raises:
        BrokenPictureError: the figure cannot be decoded.
    """
    ground = _pillow().new("RGB", size, _PAPER)
    edge, written = size[1] // 10, _writable(words)
    shown = _flat(figure) if figure is not None else None
    if shown is not None and written and not written.title:  # a figure says more than a result of nothing
        written = None
    if shown is not None:
        across = size[0] // 2 - edge if written else size[0] - 2 * edge
        fitted = _within(shown, across, size[1] - 2 * edge)
        left = size[0] - edge // 2 - fitted.width if written else (size[0] - fitted.width) // 2
        ground.paste(fitted, (left, (size[1] - fitted.height) // 2))
    if written:
        _write(ground, written, edge, size[0] * (44 if shown is not None else 86) // 100)
    _bar(ground)
    return _png(ground)


def preview(words: Card, figures: Sequence[Path]) -> bytes:
    """The PNG that stands for a whole site: its words on the left, six figures at most in two columns beside them.

    Raises:
        BrokenPictureError: a figure cannot be decoded.
    """
    (width, height), edge = PREVIEW, PREVIEW[1] // 10
    ground, written = _pillow().new("RGB", PREVIEW, _PAPER), _writable(words)
    across, down = (width // 2 - 2 * edge) // 2, (height - 2 * edge) // 3
    for place, figure in enumerate(figures[:_MOST_SHOWN]):
        fitted = _within(_flat(figure.read_bytes()), across - 16, down - 16)
        left = width // 2 + edge + place % 2 * across + (across - fitted.width) // 2
        ground.paste(fitted, (left, edge + place // 2 * down + (down - fitted.height) // 2))
    if written:
        _write(ground, written, edge, width * (44 if figures else 86) // 100)
    _bar(ground)
    return _png(ground)


def _write(ground: Image, words: Card, edge: int, width: int) -> None:
    _lines(ground, words.above, _Place(edge, edge, width), 26, _ACCENT, most=1)
    below = sum(38 * len(_wrapped(text, width, 28)) + 6 for text in words.below)
    for size in (58, 50, 42, 36, 30):
        step = int(size * 1.24)
        if len(_wrapped(words.title, width, size)) * step <= ground.height - 2 * edge - 62 - below:
            break
    height = _lines(ground, words.title, _Place(edge, edge + 62, width, step), size, _INK) + 26
    for text in words.below:
        height = _lines(ground, text, _Place(edge, height, width, 38), 28, _SOFT) + 6


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text begins, how wide it may be, and how far its lines are apart, in pixels."""

    left: int
    top: int
    width: int
    step: int = 0


def _lines(ground: Image, text: str, place: _Place, size: int, colour: str, *, most: int = 7) -> int:
    """Write a text in one font; a script that runs from right to left begins at the right. Return where it ends."""
    from PIL import ImageDraw

    font, height = fonts.font(text, size), place.top
    for line in _wrapped(text, place.width, size)[:most]:
        indent = int(place.width - font.getlength(line)) if fonts.runs_left(text) else 0
        # From the baseline: the fonts of two lines differ in what they leave above their letters.
        spot = (place.left + indent, height + size)
        ImageDraw.Draw(ground).text(spot, line, fill=colour, font=font, anchor="ls")
        height += place.step
    return height


def _wrapped(text: str, width: int, size: int) -> list[str]:
    """Lines that fit a width; most letters are about half as wide as they are high."""
    font = fonts.font(text, size)
    for count in range(max(_FEWEST, int(width / (size * 0.44))), _FEWEST, -1):
        lines = textwrap.wrap(text, count)
        if all(font.getlength(line) <= width for line in lines):
            return lines
    return textwrap.wrap(text, _FEWEST)


def _writable(words: Card) -> Card | None:
    """What of the words a font can write: each line by itself, but the result whole or not; ``None`` without any."""
    above, title, *below = map(_spelt, (words.above, words.title, *words.below))
    found = Card(above, title, tuple(below) if all(below) else ())
    return found if above or title or found.below else None


def can_write(text: str) -> bool:
    """Whether some font has the letters of a text."""
    return bool(_spelt(text)) or not text.strip()


def _spelt(text: str) -> str:
    plain = text.translate(_PLAIN)
    return fonts.writable(plain) or fonts.writable(plain.translate(_SPELT_OUT))


def _bar(ground: Image) -> None:
    from PIL import ImageDraw

    ImageDraw.Draw(ground).rectangle((0, ground.height - 12, ground.width, ground.height), fill=_ACCENT)


def _pillow() -> ModuleType:
    from PIL import Image

    return Image


def _opened(content: bytes) -> tuple[Image, str]:
    image = _pillow()
    if len(content) > MOST_BYTES:
        raise BrokenPictureError(f"it has over {MOST_BYTES // 1_000_000} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", image.DecompressionBombWarning)
            opened = image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP", "GIF"))
    except (OSError, ValueError, SyntaxError, image.DecompressionBombError) as error:
        raise BrokenPictureError("it is no PNG, JPEG, WebP or GIF that can be read") from error
    if opened.width * opened.height > MOST_PIXELS:
        raise BrokenPictureError(f"it has {opened.width:,} x {opened.height:,} pixels, more than are decoded")
    return opened, str(opened.format)


def _verified(image: Image) -> tuple[int, int]:
    """The size of a picture whose checksums hold; of a kind without any, whose pixels can be decoded."""
    size = image.size
    if image.format != "PNG":
        _decoded(image)
        return size
    try:
        image.verify()
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise BrokenPictureError(f"it is broken: {error}") from error
    return size


def _decoded(image: Image) -> Image:
    try:
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise BrokenPictureError(f"it is broken: {error}") from error
    return image


@lru_cache(maxsize=1)
def _flat(content: bytes) -> Image:
    """The picture in three channels; what was transparent is white, as a figure expects its ground.

    The last one is kept: a thumbnail and a card are made of the same figure, one after the other.
    """
    image, kind = _opened(content)
    if kind == "JPEG":
        image.draft("RGB", (WIDEST, WIDEST))
    _decoded(image)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        if layer.getchannel("A").getextrema() != (_OPAQUE, _OPAQUE):
            ground = _pillow().new("RGBA", layer.size, "white")
            ground.alpha_composite(layer)
            layer = ground
        return layer.convert("RGB")
    return image.convert("RGB")


def _fitted(image: Image, width: int, height: int) -> Image:
    """Made smaller, never larger."""
    return image if image.width <= width and image.height <= height else _within(image, width, height)


def _within(image: Image, width: int, height: int) -> Image:
    scale = min(width / image.width, height / image.height, 2.0)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, _pillow().Resampling.BICUBIC, reducing_gap=2.0)


def _png(image: Image) -> bytes:
    """A PNG of at most 256 colours: figures have few, and it is a third of the bytes."""
    pillow = _pillow()
    few = image.quantize(256, method=pillow.Quantize.FASTOCTREE, dither=pillow.Dither.NONE)
    return _saved(few, "PNG", optimize=False, compress_level=5)


def _saved(image: Image, kind: str, **settings: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **settings)
    return buffer.getvalue()
