"""What the pages ask of whoever can make pictures; the adapter of that name answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

CARD_FILE = "card.png"


class BrokenPictureError(Exception):
    """A picture that cannot be shown; the text says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture, its file's suffix and its size in pixels."""

    content: bytes
    suffix: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture that stands for a page says: a small line, a title, and lines below it."""

    above: str
    title: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Door:
    """Makes pictures; each may raise :class:`BrokenPictureError`.

    ``for_page`` gives a figure as a page shows it, ``thumbnail`` as a card of the index
    does, ``card`` draws what stands for a page elsewhere, and ``can_write`` says whether
    it has the letters of a text. ``keep`` puts a picture aside and gives the name under
    which it can be had again.
    """

    suffixes: tuple[str, ...]
    for_page: Callable[[bytes], Picture]
    thumbnail: Callable[[bytes], Picture]
    card: Callable[[Card, bytes | None], bytes]
    can_write: Callable[[str], bool]
    keep: Callable[[bytes], str]
