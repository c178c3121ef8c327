"""Regular expressions that are compiled late, and searched only where they may match.

Compiling those of all rules took a third of a small audit, which needs few of them; and
to search for twenty words in any case is slow, since each is tried at every letter. So a
text is first asked for an expression's :func:`~scaffolio.marks.marks`: without one of
them there is no match, and nothing to compile for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from typing import Any, AnyStr, cast

from scaffolio.marks import UNFOLDED, marks

_METHODS = frozenset({"search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"})
_SEARCHING = frozenset({"search", "finditer", "findall"})
_SLOW = 4
"""Words in any case from which to ask for them first is faster than to search with a compiled expression."""


@lru_cache(maxsize=4)
def _folded(text: str) -> str | None:
    """The text as it is where case does not count, kept since many ask for it; ``None`` where that is not sure."""
    return None if any(letter in text for letter in UNFOLDED) else text.casefold()


def _guarded(name: str, nothing: Callable[[], object]) -> Callable[..., object]:
    """A pattern's method that answers ``nothing`` for a whole text without marks."""

    def method(self: _Late, text: str | bytes, *span: int) -> object:
        if not span and self.cannot_match(text):
            return nothing()
        return getattr(self.compiled, name)(text, *span)

    return method


class _Late:
    """Stands for an expression until a text may match it, and from then on passes its methods on."""

    search = _guarded("search", lambda: None)
    match = _guarded("match", lambda: None)
    fullmatch = _guarded("fullmatch", lambda: None)
    finditer = _guarded("finditer", lambda: iter(()))
    findall = _guarded("findall", list)

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        return getattr(self.compiled, name)

    @cached_property
    def compiled(self) -> re.Pattern[Any]:
        """The expression; methods that need no asking first are its own from now on."""
        compiled = re.compile(self.pattern, self._flags)
        asked = _SEARCHING if self._folds and len(self._marks) >= _SLOW else frozenset()
        self.__dict__.update({name: getattr(compiled, name) for name in _METHODS - asked})
        return compiled

    def cannot_match(self, text: str | bytes) -> bool:
        """Whether a text holds no mark."""
        searched: str | bytes | None = text
        if self._folds:
            searched = text.lower() if isinstance(text, bytes) or text.isascii() else _folded(text)
        if searched is None:
            return False
        for mark in self._marks:
            if mark in searched:
                return False
        return bool(self._marks)

    @cached_property
    def _folds(self) -> bool:
        inline = "(?i" if isinstance(self.pattern, str) else b"(?i"
        return bool(self._flags & re.IGNORECASE) or inline in self.pattern  # type: ignore[operator]

    @cached_property
    def _marks(self) -> tuple[Any, ...]:
        if isinstance(self.pattern, str):
            return marks(self.pattern, folds=self._folds)
        return tuple(mark.encode("latin-1") for mark in marks(self.pattern.decode("latin-1"), folds=self._folds))


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern as :func:`re.compile` makes it, later; of its flags, ``VERBOSE`` is not for it."""
    return cast("re.Pattern[AnyStr]", _Late(source, flags))


def any_of(words: Iterable[str], written: Callable[[str], str] = re.escape) -> str:
    """The source of an expression for any of these words, the longest that fits; ``written`` is how a letter is.

    Words with the same beginning share it, so that it is tried once: with a hundred words
    a search takes a fifth of the time that bars between them take.
    """
    root: _Tree = {}
    for word in sorted(words):
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(root, written)


_Tree = dict[str, "_Tree"]
"""What may follow, by its first letter; the empty one says that a word may end here."""


def _branches(tree: _Tree, written: Callable[[str], str]) -> str:
    parts = [written(letter) + _branches(rest, written) for letter, rest in tree.items() if letter]
    if len(parts) == 1 and "" not in tree:
        return parts[0]
    return f"(?:{'|'.join(parts)}){'?' if '' in tree else ''}" if parts else ""
