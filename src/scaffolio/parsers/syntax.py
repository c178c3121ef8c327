"""What a source is as Python: none, and why, in the parser's own words; or nothing but comments."""

from __future__ import annotations

import ast
import sys
import warnings

from scaffolio.nouns import dataclass
from scaffolio.patterns import regex

_PYTHON_2 = regex(r"Missing parentheses|multiple exception types|leading zeros|invalid decimal literal|exec|<>")


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Why a source is no Python: the row counts from 1."""

    message: str
    row: int
    text: str

    @property
    def python_2(self) -> bool:
        """Whether Python 2 would very likely have taken it."""
        return _PYTHON_2.search(self.message) is not None


def source_fault(source: str | bytes) -> SyntaxFault | None:
    """Why a source is no Python; ``None`` when it is, or when the parser gives up for another reason.

    Before Python 3.12 a string's own braces could not hold its quotes, so that a fault in one tells nothing there.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as error:
        if sys.version_info < (3, 12) and error.msg.startswith("f-string"):
            return None
        return SyntaxFault(error.msg, error.lineno or 1, (error.text or "").strip())
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def holds_statement(source: str) -> bool:
    """Whether there is anything besides comments and blank lines."""
    return any(row.strip() and not row.lstrip().startswith("#") for row in source.splitlines())
