"""Regular expressions that are compiled when first used.

Compiling those of all rules took a third of a small audit, which needs few of them.
"""

from __future__ import annotations

import re
from typing import AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Uncompiled:
    """Stands for a pattern until one of its methods or facts is asked for, and from then on passes them on."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern = self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:  # found from now on without passing here
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern as :func:`re.compile` makes it, later."""
    return cast("re.Pattern[AnyStr]", _Uncompiled(source, flags))
