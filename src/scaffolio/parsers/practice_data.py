"""Data sets for practice: told by a table's columns, a call that loads them, or a file's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from scaffolio.nouns import dataclass
from scaffolio.parsers.comments import in_comment
from scaffolio.parsers.practice_sets import PRACTICE_SETS, PracticeSet
from scaffolio.patterns import regex

_UNIT = regex(r"\([^)]{0,20}\)|(?:_| |(?<=[a-z]))[cm]m\Z", re.IGNORECASE)
_SIGNS = regex(r"[^a-z0-9]+")
_QUOTED = regex(rb"[\"'/\\]([\w -]{1,60}\.(?:csv|tsv|data|xlsx?|zip|gz|parquet|arff))[\"']", re.IGNORECASE)
_ENDING = regex(r"(?:\.(?:csv|tsv|data|xlsx?|zip|gz|tar|parquet|arff|txt|json|feather))+\Z", re.IGNORECASE)
_CALL_WORDS = ("load", "data", "fetch_", "mnist", "import boston")
"""What calls have in common: an expression that begins with a word is searched much faster than many words."""

_UNITS = (b"", b"cm", b"mm")


@dataclass(frozen=True, slots=True)
class SeenPractice:
    """A data set for practice, where it was seen, and by what."""

    name: str
    path: str
    line: int | None
    sign: str


@cache
def _file_ending() -> re.Pattern[bytes]:
    """What a quoted file's name ends with: told faster by its dot than by each of the endings."""
    return re.compile(rb"\.(?:csv|tsv|data|xlsx?|zip|gz|parquet|arff)[\"']", re.IGNORECASE)


@cache
def _calls() -> tuple[re.Pattern[bytes], ...]:
    """Where one of the calls may stand: each from the first common word in it."""
    ends: dict[str, set[str]] = {}
    for call in (call.decode() for known in PRACTICE_SETS for call in known.calls):
        word = next((word for word in _CALL_WORDS if word in call), call)
        ends.setdefault(word, set()).add(call.partition(word)[2])
    return tuple(
        re.compile(f"{word}(?:{'|'.join(map(re.escape, sorted(rest)))})".encode()) for word, rest in ends.items()
    )


def by_columns(names: Collection[str]) -> str | None:
    """The data set that a table with these columns is; ``None`` when it is none of them."""
    plain = {_SIGNS.sub("", _UNIT.sub("", name.strip()).lower()) for name in names}
    return next((known.name for known in PRACTICE_SETS if known.columns and _has(known, plain)), None)


def _has(known: PracticeSet, columns: set[str]) -> bool:
    return len(known.columns & columns) >= known.needed


def by_file_name(path: str) -> str | None:
    """The data set that a file is by its name alone."""
    stem = _ENDING.sub("", path.rpartition("/")[2])
    plain = _SIGNS.sub("_", stem.lower()).strip("_")
    return next((known.name for known in PRACTICE_SETS if plain in known.files), None)


def in_code(path: str, code: bytes) -> Iterator[SeenPractice]:
    """The data sets that code loads by a call, opens by their file's name, or whose columns it names.

    Comments do not count. A notebook's cells have no line of the file.
    """

    def seen(name: str, at: int, sign: str) -> SeenPractice:
        return SeenPractice(name, path, None if path.endswith(".ipynb") else code.count(b"\n", 0, at) + 1, sign)

    plain = code.replace(b"'", b'"')
    if any(call.search(plain) for call in _calls()):
        for known in PRACTICE_SETS:
            found = ((at, call) for call in known.calls if (at := _position(plain, call)) is not None)
            yield from (seen(known.name, at, call.decode()) for at, call in found)
    named: set[str] = set()
    for match in _QUOTED.finditer(code) if _file_ending().search(code) else ():
        file = match[1].decode(errors="replace")
        if (name := by_file_name(file)) and name not in named and not in_comment(code, match.start()):
            named.add(name)
            yield seen(name, match.start(), file)
    if b"pandas" in code:
        squeezed = code.lower().replace(b"'", b'"').translate(None, b" _.-()$")
        names = (known.name for known in PRACTICE_SETS if known.columns and _is_named(known, squeezed))
        yield from (SeenPractice(name, path, None, "the names of its columns") for name in names)


def _is_named(known: PracticeSet, squeezed: bytes) -> bool:
    """Whether enough of the columns stand in code as texts of their own, with or without a unit."""
    missing = len(known.columns) - known.needed
    for column in known.columns:
        missing -= not any(b'"%s%s"' % (column.encode(), unit) in squeezed for unit in _UNITS)
        if missing < 0:
            return False
    return True


def _position(code: bytes, call: bytes) -> int | None:
    """Where the call stands as a name of its own, outside comments."""
    at = code.find(call)
    while at >= 0:
        before = code[at - 1 : at]
        if not (before.isalnum() or before == b"_") and not in_comment(code, at):
            return at
        at = code.find(call, at + 1)
    return None
