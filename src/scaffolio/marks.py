r"""The marks of a regular expression: fixed words, at least one of which any match holds.

``\b(?:churn|leav(?:e|ing)) soon`` has the mark ``" soon"``: a text without it needs no
search. Looking for some fixed words is many times faster than trying an expression at
every letter; ripgrep searches so, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

UNFOLDED = ("\u0130", "\u0131")
"""The Turkish letters that pass for an ``i`` where case does not count, and that ``str.casefold`` tells from one."""

_SHORTEST = 2
"""Bytes of a mark that is worth looking for; a sign that is neither letter nor digit counts for two."""

_PLAIN = r"[^\\.\[()|*+?{^$]+"
_TOKEN = re.compile(
    rf"({_PLAIN}(?:\|{_PLAIN})*(?=[|)]|\Z))"  # words between bars
    rf"|((?:{_PLAIN}|\\[^\w\s])+)"  # letters and signs that stand for themselves
    r"|(\|)"
    r"|((?:[*+?]|\{\d*(?:,\d*)?\})[?+]?)"
    r"|(\\[bBAZ]|[\^$]|\(\?[imsu]+\))"  # takes no room
    r"|(\((?:\?(?:P<\w+>|[-imsu]*:)|(?!\?)))"
    r"|(\))"
    r"|(\(\?<?[=!])"
    r"|(\\[dDwWsSnrtfv]|\\[A-Za-z0-9]\w*|\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?P=\w+\))"  # any of several signs
    r"|(.)",
    re.DOTALL,
)
_WORDS, _LITERAL, _BAR, _TIMES, _EDGE, _OPEN, _CLOSE, _LOOK, _ANY, _UNKNOWN = range(1, 11)

Best = tuple[int, list[str]]
"""Marks, and before them how rarely the commonest is met by chance: its length in bytes."""

_NONE: Best = (0, [])


class _UnknownError(Exception):
    """A part of an expression that is not understood here."""


def marks(source: str, *, folds: bool) -> tuple[str, ...]:
    """Return the marks of an expression, folded as ``str.casefold`` does where case does not count.

    The expression is one that ``re.compile`` takes, and not verbose; there may be no marks.
    """
    if r"\\" not in source and r"[\b" not in source:
        source = source.replace(r"\b", "")  # takes no room, and parts most words
    try:
        weight, found = _group(_TOKEN.finditer(source))
    except _UnknownError:
        return ()
    if weight < _SHORTEST:
        return ()
    if folds and any(letter in source for letter in UNFOLDED):
        return ()
    return tuple(dict.fromkeys(map(str.casefold, found) if folds else found))


def _group(tokens: Iterator[re.Match[str]]) -> Best:
    """The best marks of each part between bars, up to the end of the group; none if one of them has none."""
    parts: list[Best] = []
    best = before = _NONE
    run = ""
    for token in tokens:
        kind = token.lastindex
        if kind == _WORDS:
            word, *others = token[0].split("|")
            run += word
            for word in others:
                parts.append(_best(best, before, run))
                best, before, run = _NONE, _NONE, word
        elif kind == _LITERAL:
            run += token[0] if "\\" not in token[0] else re.sub(r"\\(.)", r"\1", token[0], flags=re.DOTALL)
            best, before = _best(best, before, ""), _NONE
        elif kind == _TIMES:
            optional = token[0][0] in "?*" or token[0].startswith(("{0", "{,", "{}"))
            best, before, run = _best(best, _NONE if optional else before, run[:-1] if optional else run), _NONE, ""
        elif kind == _BAR:
            parts.append(_best(best, before, run))
            best, before, run = _NONE, _NONE, ""
        elif kind == _CLOSE:
            break
        elif kind == _LOOK:
            _group(tokens)
        elif kind != _EDGE:
            best, run = _best(best, before, run), ""
            before = _inside(kind, tokens)
    parts.append(_best(best, before, run))
    return min(weight for weight, _ in parts), [mark for _, found in parts for mark in found]


def _inside(kind: int | None, tokens: Iterator[re.Match[str]]) -> Best:
    """The marks of what stands for letters itself: those of a group, and none of a set of letters."""
    if kind == _UNKNOWN:
        raise _UnknownError
    return _group(tokens) if kind == _OPEN else _NONE


def _best(one: Best, other: Best, run: str) -> Best:
    """The rarer marks of these two and of a run of letters."""
    best = one if one[0] >= other[0] else other
    if not run:
        return best
    weight = len(run) if run.isalnum() and run.isascii() else len(run.encode()) + (not run.isspace())
    return (weight, [run]) if weight > best[0] else best
