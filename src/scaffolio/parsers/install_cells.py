"""Install commands in a notebook's cells, and which of their packages bear no version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffolio.patterns import regex

_INSTALL = regex(
    r"^[ \t]*(?:[%!]|!\{?sys\.executable\}? -m |%?)(?:(?:sudo )?(?:python3? -m |\{sys\.executable\} -m )?"
    r"pip3?|uv pip|conda|mamba)[ ]+install[ ]+(?P<rest>.+)$",
    re.MULTILINE,
)
_TAKES_VALUE = frozenset(  # a list of words reads better as words
    """
    -f -i -r -c -t -e -n -p --find-links --index-url --extra-index-url --requirement --constraint --target --editable
    --channel --name --prefix --root --cache-dir
    """.split()  # noqa: SIM905
)
_PACKAGE = regex(r"[A-Za-z][\w.-]*(?:\[[\w,.-]*\])?")
_TOOLS = frozenset({"pip", "setuptools", "wheel", "uv"})
_END = regex(r"[ ]#|[ ][12&]?>|[;&|]")
"""What ends a shell command's arguments."""


def unpinned_packages(source: str) -> Iterator[tuple[int, str]]:
    """Yield the row, from 1, and the name of each package that is installed without a version."""
    for match in _INSTALL.finditer(source):
        row = source.count("\n", 0, match.start()) + 1
        for name in _unpinned(match["rest"]):
            yield row, name


def _unpinned(arguments: str) -> Iterator[str]:
    skip = False
    for word in _END.split(arguments)[0].split():
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = word in _TAKES_VALUE
        elif _PACKAGE.fullmatch(bare := word.strip("'\"")) and bare.lower() not in _TOOLS and not _is_file(bare):
            yield bare


def _is_file(word: str) -> bool:
    return word.endswith((".whl", ".txt", ".zip", ".gz", ".yml", ".yaml"))
