"""Every error a user can cause. Each says what happened and, in ``hint``, what to do.

::

    ScaffolioError
    ├── UsageError            exit code 2: the request cannot be right
    │   ├── SettingsError     a settings or answers file holds something unknown
    │   └── DestinationError  the folder to write to is taken or cannot be written
    └── CannotRunError        exit code 3: the request is right, the world is not
        ├── UnreachableError  a repository that cannot be fetched
        └── LateAnswerError   a target that took longer than it was given
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ScaffolioError(Exception):
    """Base of all errors shown to a user as one message and one hint, never a traceback."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(ScaffolioError):
    """The request itself cannot be right: a wrong word, key, file or place."""

    exit_code = 2


class SettingsError(UsageError):
    """A settings or answers file cannot be read, or holds a key nobody knows."""


class DestinationError(UsageError):
    """The folder to write to is taken, is a file, or cannot be written."""


class CannotRunError(ScaffolioError):
    """The request is right but cannot be carried out here: no such target, no Git, disk full."""


class UnreachableError(CannotRunError):
    """A repository that cannot be fetched: no network, no such repository, no right to read it."""


class LateAnswerError(CannotRunError):
    """A target that took longer than the time it was given."""


_LISTED = 40
"""Known words that a hint still lists."""


def unknown(kind: str, word: str, known: Iterable[str]) -> UsageError:
    """Say that a word is unknown, and name the nearest known one first."""
    choices = list(known)
    lowered = {choice.casefold(): choice for choice in choices}
    nearest = difflib.get_close_matches(word.casefold(), lowered, n=1, cutoff=0.5)
    suggestion = f"Did you mean {lowered[nearest[0]]}? " if nearest else ""
    known_ones = f"Known: {', '.join(choices)}" if len(choices) <= _LISTED else f"There are {len(choices)}"
    return UsageError(f"unknown {kind}: {word}", suggestion + known_ones)
