"""Which packages a source imports, found by searching its bytes: parsing thousands of files costs seconds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.patterns import regex

_FROM = regex(rb"[ \t]*from[ \t]+(?P<module>[A-Za-z_]\w*)[\w.]*[ \t]+import\b")
_IMPORT = regex(
    rb"[ \t]*import[ \t]+(?P<modules>[A-Za-z_][\w.]*(?:[ \t]+as[ \t]+\w+)?"
    rb"(?:[ \t]*,[ \t]*[A-Za-z_][\w.]*(?:[ \t]+as[ \t]+\w+)?)*)[ \t]*(?:#|\Z)"
)
_CONTINUED = regex(rb"\\\r?\n")
_LONGEST = 2000
_STATEMENT = regex(
    r"^[ \t]{0,40}(?:from[ \t]+(?P<dots>\.{0,9})(?P<module>[\w.]{0,200})[ \t]+import[ \t]*"
    r"(?P<names>\([^)]{0,4000}|[^\n;#]{0,1000})|"
    r"import[ \t]+(?P<modules>[A-Za-z_][\w., \t]{0,1000}))",
    re.MULTILINE,
)
_NAME = regex(r"(?:\A|,)[\s(\\]*(?P<name>[A-Za-z_][\w.]*)")
_REMARK = regex(r"#[^\n]*")


def imported_modules(source: str) -> Iterator[tuple[str, int]]:
    """Yield the dotted name that each import may read, and how many dots stand before it.

    Of ``from a import b`` it is ``a.b``: whether ``b`` is a module or something in one is not told here.
    """
    for found in _STATEMENT.finditer(source):
        names = _REMARK.sub("", found["names"] or found["modules"])
        dots = len(found["dots"] or "")
        for name in _NAME.finditer(names):
            yield ".".join(filter(None, (found["module"], name["name"]))), dots


def imported_names(source: bytes) -> Iterator[str]:
    """Yield the first part of every imported module's name, in Python source.

    The word is looked for first, then the line around it: most lines hold none. A line that a backslash continues
    is read with the one below it.
    """
    source = _CONTINUED.sub(b" ", source)
    position = source.find(b"import")
    while position >= 0:
        start = source.rfind(b"\n", max(0, position - _LONGEST), position) + 1
        end = source.find(b"\n", position)
        end = len(source) if end < 0 else end
        for statement in source[start : min(end, position + _LONGEST)].rstrip(b"\r").split(b";"):
            yield from _names(statement)
        position = source.find(b"import", end)


def _names(statement: bytes) -> Iterator[str]:
    match = _FROM.match(statement)
    if match:
        yield match["module"].decode()
        return
    match = _IMPORT.match(statement)
    if match:
        for name in match["modules"].split(b","):
            yield name.split()[0].split(b".")[0].decode()
